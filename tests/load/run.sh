#!/usr/bin/env bash
# Measures the served answer against nginx serving the same bytes from disk (gzip_static), side by side on this machine.
# Usage: tests/load/run.sh [CHANNEL] [SECONDS] [CONNECTIONS]
# Needs nginx and wrk (Debian packages of the same names) and real data in ../shared/data, or UPDATESERVICE_SHARED_DATA.
set -euo pipefail
channel=${1:-candidate-4.14}
seconds=${2:-5}
connections=${3:-16}
rounds=${ROUNDS:-3}
. "$(dirname "$0")/service.sh"
need "nginx wrk curl dotnet" "nginx-light wrk curl"
chmod 755 "$work" # nginx reads it as its own user
mkdir "$work/www"
publish
start --releases "$data/releases.jsonl.gz"
theirs=$(free_port)

url="http://127.0.0.1:$ours/api/upgrades_info/v1/graph?arch=amd64&channel=$channel&id=01234567-89ab-cdef-0123-456789abcdef&version=4.14.20"
improved
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
