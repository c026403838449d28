#!/usr/bin/env bash
# Everything that is known to have hurt the service, one after another and then together, while 50 clients poll and a block is added every 20 s: floods on
# HTTP/2 and HTTP/1.1, questions about kept revisions, wrong tokens, a registry that drips, pipes and links among the graph-data, many patterns, lost blocks.
# The service runs in a control group of 512 MiB where this machine lets one be made, else with the heap that such a group would leave it.
# Prints a table. Fails where a poll was not answered, p99 is above 250 ms, a block came more than 5 s later than usual, an edge was opened, or the
# process was another one at the end or took more than 512 MiB.
# Usage: tests/load/attack.sh [SECONDS] [NAMES OF PHASES, separated by commas; all]
# Needs curl, python3, openssl and real data in ../shared/data, or UPDATESERVICE_SHARED_DATA. Service, clients and attackers share this machine.
set -euo pipefail
seconds=${1:-600}
phases=${2:-all}
limit=$((512 << 20))
. "$(dirname "$0")/service.sh"
need "curl dotnet python3 openssl" "curl python3 openssl"
ulimit -n "$(ulimit -Hn)"
publish
dotnet build "$root/tests/UpdateService.Attacks" -c Release -v q --nologo >/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -keyout "$work/tls.key" -out "$work/tls.pem" -subj /CN=localhost 2>/dev/null
token=$(openssl rand -hex 16)
echo "$token" >"$work/token"

group="" bounded="a heap limit of $((limit / 4 * 3 >> 20)) MiB"
for folder in /sys/fs/cgroup/memory /sys/fs/cgroup; do
  mkdir "$folder/update-service-$$" 2>/dev/null || continue
  if echo "$limit" 2>/dev/null >"$folder/update-service-$$/$([ -e "$folder/memory.limit_in_bytes" ] && echo memory.limit_in_bytes || echo memory.max)"; then
    group=$folder/update-service-$$ bounded="a control group of $((limit >> 20)) MiB"
    break
  fi
  rmdir "$folder/update-service-$$"
done
leave() {
  cleanup
  [ -z "$group" ] || { wait "${service:-}" 2>/dev/null || true; rmdir "$group" 2>/dev/null || true; }
}
trap leave EXIT
if [ -n "$group" ]; then
  launcher=(bash -c "echo \$\$ >$group/cgroup.procs; exec \"\$@\"" bash)
else
  launcher=(env "DOTNET_GCHeapHardLimit=$(printf '0x%x' $((limit / 4 * 3)))")
fi

registry=$(free_port)
python3 "$root/tests/load/dripping_registry.py" "$registry" "$work/drip" & pids+=($!)
secure=$(free_port)
until (exec 3<>"/dev/tcp/127.0.0.1/$registry") 2>/dev/null; do sleep 0.05; done
start --releases "$data/releases.jsonl.gz" --releases "oci://127.0.0.1:$registry/openshift/release-images" --insecure-registry "127.0.0.1:$registry" \
  --state "$work/state" --keep 20 --refresh 30s --admin-token-file "$work/token" --listen "https://127.0.0.1:$secure" --certificate "$work/tls.pem" --certificate-key "$work/tls.key"
echo "$bounded; $seconds s; load average $(cut -d' ' -f1 /proc/loadavg)"
python3 "$root/tests/load/attack.py" --seconds "$seconds" --phases "$phases" --plain "$ours" --secure "$secure" --status "$status" --process "$service" \
  --graph-data "$work/graph-data" --token "$token" --token-file "$work/token" --drip "$work/drip" --attacks "$root/artifacts/bin/UpdateService.Attacks/release/UpdateService.Attacks.dll"
