#!/usr/bin/env bash
# How long recorded answers take to grade: Vigie against MDN's own engine.
#
#   tests/bench/observatory.sh FILE [VIGIE]   FILE holds one recorded answer a line; VIGIE defaults to target/release/vigie
#
# The lines are repeated up to 2,500. Both take turns on one core, and the medians of five are compared; Node's start is
# counted apart. Needs Node; Rust's tool is built beforehand (`cargo build --release`).
set -euo pipefail
file=$(realpath "$1")
cd "$(dirname "$0")/../.."
vigie=$(realpath "${2:-target/release/vigie}")
tools=$PWD/tests/bench/observatory
# Its installation would fetch Chromium's list, which no recorded answer needs.
npm install --prefix "$tools" --no-package-lock --no-fund --no-audit --silent --ignore-scripts

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
awk '{ line[NR] = $0 } END { for (n = 0; NR > 0 && n < 2500; n++) print line[n % NR + 1] }' "$file" >"$folder/answers.jsonl"

measured() {
  local name=$1 n
  shift
  for ((n = 0; n < 5; n++)); do
    /usr/bin/time -o "$folder/time" -f '%e %M' taskset -c 0 "$@" >/dev/null 2>&1 || true
    grep -E '^[0-9.]+ [0-9]+$' "$folder/time"
  done | sort -n | awk -v name="$name" '{ wall[NR] = $1; kb[NR] = $2 } END { m = int((NR + 1) / 2); printf "%-28s %7.2f s %8d KB\n", name, wall[m], kb[m] }'
}
: >"$folder/none.jsonl"
# A tool that stops at once would be the fastest.
for tool in "node $tools/engine.mjs" "$vigie scan --format json --recorded"; do
  [ "$($tool "$folder/answers.jsonl" | wc -l)" = 2500 ] || { echo "not all answers are graded: $tool" >&2; exit 1; }
done
{
  measured "engine, no answer" node "$tools/engine.mjs" "$folder/none.jsonl"
  measured "engine" node "$tools/engine.mjs" "$folder/answers.jsonl"
  measured "vigie" "$vigie" scan --recorded "$folder/answers.jsonl" --format json
} | tee "$folder/figures"
awk -F'  +' '
  { split($2, wall, " "); seconds[$1] = wall[1] }
  END {
    vigie = seconds["vigie"] > 0 ? seconds["vigie"] : 0.005
    printf "vigie is %.0f x as fast, %.0f x with the start of Node left aside\n", seconds["engine"] / vigie, (seconds["engine"] - seconds["engine, no answer"]) / vigie
  }' "$folder/figures"
