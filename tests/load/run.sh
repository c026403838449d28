#!/usr/bin/env bash
# Measures the service against nginx serving the same prepared bytes from disk (gzip_static), side by side on this machine: a small, the median
# and the largest channel, and a mix over all channels and architectures with other ids and versions in each request, as a fleet sends them.
# Usage: tests/load/run.sh [SECONDS A RUN] [ROUNDS] [CASES]: of the lines of the table only those that a pattern matches, such as "mix gzip".
# "tls" is one TLS 1.3 handshake for each request, with the same P-256 certificate: so many clusters can be taken in a second.
# Needs nginx, wrk, openssl and curl (Debian packages nginx-light, wrk, openssl, curl) and real data in ../shared/data, or UPDATESERVICE_SHARED_DATA.
set -euo pipefail
seconds=${1:-4}
rounds=${2:-1}
cases=${3:-}
. "$(dirname "$0")/service.sh"
need "nginx wrk openssl curl dotnet" "nginx-light wrk openssl curl"
chmod 755 "$work" # nginx reads it as its own user
publish
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost -keyout "$work/key.pem" -out "$work/certificate.pem" 2>/dev/null
ours_tls=$(free_port)
start --releases "$data/releases.jsonl.gz" --keep-alive 75s --listen "https://127.0.0.1:$ours_tls" --certificate "$work/certificate.pem" --certificate-key "$work/key.pem"
improved
path=/api/upgrades_info/v1/graph
theirs=$(free_port) theirs_tls=$(free_port)

# Every answer as a file, and its size: ARCHITECTURE CHANNEL BYTES.
for arch in amd64 arm64 multi ppc64le s390x; do
  mkdir -p "$work/www/$arch"
  curl -s "http://127.0.0.1:$ours/api/upgrades_info/v1/channels?arch=$arch" | grep -o '"name":"[^"]*"' | cut -d'"' -f4 | while read -r channel; do
    curl -sf "http://127.0.0.1:$ours$path?channel=$channel&arch=$arch" -o "$work/www/$arch/$channel.json"
    curl -sf -H 'Accept-Encoding: gzip' "http://127.0.0.1:$ours$path?channel=$channel&arch=$arch" -o "$work/www/$arch/$channel.json.gz"
    echo "$arch $channel $(stat -c %s "$work/www/$arch/$channel.json.gz")"
  done
done >"$work/answers"
sort -k3n "$work/answers" | awk '$3 > 1000' >"$work/sorted"
small=$(head -n 1 "$work/sorted") median=$(sed -n "$((($(wc -l <"$work/sorted") + 1) / 2))p" "$work/sorted") largest=$(tail -n 1 "$work/sorted")

cat >"$work/nginx.conf" <<EOF
worker_processes auto; error_log stderr crit; pid $work/nginx.pid; daemon off;
events { worker_connections 8192; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000; gzip_static on; default_type application/json; open_file_cache max=1000;
  client_body_temp_path $work/a; proxy_temp_path $work/b; fastcgi_temp_path $work/c; uwsgi_temp_path $work/d; scgi_temp_path $work/e;
  ssl_certificate $work/certificate.pem; ssl_certificate_key $work/key.pem; ssl_protocols TLSv1.2 TLSv1.3;
  server { listen 127.0.0.1:$theirs backlog=4096; listen 127.0.0.1:$theirs_tls ssl backlog=4096; root $work/www; location = $path { try_files /\$arg_arch/\$arg_channel.json =404; } }
}
EOF
nginx -c "$work/nginx.conf" -p "$work" & nginx=$!
pids+=("$nginx")
until curl -sf "http://127.0.0.1:$theirs$path?channel=${largest#* }" >/dev/null || curl -sf "http://127.0.0.1:$theirs/amd64/candidate-4.14.json" >/dev/null; do sleep 0.05; done

