#!/usr/bin/env bash
# How long the accessibility rules take on TSX files: Vigie against oxlint's jsx-a11y plugin and ESLint's.
#
#   tests/bench/rgaa.sh FOLDER [VIGIE]        FOLDER holds .tsx files; VIGIE defaults to target/release/vigie
#
# The files are copied aside, tests and stories apart, so that all read the same ones and no configuration of theirs
# speaks. Everyone takes turns, on one core and on two (ESLint on one), and the medians of five turns (three for ESLint)
# are compared. Needs Node; Rust's tool is built beforehand (`cargo build --release`).
set -euo pipefail
source_folder=$(cd "$1" && pwd)
cd "$(dirname "$0")/../.."
vigie=$(realpath "${2:-target/release/vigie}")
tools=$PWD/tests/bench/a11y
npm install --prefix "$tools" --no-package-lock --no-fund --no-audit --silent

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/src"
number=0
while IFS= read -r -d '' file; do
  number=$((number + 1))
  cp "$file" "$folder/src/$number-$(basename "$file")"
done < <(find "$source_folder" -name '*.tsx' -not -path '*/node_modules/*' -not -path '*/dist/*' \
  -not -path '*/__tests__/*' -not -name '*.test.tsx' -not -name '*.spec.tsx' -not -name '*.stories.tsx' -print0)
cp "$tools/oxlint.json" "$tools/eslint.config.mjs" "$tools/package.json" "$folder/"
ln -s "$tools/node_modules" "$folder/node_modules"
cd "$folder"
echo "$number files, $(du -sk src | cut -f1) KB"

# The median wall time in seconds, and the peak memory. Findings make an exit code of 1, which is no failure here.
measured() {
  local name=$1 turns=$2 n
  shift 2
  for ((n = 0; n < turns; n++)); do
    /usr/bin/time -o "$folder/time" -f '%e %M' "$@" >/dev/null 2>&1 || true
    grep -E '^[0-9.]+ [0-9]+$' "$folder/time"
  done | sort -n | awk -v name="$name" '{ wall[NR] = $1; kb[NR] = $2 } END { m = int((NR + 1) / 2); printf "%-28s %7.2f s %8d KB\n", name, wall[m], kb[m] }'
}
check=("$vigie" check src --only rgaa --format json --offline)
lint=(node_modules/.bin/oxlint -c oxlint.json)
measured "warm-up" 1 "${check[@]}" >/dev/null
{
  measured "oxlint, one core" 5 taskset -c 0 "${lint[@]}" --threads=1 src
  measured "vigie, one core" 5 taskset -c 0 "${check[@]}"
  measured "oxlint, two cores" 5 "${lint[@]}" --threads=2 src
  measured "vigie, two cores" 5 taskset -c 0,1 "${check[@]}"
  measured "eslint-plugin-jsx-a11y" 3 taskset -c 0 node_modules/.bin/eslint --no-config-lookup -c eslint.config.mjs src
} | tee "$folder/figures"
awk -F'  +' '
  { split($2, wall, " "); seconds[$1] = wall[1] }
  END {
    printf "one core: %.2f times as fast as oxlint; two: %.2f; %.0f times as fast as ESLint\n",
      seconds["oxlint, one core"] / seconds["vigie, one core"], seconds["oxlint, two cores"] / seconds["vigie, two cores"],
      seconds["eslint-plugin-jsx-a11y"] / seconds["vigie, one core"]
  }' "$folder/figures"
