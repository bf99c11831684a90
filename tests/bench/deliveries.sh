#!/usr/bin/env bash
# How many signed deliveries a second are accepted: Vigie, which verifies each and has it on disk before it answers,
# against Probot, which only verifies.
#
#   tests/bench/deliveries.sh [COMMAND…]      default: target/release/vigie serve
#
# Both get the same real pull_request payload (24 KB) with the same signature, each request under a delivery id of its
# own, over 32 connections. The server has core 0 to itself and wrk core 1. They take turns, three times each, and the
# median of the three is compared. Needs Node and Debian's wrk. BENCH_SECONDS (8) is the length of a turn; BENCH_FOLDER
# (target) is where the database lies: on a real disk, or durability is not measured.
set -euo pipefail
cd "$(dirname "$0")/../.."
command=("${@:-target/release/vigie}")
[ $# -eq 0 ] && command+=(serve)
seconds=${BENCH_SECONDS:-8}
command -v wrk >/dev/null || { echo "apt-get install wrk" >&2; exit 2; }
npm ci --prefix tests/bench --no-fund --no-audit --silent

folder=$(mktemp -d -p "${BENCH_FOLDER:-target}" bench-XXXXXX)
server=
stop() {
  if [ -n "$server" ]; then
    kill -TERM "$server" 2>/dev/null || true
    wait "$server" 2>/dev/null || true
    server=
  fi
}
trap 'stop; rm -rf "$folder"' EXIT

# The payload as GitHub would send it, its signature, a key for the App.
node --input-type=module - "$folder" tests/bench/node_modules/@octokit/webhooks-examples/api.github.com/index.json <<'JS'
import { createHmac, generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
const [folder, examples] = process.argv.slice(2);
const event = JSON.parse(readFileSync(examples)).find(({ name }) => name === "pull_request");
const payload = event.examples.find(({ action, installation }) => action === "synchronize" && installation);
const body = JSON.stringify(payload);
writeFileSync(`${folder}/body.json`, body);
writeFileSync(`${folder}/signature`, `sha256=${createHmac("sha256", "development").update(body).digest("hex")}`);
const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
writeFileSync(`${folder}/key.pem`, privateKey.export({ type: "pkcs1", format: "pem" }));
JS

export HOST=127.0.0.1 PORT=${BENCH_PORT:-38471} WEBHOOK_PATH=/webhook WEBHOOK_SECRET=development APP_ID=12345
export PRIVATE_KEY BENCH_SIGNATURE BENCH_BODY="$folder/body.json" BENCH_RUN
PRIVATE_KEY=$(cat "$folder/key.pem")
BENCH_SIGNATURE=$(cat "$folder/signature")
# Vigie: the deliveries are for GitHub's own repositories, which no worker should ask about.
export DATABASE_URL="sqlite://$PWD/$folder/vigie.sqlite" VIGIE_WORKERS=0 VIGIE_OFFLINE=1 RUST_LOG=warn
export GITHUB_API_URL=http://127.0.0.1:9 NODE_ENV=production LOG_LEVEL=fatal

# Processor time of the server so far, in hundredths of a second.
ticks() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

# turn NAME N COMMAND…: one line in $folder/NAME: rate, p50, p99, µs of processor a delivery, peak and idle memory in kB.
turn() {
  local name=$1 number=$2
  shift 2
  taskset -c 0 "$@" >"$folder/$name.log" 2>&1 &
  server=$!
  BENCH_RUN="warm-$name-$number-$$"
  local tries=0
  until (exec 3<>"/dev/tcp/$HOST/$PORT") 2>/dev/null; do
    tries=$((tries + 1))
    if [ $tries -gt 200 ] || ! kill -0 "$server" 2>/dev/null; then
      cat "$folder/$name.log" >&2
      echo "$name does not answer" >&2
      exit 1
    fi
    sleep 0.05
  done
  sleep 0.5
  local idle before after result
  idle=$(awk '/^VmRSS/ { print $2 }' "/proc/$server/status")
  taskset -c 1 wrk -t1 -c32 -d2s -s tests/bench/deliveries.lua "http://$HOST:$PORT" >/dev/null
  BENCH_RUN="run-$name-$number-$$"
  before=$(ticks)
  result=$(taskset -c 1 wrk -t1 -c32 -d"${seconds}s" -s tests/bench/deliveries.lua "http://$HOST:$PORT" | grep ^RESULT)
  after=$(ticks)
  local requests failed rate median slowest
  read -r _ requests failed rate median slowest <<<"$result"
  if [ "$failed" != 0 ]; then
    echo "$name: $failed of $requests deliveries were not accepted" >&2
    exit 1
  fi
  local processor peak
  processor=$(awk -v t=$((after - before)) -v n="$requests" 'BEGIN { printf "%.0f", t * 10000 / n }')
  peak=$(awk '/^VmHWM/ { print $2 }' "/proc/$server/status")
  stop
  echo "$rate $median $slowest $processor $peak $idle $requests" >>"$folder/$name"
  printf '%-8s %8.0f deliveries/s   p50 %6.2f ms   p99 %6.2f ms   %4d µs of processor each   peak %6.1f MB (idle %5.1f)\n' \
    "$name" "$rate" "$median" "$slowest" "$processor" "$(awk "BEGIN { print $peak / 1024 }")" "$(awk "BEGIN { print $idle / 1024 }")"
}

echo "payload: $(wc -c <"$BENCH_BODY") bytes; $(uname -m), $(nproc) cores; disk: $(df --output=fstype "$folder" | tail -n 1)"
for number in 1 2 3; do
  turn vigie "$number" "${command[@]}"
  turn probot "$number" node tests/bench/probot.mjs
done

median() { sort -n -k1 "$folder/$1" | sed -n 2p; }
read -r rate _ _ processor peak _ <<<"$(median vigie)"
read -r their_rate _ _ their_processor their_peak _ <<<"$(median probot)"
awk -v a="$rate" -v b="$their_rate" -v c="$processor" -v d="$their_processor" -v e="$peak" -v f="$their_peak" 'BEGIN {
  printf "\nmedian of three: Vigie (verified and on disk) %.0f/s, Probot (verified) %.0f/s: %.2f times as many,\n", a, b, a / b
  printf "with %.2f of its processor time a delivery and %.2f of its memory (%.1f MB, %.1f MB)\n", c / d, e / f, e / 1024, f / 1024
}'

# Every delivery that was answered is in the file.
if command -v python3 >/dev/null; then
  python3 - "$folder/vigie.sqlite" "$(awk '{ n += $7 } END { print n }' "$folder/vigie")" <<'PY'
import sqlite3, sys
kept = sqlite3.connect(sys.argv[1]).execute("select count(*) from delivery where id like 'run-%'").fetchone()[0]
print(f"{sys.argv[2]} deliveries were answered, {kept} are in the database")
sys.exit(kept < int(sys.argv[2]))
PY
fi
