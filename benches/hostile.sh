#!/usr/bin/env bash
# Tries hostile inputs, the same ones every time, and prints the rows of the table in
# docs/security.md. The argument is how many to draw of each kind; of what takes longer it is a
# part. Memory is measured on Linux, that of programs with GNU time.
set -euo pipefail
cd "$(dirname "$0")/.."
export PROPTEST_CASES="${1:-10000}" PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-1}"

echo '| input | given to | number tried | worst time | worst memory |'
echo '|---|---|---|---|---|'
cargo test --quiet --release --locked --test hostile --test hostile_files -- \
    --test-threads=1 --nocapture | grep -E '^\| |FAILED|panicked'
