#!/usr/bin/env bash
# Looks at the page in a browser: the longest of all cases, and one of each level, at three widths, in light
# and dark, and printed. Wants chromium and npm, which fetches what drives it and axe-core; what is not there
# is told. The screenshots stay in target/page. `.ci/page.sh picture` makes the picture in docs/page.md anew.
set -euo pipefail
cd "$(dirname "$0")/.."
not_checked() {
    echo "NOT CHECKED: the page in a browser, since $1"
    exit 0
}
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome) ||
    not_checked 'chromium is not installed'
command -v npm >/dev/null || not_checked 'npm is not installed'
folder=$PWD/target/page
rm -rf "$folder/pages"
mkdir -p "$folder/pages"
[ -d "$folder/node_modules/axe-core" ] ||
    timeout 300 npm install --silent --no-save --prefix "$folder" puppeteer-core@24.31.0 axe-core@4.11.0 ||
    not_checked 'npm cannot fetch puppeteer-core and axe-core'
if [ "${1:-}" = picture ]; then
    cargo run --locked --quiet -- check --no-input --today 2026-05-03 \
        --answers tests/cmd/answers/calf.yaml -o "$folder/pages/picture.html" --force
else
    cargo run --locked --quiet --example pages -- "$folder/pages"
fi
cp .ci/page.mjs "$folder/"
node "$folder/page.mjs" "$browser" "$folder/pages" "$@"
