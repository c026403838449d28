#!/usr/bin/env bash
# Measures the served answer against nginx serving the same bytes from disk (gzip_static), side by side on this machine.
# Usage: tests/load/run.sh [CHANNEL] [SECONDS] [CONNECTIONS]
# Needs nginx and wrk (Debian packages of the same names) and real data in ../shared/data, or UPDATESERVICE_SHARED_DATA.
set -euo pipefail
channel=${1:-candidate-4.14}
seconds=${2:-5}
connections=${3:-16}
rounds=${ROUNDS:-3}
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${UPDATESERVICE_SHARED_DATA:-$root/../shared/data}
work=$(mktemp -d); chmod 755 "$work" # nginx reads it as its own user
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

for tool in nginx wrk curl dotnet; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install nginx-light wrk curl" >&2; exit 1; }
done
[ -f "$data/releases.jsonl.gz" ] || { echo "No data at $data; set UPDATESERVICE_SHARED_DATA." >&2; exit 1; }

free_port() { node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }
ours=$(free_port); status=$(free_port); theirs=$(free_port)

mkdir "$work/graph-data" "$work/www"
tar xzf "$data/graph-data.tar.gz" -C "$work/graph-data"
dotnet publish "$root/src/UpdateService.Server" -c Release -o "$work/app" -v q --nologo >/dev/null
"$work/app/update-service" --graph-data "$work/graph-data" --releases "$data/releases.jsonl.gz" \
  --listen "http://127.0.0.1:$ours" --status-listen "http://127.0.0.1:$status" >"$work/service.log" &
pids+=($!); service=$!
until curl -sf "http://127.0.0.1:$status/readyz" >/dev/null; do sleep 0.05; done

url="http://127.0.0.1:$ours/api/upgrades_info/v1/graph?arch=amd64&channel=$channel&id=01234567-89ab-cdef-0123-456789abcdef&version=4.14.20"
metric() { curl -s "http://127.0.0.1:$status/metrics" | awk -v name="$1" '$1 == name {print $2}'; }
echo "waiting for the background to compress answers well ..."
until [ "$(metric 'update_service_answers_improved{coding="gzip"}')" = "$(metric update_service_answers)" ]; do sleep 1; done
curl -sf "$url" -o "$work/www/graph.json"
curl -sf -H 'Accept-Encoding: gzip' "$url" -o "$work/www/graph.json.gz"

cat >"$work/nginx.conf" <<EOF
worker_processes auto; error_log stderr crit; pid $work/nginx.pid; daemon off;
events { worker_connections 4096; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; gzip_static on; default_type application/json;
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d; scgi_temp_path $work/e;
  server { listen 127.0.0.1:$theirs; root $work/www; }
}
EOF
nginx -c "$work/nginx.conf" -p "$work" & pids+=($!)
until curl -sf "http://127.0.0.1:$theirs/graph.json" >/dev/null; do sleep 0.05; done

measure() { wrk -t1 -c"$connections" -d"${seconds}s" -H 'Accept: application/json' -H "Accept-Encoding: $1" "$2" | awk '/Requests\/sec/{print $2}'; }
printf '%s, %s connections, %s s a run, %s bytes plain, %s bytes gzip\n' "$channel" "$connections" "$seconds" "$(stat -c %s "$work/www/graph.json")" "$(stat -c %s "$work/www/graph.json.gz")"
printf '%-10s %-6s %14s %14s %8s\n' coding round service/s nginx/s ratio
for coding in gzip identity; do
  for round in $(seq "$rounds"); do
    a=$(measure "$coding" "$url"); b=$(measure "$coding" "http://127.0.0.1:$theirs/graph.json")
    printf '%-10s %-6s %14s %14s %8s\n' "$coding" "$round" "$a" "$b" "$(awk "BEGIN{printf \"%.2f\", $a/$b}")"
  done
done
grep -E 'VmHWM|VmRSS' "/proc/$service/status"
