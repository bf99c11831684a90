#!/usr/bin/env bash
# How long the security-headers check takes on a repository, beside what the command takes to read it at all.
#
#   tests/bench/headers.sh FOLDER [VIGIE]     FOLDER is a repository; VIGIE defaults to target/release/vigie
#
# Up to 5,000 source files under 200 KB are copied aside. Both take turns on one core: `--only security-headers`, and
# `--only dependencies`, which parses next to none of them. The medians of five turns are told.
set -euo pipefail
source_folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
vigie=$(realpath "${2:-target/release/vigie}")

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$source_folder"
find . -type f -size -200k \( -name '*.py' -o -name '*.rb' -o -name '*.php' -o -name '*.ts' -o -name '*.tsx' -o -name '*.js' \
  -o -name '*.vue' -o -name '*.html' -o -name '*.erb' -o -name '*.css' -o -name '*.json' -o -name '*.yml' -o -name '*.conf' \) \
  -not -path '*/node_modules/*' -not -name '*.min.*' -print0 | sort -z >"$folder/.all"
head -z -n 5000 "$folder/.all" | xargs -0 cp --parents -t "$folder"
rm "$folder/.all"
cd "$folder"
echo "$(find . -type f | wc -l) files, $(du -sk . | cut -f1) KB"

turn() {
  local start=$EPOCHREALTIME
  taskset -c 0 "$vigie" check . --only "$1" --offline --format json >/dev/null || [ $? -eq 1 ]
  awk -v from="$start" -v to="$EPOCHREALTIME" 'BEGIN { print to - from }'
}
turn security-headers >/dev/null
for _ in 1 2 3 4 5; do
  turn security-headers >>headers.txt
  turn dependencies >>reading.txt
done
median() { sort -n "$1" | sed -n 3p; }
echo "security-headers: $(median headers.txt) s; reading alone: $(median reading.txt) s"
