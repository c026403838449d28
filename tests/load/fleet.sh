#!/usr/bin/env bash
# A fleet polls one service: each cluster on a connection of its own, which it leaves open. A million clusters that poll every 2 to 4 minutes are
# 5,600 polls a second. Meanwhile a file of the graph-data changes every few seconds, so that revisions are built and swapped.
# Usage: tests/load/fleet.sh [POLLS A SECOND] [SECONDS] [SECONDS BETWEEN CHANGES, 0 for none]
# Needs curl and real data in ../shared/data, or UPDATESERVICE_SHARED_DATA. Service and fleet share this machine: the fleet takes its part of it.
set -euo pipefail
rate=${1:-5600}
seconds=${2:-60}
pause=${3:-10}
. "$(dirname "$0")/service.sh"
need "curl dotnet" "curl"
ulimit -n "$(ulimit -Hn)"
publish
dotnet build "$root/tests/UpdateService.Benchmarks" -c Release -v q --nologo >/dev/null
start --releases "$data/releases.jsonl.gz"
improved
for arch in amd64 arm64 multi ppc64le s390x; do
  curl -s "http://127.0.0.1:$ours/api/upgrades_info/v1/channels?arch=$arch" | grep -o '"name":"[^"]*"' | cut -d'"' -f4 | sed "s/^/$arch /"
done | awk 'BEGIN { srand(20260821) }
  { line[NR] = $0 }
  END { for (i = 0; i < 5000; i++) { split(line[int(rand() * NR) + 1], a, " ");
    printf "/api/upgrades_info/v1/graph?arch=%s&channel=%s&id=%08x-89ab-4def-8123-%012x&version=4.%d.%d\n", a[1], a[2], rand() * 4294967295, rand() * 281474976710655, 8 + rand() * 14, rand() * 60 } }' >"$work/requests"

cpu() { awk '{print $14 + $15}' "/proc/$service/stat"; }
change() { # a release leaves a channel and comes back
  local file="$work/graph-data/channels/candidate-4.16.yaml"
  while sleep "$pause"; do sed -i 's/^- 4.14.0-ec.0$/# - 4.14.0-ec.0/;t;s/^# - 4.14.0-ec.0$/- 4.14.0-ec.0/' "$file"; done
}
[ "$pause" = 0 ] || { change & pids+=($!); }
before=$(cpu) refreshes=$(metrics | awk '/^update_service_refreshes_total/{s += $2} END {print s}')
# As the service does it, so that the fleet takes less of the machine.
DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS=1 dotnet "$root/artifacts/bin/UpdateService.Benchmarks/release/UpdateService.Benchmarks.dll" fleet "$ours" "$rate" "$seconds" "$work/requests"
after=$(cpu)
echo "the service took $(awk "BEGIN {printf \"%.0f\", ($after - $before) / $seconds}")% of one core ($(awk "BEGIN {printf \"%.0f\", ($after - $before) * 10000 / $rate / $seconds}") µs a poll), $(awk '/VmHWM|VmRSS/{printf "%s %d MB ", $1, $2 / 1024}' "/proc/$service/status")"
echo "refreshes meanwhile: $(metrics | awk -v b="$refreshes" '/^update_service_refreshes_total/{s += $2} END {print s - b}'); connections refused: $(metric update_service_connections_refused_total); load average $(cut -d' ' -f1 /proc/loadavg)"
