#!/usr/bin/env bash
# What a release is made of, into `dist`. docs/releasing.md tells when.
#   .ci/release.sh archive TARGET   the program with licences, README, manual pages and completions, under
#                                   the name that cargo-binstall looks for
#   .ci/release.sh wheel TARGET     the program for pip and uv; needs maturin and python3
#   .ci/release.sh crate            what crates.io gets
#   .ci/release.sh checksums        of all the above
# What can run here is installed in an empty folder, and tried.
set -euo pipefail
cd "$(dirname "$0")/.."
# rustc brings its own linker for this, and the C library.
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=${CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER:-rust-lld}
# No DLL that Windows may lack.
export CARGO_TARGET_X86_64_PC_WINDOWS_MSVC_RUSTFLAGS='-C target-feature=+crt-static'
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml)
build=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/; s/\\\\/\//g')
empty=$(mktemp -d)
trap 'rm -rf "$empty"' EXIT
mkdir -p dist

# Tries an installed program, if it is for this machine.
try_out() {
    if ! "$1" --version >/dev/null 2>&1; then
        echo "NOT CHECKED: whether $1 runs, since it does not on this machine"
        return
    fi
    (
        cd "$empty"
        [ "$("$1" --version)" = "soreleg $version" ]
        "$1" check -a emergency=cold_leg | grep -q '^Get emergency help now'
        "$1" rules test
    )
}

# The licences of all crates that are part of the program for a target.
licences() {
    cargo tree --locked --edges normal --no-dedupe --prefix none --target "$1" --format '{p}|{l}' |
        grep -v '^soreleg ' | sed 's/ (proc-macro)//' | sort -u | while IFS='|' read -r crate licence; do
        printf '\n==== %s: %s ====\n' "$crate" "$licence"
        find "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/"${crate/ v/-}" -maxdepth 1 -type f \
            \( -iname 'licen[cs]e*' -o -iname 'copying*' -o -iname 'notice*' \) -exec cat {} +
    done
}

archive() {
    local target=$1 name=soreleg-$1-v$version program=$build/$1/release/soreleg
    cargo build --release --locked --target "$target"
    [ -e "$program" ] || program+=.exe
    local folder=$empty/$name
    mkdir -p "$folder/man" "$folder/completions"
    cp "$program" README.md CHANGELOG.md LICENSE-APACHE LICENSE-MIT "$folder"
    licences "$target" >"$folder/LICENSES-OF-CRATES.txt"
    # By the program for this machine, which may be another.
    cargo build --quiet --locked
    "$build/debug/soreleg" man --all "$folder/man"
    for shell in bash elvish fish powershell zsh; do
        "$build/debug/soreleg" completions "$shell" >"$folder/completions/soreleg.$shell"
    done
    case $target in
    *-windows-*) (cd "$empty" && if command -v zip >/dev/null; then zip -qr "$name.zip" "$name"; else 7z a -bso0 "$name.zip" "$name"; fi) ;;
    *) tar -C "$empty" -czf "$empty/$name.tgz" "$name" ;;
    esac
    mv "$empty/$name".* dist
    try_out "$folder/$(basename "$program")"
}

wheel() {
    local target=$1 python=$empty/venv/bin/python
    rm -f dist/*.whl
    (cd .ci/python && maturin build --release --locked --target "$target" --out ../../dist)
    python3 -m venv "$empty/venv"
    [ -e "$python" ] || python=$empty/venv/Scripts/python.exe
    if "$python" -m pip install --quiet --no-index --find-links dist soreleg; then
        try_out "$(dirname "$python")/soreleg"
    else
        echo "NOT CHECKED: whether the wheel for $target works, since it is for another machine"
    fi
}

crate() {
    cargo package --locked
    cp "$build/package/soreleg-$version.crate" dist
    tar -C "$empty" -xzf "dist/soreleg-$version.crate"
    (cd "$empty" && cargo install --locked --path "soreleg-$version" --root installed)
    try_out "$empty/installed/bin/soreleg"
}

checksums() {
    (cd dist && rm -f SHA256SUMS && sha256sum -- * >"$empty/SHA256SUMS" && mv "$empty/SHA256SUMS" . && sha256sum --check --quiet SHA256SUMS)
}

case ${1:-} in
archive | wheel) "$1" "${2:?TARGET}" ;;
crate | checksums) "$1" ;;
*) sed -n '2,9s/^# \{0,1\}//p' "$0" && exit 2 ;;
esac
