#!/usr/bin/env bash
# Measures how the service reads a registry: Debian's docker-registry on this machine, over TLS by a private authority, with an
# image for each release of the catalogue. wrk asks that registry for the same manifests and blobs, for comparison.
# Usage: tests/load/registry.sh [--foreign TAGS] [--storage FOLDER] [--only-registry]
#   --foreign TAGS    also as many tags that are no releases: signatures and component images (0)
#   --storage FOLDER  keeps the registry's content, and uses it again where it is there
#   --only-registry   measures the registry and not the service
# Variables: ROUNDS (3), CONNECTIONS (16), CORES (0,1: those that everything runs on).
# Needs docker-registry, wrk, openssl, curl and taskset (Debian packages: docker-registry wrk openssl curl util-linux), and real data in
# ../shared/data, or UPDATESERVICE_SHARED_DATA.
set -euo pipefail
rounds=${ROUNDS:-3} connections=${CONNECTIONS:-16} cores=${CORES:-0,1}
foreign=0 storage="" only_registry=""
while [ $# -gt 0 ]; do
  case $1 in
    --foreign) foreign=$2; shift 2 ;;
    --storage) mkdir -p "$2"; storage=$(cd "$2" && pwd); shift 2 ;;
    --only-registry) only_registry=1; shift ;;
    *) echo "The option '$1' is not known: --foreign TAGS, --storage FOLDER, --only-registry." >&2; exit 2 ;;
  esac
done
root=$(cd "$(dirname "$0")/../.." && pwd)
data=${UPDATESERVICE_SHARED_DATA:-$root/../shared/data}
repository=openshift/release-images
work=$(mktemp -d)
storage=${storage:-$work/storage}
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

for tool in docker-registry wrk openssl curl taskset dotnet; do
  command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install docker-registry wrk openssl curl util-linux" >&2; exit 1; }
done
[ -f "$data/releases.jsonl.gz" ] || { echo "No data at $data; set UPDATESERVICE_SHARED_DATA." >&2; exit 1; }

free_port() { # one that nobody listens on, below those that the system gives to connections
  local port
  while port=$((20000 + RANDOM % 10000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}
seconds_since() { awk -v since="$1" -v now="$EPOCHREALTIME" 'BEGIN{printf "%.3f", now - since}'; }
row() { printf '%-42s %10s  %s\n' "$1" "$2" "${3:-}"; }

if [ ! -f "$storage/filled-$foreign" ]; then
  [ ! -e "$storage/docker" ] || { echo "The content of $storage is another one; name an empty folder." >&2; exit 1; }
  mkdir -p "$storage"
  began=$EPOCHREALTIME
  UPDATESERVICE_SHARED_DATA=$data dotnet run -c Release --project "$root/tests/UpdateService.Benchmarks" -- fill-registry "$storage" "$repository" "$foreign"
  touch "$storage/filled-$foreign"
  echo "filled in $(seconds_since "$began") s, the build included"
fi

key() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -keyout "$work/$1.key" -out "$work/$1.pem" "${@:2}" 2>/dev/null; }
key ca -subj "/CN=a private authority"
key tls -subj /CN=localhost -CA "$work/ca.pem" -CAkey "$work/ca.key" -addext subjectAltName=DNS:localhost -addext basicConstraints=critical,CA:FALSE
port=$(free_port)
cat >"$work/config.yml" <<EOF
version: 0.1
log: { level: error, accesslog: { disabled: true } }
storage: { cache: { blobdescriptor: inmemory }, filesystem: { rootdirectory: "$storage" }, maintenance: { uploadpurging: { enabled: false } } }
http: { addr: "127.0.0.1:$port", secret: measured, tls: { certificate: "$work/tls.pem", key: "$work/tls.key" } }
EOF
taskset -c "$cores" docker-registry serve "$work/config.yml" >"$work/registry.log" 2>&1 & pids+=($!)
registry=$!
until curl -sf --cacert "$work/ca.pem" "https://localhost:$port/v2/" >/dev/null; do
  kill -0 "$registry" 2>/dev/null || { cat "$work/registry.log" >&2; exit 1; }
  sleep 0.05
done

ask() { # FILE [check]: the seconds that wrk needs for it
  taskset -c "$cores" wrk -t1 -c"$connections" -d1h -s "$root/tests/load/registry.lua" "https://localhost:$port" -- "$1" "$connections" "${2:-}" | tail -n 1
}
all=$storage/requests.txt tags=$work/tags.txt
grep '/manifests/[^:]*$' "$all" >"$tags"
count=$(wc -l <"$all")
ask "$all" check >/dev/null # warms the registry and shows that everything is there

if [ -z "$only_registry" ]; then
  mkdir "$work/graph-data"
  tar xzf "$data/graph-data.tar.gz" -C "$work/graph-data"
  dotnet publish "$root/src/UpdateService.Server" -c Release -o "$work/app" -v q --nologo >/dev/null
fi

log=$work/service.log
start() { # starts the service and waits until it is ready; sets $service and $took
  local listen status began
  listen=$(free_port); status=$(free_port); began=$EPOCHREALTIME
  taskset -c "$cores" "$work/app/update-service" --releases "oci://localhost:$port/$repository" --registry-ca "$work/ca.pem" \
    --registry-concurrency "$connections" --graph-data "$work/graph-data" --state "$work/state" --refresh 15s \
    --listen "http://127.0.0.1:$listen" --status-listen "http://127.0.0.1:$status" >"$log" 2>&1 & pids+=($!)
  service=$!
  until curl -sf "http://127.0.0.1:$status/readyz" >/dev/null; do
    kill -0 "$service" 2>/dev/null || { echo "The service ended:" >&2; cat "$log" >&2; exit 1; }
    sleep 0.02
  done
  took=$(seconds_since "$began")
}
stop() { kill "$service"; wait "$service" || true; }
peak() { awk '/VmHWM/{printf "%.0f", $2 / 1024}' "/proc/$service/status"; }
refreshes() { sed -nE 's/.*stays \(([0-9]+) ms.*/\1/p' "$log"; } # the duration in ms of each that found nothing new
next_refresh() { # waits for one more than there are, and tells its seconds
  local before
  before=$(refreshes | wc -l)
  until [ "$(refreshes | wc -l)" -gt "$before" ]; do sleep 0.2; done
  refreshes | tail -n 1 | awk '{printf "%.3f", $1 / 1000}'
}

echo
row "$(wc -l <"$tags") tags, $count manifests and blobs" "measured" "of wrk's time, or the limit"
for round in $(seq "$rounds"); do
  base=$(ask "$all")
  row "$round wrk, everything" "$base s" "$(awk "BEGIN{printf \"%.0f requests/s\", $count/$base}")"
  row "$round wrk, manifests by tag" "$(ask "$tags") s"
  [ -z "$only_registry" ] || continue
  rm -rf "$work/state"
  start
  row "$round service, cold start to ready" "$took s" "$(awk "BEGIN{printf \"%.2f of wrk (1.3)\", $took/$base}")"
  next_refresh >/dev/null # Better bytes of the answers are made beside this one.
  row "$round service, warm scrape" "$(next_refresh) s" "(6 s)"
  row "$round service, peak memory" "$(peak) MB" "(250 MB)"
  stop
  start
  row "$round service, warm start to ready" "$took s" "(1 s)"
  row "$round service, first scrape after it" "$(next_refresh) s" "(6 s)"
  row "$round service, peak memory after it" "$(peak) MB" "(250 MB)"
  stop
done
