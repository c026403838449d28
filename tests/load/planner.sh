#!/usr/bin/env bash
# Asks the planner for 1,000 different plans, cold (every question is new) and kept, beside an answer that was made in advance.
# Usage: tests/load/planner.sh [SECONDS] [CONNECTIONS]
# Needs wrk, curl and node (Debian packages of the same names; nodejs) and real data in ../shared/data, or UPDATESERVICE_SHARED_DATA.
set -euo pipefail
seconds=${1:-10}
connections=${2:-4}
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${UPDATESERVICE_SHARED_DATA:-$root/../shared/data}
work=$(mktemp -d)
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

for tool in wrk curl node dotnet; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install wrk curl nodejs" >&2; exit 1; }
done
[ -f "$data/releases.jsonl.gz" ] || { echo "No data at $data; set UPDATESERVICE_SHARED_DATA." >&2; exit 1; }

free_port() { node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
ours=$(free_port); status=$(free_port)

mkdir "$work/graph-data"
tar xzf "$data/graph-data.tar.gz" -C "$work/graph-data"
dotnet publish "$root/src/UpdateService.Server" -c Release -o "$work/app" -v q --nologo >/dev/null
"$work/app/update-service" --graph-data "$work/graph-data" --releases "$data/releases.jsonl.gz" \
  --listen "http://127.0.0.1:$ours" --status-listen "http://127.0.0.1:$status" >"$work/service.log" &
pids+=($!); service=$!
until curl -sf "http://127.0.0.1:$status/readyz" >/dev/null; do sleep 0.05; done
memory() { awk '/VmRSS/{printf "%d MB", $2 / 1024}' "/proc/$service/status"; }
cpu() { awk '{print $14 + $15}' "/proc/$service/stat"; }
metrics() { curl -s "http://127.0.0.1:$status/metrics"; }
metric() { metrics | awk -v name="$1" '$1 == name {print $2}'; }
echo "waiting for the background to compress answers well ..."
until [ "$(metric 'update_service_answers_improved{coding="gzip"}')" = "$(metric update_service_answers)" ]; do sleep 1; done
echo "resident before the first question: $(memory)"

# The same pairs in every run: two releases each, of which the second is the newer, over at most four minors.
curl -s "http://127.0.0.1:$ours/api/upgrades_info/v1/releases?arch=amd64" >"$work/releases.json"
node - "$work/releases.json" >"$work/questions" <<'JS'
const versions = JSON.parse(require("fs").readFileSync(process.argv[2])).releases.map(release => release.version).reverse();
const minor = version => Number(version.split(".")[1]) + (version.startsWith("5.") ? 23 : 0);
let state = 20260821;
const next = most => (state = (state * 1103515245 + 12345) % 2147483648, Math.floor(state / 65536) % most);
const questions = new Set();
while (questions.size < 1000) {
  const from = versions[next(versions.length)], to = versions[next(versions.length)];
  if (versions.indexOf(from) < versions.indexOf(to) && minor(to) - minor(from) <= 4) questions.add(`/api/upgrades_info/v1/path?from=${from}&to=${to}`);
}
console.log([...questions].join("\n"));
JS

under() { metrics | awk -v le="$1" '$1 == "cincinnati_pe_graph_serve_duration_seconds_bucket{le=\"" le "\"}" {print $2}'; }
measure() { # NAME, the file of questions, the mark that makes them new
  local name=$1 file=$2 mark=$3 limits=(0.001 0.0025 0.005 0.01 +Inf) before=() after=() limit shares=""
  for limit in "${limits[@]}"; do before+=("$(under "$limit")"); done
  local result cpu
  cpu=$(cpu)
  result=$(env QUESTIONS="$file" ${mark:+MARK=$mark} wrk -t1 -c"$connections" -d"${seconds}s" -s "$root/tests/load/planner.lua" "http://127.0.0.1:$ours" | tail -n 1)
  for limit in "${limits[@]}"; do after+=("$(under "$limit")"); done
  cpu=$(($(cpu) - cpu))
  for limit in 0 1 2 3; do
    shares+=$(awk -v a="${before[$limit]}" -v b="${after[$limit]}" -v c="${before[4]}" -v d="${after[4]}" 'BEGIN{printf " %8.2f%%", 100 * (b - a) / (d - c)}')
  done
  read -r rate p50 p99 errors <<<"$result"
  printf '%-18s %9s %9s %9s %7s %9s %s\n' "$name" "$rate" "$p50" "$p99" "$errors" \
    "$(awk -v ticks="$cpu" -v hertz="$(getconf CLK_TCK)" -v a="${before[4]}" -v b="${after[4]}" 'BEGIN{printf "%.3f", 1000 * ticks / hertz / (b - a)}')" "$shares"
}

printf '%s\n' "/api/upgrades_info/v1/graph?channel=stable-4.1" >"$work/graph"
printf '%s connections, %s s a run, %s cores, load average %s\n' "$connections" "$seconds" "$(nproc)" "$(cut -d' ' -f1-3 /proc/loadavg)"
printf '%-18s %9s %9s %9s %7s %9s   in the service within 1 ms    2.5 ms    5 ms     10 ms\n' what requests/s 'p50 ms' 'p99 ms' errors 'CPU ms'
measure 'made in advance' "$work/graph" ''
measure 'plans, first' "$work/questions" first
measure 'plans, cold' "$work/questions" cold
measure 'plans, kept' "$work/questions" ''
measure 'made in advance' "$work/graph" ''
echo "resident after it: $(memory); the cache holds $(metric update_service_planner_cache_bytes) bytes"