requests() { # ARCHITECTURE CHANNEL BYTES on each line: 2,000 requests for them, each of another cluster
  awk -v path="$path" 'BEGIN { srand(20260821) }
    { line[NR] = $0 }
    END { for (i = 0; i < 2000; i++) { split(line[int(rand() * NR) + 1], a, " ");
      printf "%s?arch=%s&channel=%s&id=%08x-89ab-4def-8123-%012x&version=4.%d.%d\n", path, a[1], a[2], rand() * 4294967295, rand() * 281474976710655, 8 + rand() * 14, rand() * 60 } }'
}
echo "$small" | requests >"$work/small"; echo "$median" | requests >"$work/median"; echo "$largest" | requests >"$work/largest"; requests <"$work/answers" >"$work/mix"

cpu() { # PROCESS: its own and its children's hundredths of a second
  local pid sum=0
  for pid in $1 $(pgrep -P "$1" || true); do sum=$((sum + $(awk '{print $14 + $15}' "/proc/$pid/stat"))); done
  echo "$sum"
}
measure() { # ADDRESS PROCESS WHAT CODING CONNECTION CONNECTIONS: requests/s p50 p99 p99.9 (ms) errors CPU µs a request
  local before after result
  before=$(cpu "$2")
  result=$(REQUESTS="$work/$3" CODING="$4" CONNECTION="${5/tls/close}" wrk -t1 -c"$6" -d"${seconds}s" -s "$root/tests/load/fleet.lua" "$1" | tail -n 1)
  after=$(cpu "$2")
  awk -v r="$result" -v c=$((after - before)) 'BEGIN { split(r, f, " "); printf "%d %s %s %s %d %.0f", f[1] / f[2], f[3], f[4], f[5], f[6], (f[1] ? c * 10000 / f[1] : 0) }'
}

echo
echo "small: $small; median: $median; largest: $largest; $(wc -l <"$work/answers") answers, mean $(awk '{s += $3} END {printf "%d", s / NR}' "$work/answers") bytes in gzip; $seconds s a run; load average $(cut -d' ' -f1 /proc/loadavg)"
printf '%-8s %-9s %-11s %5s | %8s %8s %6s | %7s %7s %6s | %8s %8s | %7s %7s %6s | %s\n' \
  what coding connection conns service nginx ratio p99 p99 ratio p99.9 p99.9 "CPU µs" "CPU µs" ratio errors
compare() {
  local round a b here="http://127.0.0.1:$ours" there="http://127.0.0.1:$theirs"
  [ "$3" != tls ] || here="https://127.0.0.1:$ours_tls" there="https://127.0.0.1:$theirs_tls"
  [[ "$*" =~ $cases ]] || return 0
  for round in $(seq "$rounds"); do
    read -ra a <<<"$(measure "$here" "$service" "$@")"
    read -ra b <<<"$(measure "$there" "$nginx" "$@")"
    printf '%-8s %-9s %-11s %5s | %8s %8s %6s | %7s %7s %6s | %8s %8s | %7s %7s %6s | %s\n' "$@" \
      "${a[0]}" "${b[0]}" "$(awk "BEGIN{printf \"%.2f\", ${a[0]}/${b[0]}}")" "${a[2]}" "${b[2]}" "$(awk "BEGIN{printf \"%.2f\", ${a[2]}/${b[2]}}")" \
      "${a[3]}" "${b[3]}" "${a[5]}" "${b[5]}" "$(awk "BEGIN{printf \"%.2f\", ${a[5]}/(${b[5]}+0.001)}")" "${a[4]}/${b[4]}"
  done
}
for what in small median largest; do
  for connections in 1 16 256; do compare "$what" gzip keep-alive "$connections"; done
  compare "$what" gzip close 16
  compare "$what" identity keep-alive 16
done
for connections in 1 16 256; do compare mix gzip keep-alive "$connections"; done
for connections in 1 16 256; do compare mix gzip close "$connections"; done
compare mix gzip tls 16
compare mix identity keep-alive 16
echo "memory of the service: $(awk '/VmHWM|VmRSS/{printf "%s %d MB ", $1, $2 / 1024}' "/proc/$service/status")"
