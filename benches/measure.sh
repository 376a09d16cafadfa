#!/bin/sh
# Measures the figures of docs/performance.md. Needs hyperfine, taskset and GNU time.
set -eu
cd "$(dirname "$0")/.."
cargo build --release --bins --examples
bin="${CARGO_TARGET_DIR:-target}/release"
rows="${ROWS:-$bin/rows.jsonl}"
[ -e "$rows" ] || "$bin/examples/rows" 1000000 >"$rows"

# Every answer of one runner, as flags.
flags=$(head -n 1 "$rows" | python3 -c '
import json, sys
for question, answer in json.load(sys.stdin).items():
    if question != "id":
        answer = ",".join(answer) if isinstance(answer, list) else answer.replace(" ", "")
        print("-a", f"{question}={answer}")')

# What the linker wrote costs more page faults than a copy of it, which is what gets installed.
installed=$(mktemp -d)
trap 'rm -r "$installed"' EXIT
cp "$bin/soreleg" "$bin/examples/empty" "$installed"

echo "== one check, all answers given, against an empty clap program"
# shellcheck disable=SC2086
hyperfine -N --warmup 50 --runs 1000 \
    "$installed/empty check --no-input $(echo $flags)" \
    "$installed/soreleg check --no-input $(echo $flags)"

echo "== batch on one core, against parsing the same lines"
taskset -c 0 hyperfine --warmup 1 --runs 5 --output null \
    "$bin/examples/parse $rows" \
    "$bin/soreleg batch --columns $rows" \
    "$bin/soreleg batch $rows"

echo "== batch on two cores"
taskset -c 0,1 hyperfine --warmup 1 --runs 5 --output null \
    "$bin/soreleg batch --columns $rows" \
    "$bin/soreleg batch $rows"

echo "== the shipped cases, and the same for one rule changed at a time"
hyperfine --warmup 1 --runs 10 \
    "$bin/soreleg rules test" \
    "$bin/soreleg rules test --mutate"

echo "== peak memory in kB: check, batch"
# shellcheck disable=SC2086
/usr/bin/time -f %M "$bin/soreleg" check --no-input $flags >/dev/null
/usr/bin/time -f %M "$bin/soreleg" batch "$rows" 2>&1 >/dev/null | tail -n 1

cargo bench --bench engine
