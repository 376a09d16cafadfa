#!/usr/bin/env bash
# Tries hostile inputs, the same ones every time, and prints the rows of the table in
# docs/security.md. The argument is how many to draw of each kind; of what takes longer it is a
# part. Memory is measured on Linux, that of the program with GNU time.
set -euo pipefail
cd "$(dirname "$0")/.."
export PROPTEST_CASES="${1:-10000}" PROPTEST_RNG_SEED="${PROPTEST_RNG_SEED:-1}"

built=$(cargo test --release --locked --no-run --test soreleg --message-format json)
tests=$(sed -n 's/.*"kind":\["test"\].*"executable":"\([^"]*\)".*/\1/p' <<<"$built")
echo '| input | given to | number tried | worst time | worst memory |'
echo '|---|---|---|---|---|'
"$tests" --list | sed -n 's/^\(hostile.*\): test$/\1/p' | while read -r test; do
    # Each in a process of its own, or the memory of one would count for the next.
    "$tests" --exact "$test" --nocapture </dev/null | grep -E '^\| |FAILED'
done
