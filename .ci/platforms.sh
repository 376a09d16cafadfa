#!/usr/bin/env bash
# Builds soreleg for other systems, runs it there, and compares all that it says and writes with what it
# says and writes here, byte for byte.
#   .ci/platforms.sh [TARGET]...
# Wants for each target its standard library (rustup target add TARGET); for Windows also Wine and a
# linker (Debian: wine, gcc-mingw-w64-x86-64); for ARM also qemu-user. For macOS it is only checked
# that it compiles. What is not there is told and passed over.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C.UTF-8 TERM=xterm WINEDEBUG=${WINEDEBUG:--all}
# rustc brings its own linker for these, and the C library.
export CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER=${CARGO_TARGET_X86_64_UNKNOWN_LINUX_MUSL_LINKER:-rust-lld}
export CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER=${CARGO_TARGET_AARCH64_UNKNOWN_LINUX_MUSL_LINKER:-rust-lld}
[ $# -gt 0 ] || set -- x86_64-unknown-linux-musl aarch64-unknown-linux-musl x86_64-pc-windows-gnu \
    aarch64-apple-darwin x86_64-apple-darwin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
build=$(cargo metadata --format-version 1 --no-deps | sed 's/.*"target_directory":"\([^"]*\)".*/\1/')

# All that is compared, by the program and arguments before it, in the current folder.
tried() {
    run() {
        echo "\$ soreleg $*"
        local code=0
        "${program[@]}" "$@" || code=$?
        echo "exit code $code"
    }
    local program=("$@") here='Läufe im Mai 足'
    mkdir "$here"
    sed 's/$/\r/' "$checkout/tests/cmd/answers/marathon.yaml" >answers.yaml
    sed 's/$/\r/' "$checkout/tests/cmd/answers/runners.csv" >runners.csv
    sed 's/ level: emergency/ levl: emergency/; s/pee: brown/pee: bron/' "$checkout/rules/sore-legs.yaml" >"$here/faulty rules.yaml"
    run --version
    run check -a emergency=none -a pee=dark,pale -a shoe_distance='450 mi'
    run check --answers answers.yaml
    run check --answers answers.yaml --format json
    printf 'u\n%.0s' {1..40} | run check --plain
    printf '1\r\n' | run check --plain # An emergency: the interview ends with a result.
    cp "$checkout/tests/rules/tiny.yaml" .
    run batch --rules tiny.yaml --format csv runners.csv
    run batch <"$folder/rows.jsonl" >results.jsonl
    run batch --columns -j 2 - <"$folder/rows.jsonl" >columns.jsonl
    run rules check "$here/faulty rules.yaml"
    run check --answers answers.yaml -o "$here/my result.md"
    run check -a emergency=cold_leg -o "$here/my result.md" # It exists: nothing may change.
    cp "$here/my result.md" kept.md
    run check -a emergency=cold_leg -o "$here/my result.md" --force
    cp "$checkout/tests/logs/17-long-run-spike.csv" "$here/log.csv"
    run log "$here/log.csv" --today 2026-06-15 --tz Europe/Berlin
    run check --answers answers.yaml --save --diary "$here/diary.jsonl" --today 2026-06-15
    run check --answers answers.yaml --save --diary "$here/diary.jsonl" --today 2026-06-22
    run again --same yes --no-input --diary "$here/diary.jsonl" --answers answers.yaml --today 2026-06-29
    run diary forget 1 --yes --diary "$here/diary.jsonl"
    run diary --diary "$here/diary.jsonl"
    run rules export "$here/rules"
    run rules test --rules "$here/rules/sore-legs.yaml"
} </dev/null >transcript 2>&1

# What runs programs for a target, word by word; nothing if it is not there.
runner() {
    case $1 in
    x86_64-unknown-linux-*) echo env ;;
    aarch64-unknown-linux-gnu) command -v qemu-aarch64 >/dev/null && echo qemu-aarch64 -L /usr/aarch64-linux-gnu ;;
    aarch64-unknown-linux-*) command -v qemu-aarch64 ;;
    *-windows-*) command -v wine || command -v wine64 ;;
    esac
}

# What a target lacks here.
lack() {
    if [ ! -d "$(rustc --print target-libdir --target "$1")" ]; then
        echo 'its standard library is not installed'
    elif [[ $1 = x86_64-pc-windows-gnu ]] && ! command -v x86_64-w64-mingw32-gcc >/dev/null; then
        echo 'its linker is not installed'
    elif [[ $1 != *-apple-* && -z $(runner "$1") ]]; then
        echo 'nothing is installed that runs its programs'
    fi
}

# Tries it here, once there is something to compare.
try_here() {
    [ ! -d "$folder/here" ] || return 0
    cargo build --release --locked
    cargo run --quiet --locked --example rows 10000 >"$folder/rows.jsonl"
    mkdir "$folder/here"
    (cd "$folder/here" && tried "$build/release/soreleg")
}

checkout=$PWD
export MSYSTEM=CI # Commands are then quoted as for a POSIX shell on Windows too.
for target; do
    lack=$(lack "$target")
    if [ -n "$lack" ]; then
        echo "NOT CHECKED: $target, since $lack"
        continue
    elif [[ $target = *-apple-* ]]; then
        cargo check --release --locked --target "$target"
        echo "$target: compiles. NOT CHECKED: whether it links and runs"
        continue
    fi
    try_here
    read -ra runner <<<"$(runner "$target")"
    name=CARGO_TARGET_${target//-/_}_RUNNER
    env "${name^^}=${runner[*]}" cargo test --release --quiet --lib --locked --target "$target"
    cargo build --release --locked --target "$target"
    program=$build/$target/release/soreleg
    [ -e "$program" ] || program+=.exe
    mkdir "$folder/$target"
    (cd "$folder/$target" && tried "${runner[@]}" "$program")
    sed -i 's/\\/\//g' "$folder"/{here,"$target"}/transcript # How Windows separates folders in a path.
    diff -r "$folder/here" "$folder/$target"
    echo "$target: the tests of the library pass, and all that was tried says and writes the same as here"
done
