#!/usr/bin/env bash
# Hours of an ordinary life in short: a fleet polls, graph-data change every few seconds, and faults come in turn: a file that is broken and mended,
# one that may not be read, clients that hang up in the middle, clients that hardly read. A line a minute tells memory and errors.
# Fails where a request failed, or where memory grew: the median of the last quarter against that of the second, by more than 15 %.
# Usage: tests/load/soak.sh [MINUTES] [POLLS A SECOND]
# Needs curl, python3 and real data in ../shared/data, or UPDATESERVICE_SHARED_DATA. Service and clients share this machine.
set -euo pipefail
minutes=${1:-30}
rate=${2:-300}
. "$(dirname "$0")/service.sh"
need "curl dotnet python3" "curl python3"
ulimit -n "$(ulimit -Hn)"
publish
dotnet build "$root/tests/UpdateService.Benchmarks" -c Release -v q --nologo >/dev/null
errors=0
start --releases "$data/releases.jsonl.gz" --refresh 5s --state "$work/state" --loss-limit 100%
improved
for arch in amd64 arm64 multi; do
  curl -s "http://127.0.0.1:$ours/api/upgrades_info/v1/channels?arch=$arch" | grep -o '"name":"[^"]*"' | cut -d'"' -f4 | sed "s/^/$arch /"
done | awk '{printf "/api/upgrades_info/v1/graph?arch=%s&channel=%s&id=%08x-89ab-4def-8123-456789abcdef&version=4.16.%d\n", $1, $2, NR, NR % 60}' >"$work/requests"
largest="/api/upgrades_info/v1/graph?arch=amd64&channel=candidate-4.16"

change() { # a release leaves a channel and comes back, every four seconds
  local file="$work/graph-data/channels/candidate-4.16.yaml"
  while sleep 4; do sed -i 's/^- 4.14.0-ec.0$/# - 4.14.0-ec.0/;t;s/^# - 4.14.0-ec.0$/- 4.14.0-ec.0/' "$file"; done
}
faults() { # each for some seconds, with a pause in which all is well again
  local block file="$work/graph-data/channels/stable-4.15.yaml"
  block=$(find "$work/graph-data/blocked-edges" -name '4.16*.yaml' | sort | head -n 1)
  cp "$file" "$work/channel"; cp "$block" "$work/block"
  while true; do
    sleep 6; printf 'name: [broken\n' >"$file"
    sleep 6; cp "$work/channel" "$file"
    sleep 6; ln -sf /nowhere "$block" # The superuser may read every file that there is.
    sleep 6; rm "$block"; cp "$work/block" "$block"
  done
}
nuisance() { # clients that hang up in the middle, and such as hardly read
  exec python3 - "$ours" "$largest" <<'PYTHON'
import socket, sys, time
port, target = int(sys.argv[1]), sys.argv[2]
request = f"GET {target} HTTP/1.1\r\nHost: a\r\n\r\n".encode()
slow = []
def annoy():
    for length in range(1, len(request), 7):
        with socket.create_connection(("127.0.0.1", port)) as gone:
            gone.sendall(request[:length])
    with socket.create_connection(("127.0.0.1", port)) as gone:
        gone.sendall(request)
        gone.recv(10)
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", port))
    reader.sendall(request)
    reader.setblocking(False)
    slow.append(reader)
    for reader in slow[:-40]:
        reader.close()
    del slow[:-40]
    for reader in slow:
        try:
            reader.recv(1)
        except (BlockingIOError, ConnectionError):
            pass
while True:
    try:
        annoy()
    except ConnectionError:
        pass # Whether the service is there, the fleet tells.
    time.sleep(0.5)
PYTHON
}
memory() { awk '/VmRSS/{print int($2 / 1024)}' "/proc/$service/status"; }
total() { metrics | awk -v name="$1" 'index($1, name) == 1 {s += $2} END {print s + 0}'; }

change & pids+=($!)
faults & pids+=($!)
nuisance & pids+=($!)
dotnet "$root/artifacts/bin/UpdateService.Benchmarks/release/UpdateService.Benchmarks.dll" fleet "$ours" "$rate" $((minutes * 60)) "$work/requests" >"$work/fleet" &
fleet=$!
pids+=("$fleet")

printf '%6s | %9s | %11s | %9s | %8s | %8s | %6s | %s\n' minute "memory MB" connections refreshes rejected requests errors "load average"
every=$((minutes < 8 ? 10 : 60)) # A short try has samples enough for the medians, too.
started=$SECONDS
while kill -0 "$fleet" 2>/dev/null && [ $((SECONDS - started)) -lt $((minutes * 60)) ]; do
  sleep "$every"
  kill -0 "$service" 2>/dev/null || { echo "The service ended:"; tail -n 20 "$work/service.log"; exit 1; }
  memory >>"$work/memory"
  errors=$(total cincinnati_pe_graph_response_errors_total)
  printf '%6s | %9s | %11s | %9s | %8s | %8s | %6s | %s\n' "$(awk "BEGIN {printf \"%.1f\", ($SECONDS - $started) / 60}")" "$(tail -n 1 "$work/memory")" \
    "$(metric update_service_connections)" "$(total update_service_refreshes_total)" "$(total 'update_service_refreshes_total{outcome="Rejected"')" \
    "$(total cincinnati_pe_graph_incoming_requests_total)" "$errors" "$(cut -d' ' -f1 /proc/loadavg)"
done
wait "$fleet" || true
echo
cat "$work/fleet"

median() { sort -n | awk '{line[NR] = $1} END {print line[int((NR + 1) / 2)]}'; }
samples=$(wc -l <"$work/memory") quarter=$(($(wc -l <"$work/memory") / 4))
[ "$quarter" -gt 0 ] || { echo "Too few samples to judge."; exit 1; }
second=$(sed -n "$((quarter + 1)),$((2 * quarter))p" "$work/memory" | median)
last=$(tail -n "$quarter" "$work/memory" | median)
echo "memory: $second MB in the second quarter, $last MB in the last, of $samples samples"
grep -aE '^(fail|crit|Unhandled)' "$work/service.log" | head -n 5 || true
failed=0
[ "$errors" = 0 ] || { echo "FAILED: $errors errors were answered."; metrics | grep '^cincinnati_pe_graph_response_errors_total'; failed=1; }
grep -q 'errors: none' "$work/fleet" || { echo "FAILED: not every poll was answered whole."; failed=1; }
awk "BEGIN {exit !($last > $second * 1.15)}" && { echo "FAILED: memory grew by more than 15 %."; failed=1; }
[ "$failed" = 0 ] && echo "passed"
exit "$failed"
