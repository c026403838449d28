# Sourced by the measurements of this folder: what each needs before it can measure.
# Sets $root, $data and $work (a folder that goes with the script), and gives need, free_port, publish, start, metric and improved.
# The processes in $pids end with the script.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
data=${UPDATESERVICE_SHARED_DATA:-$root/../shared/data}
work=$(mktemp -d)
launcher=()
pids=()
cleanup() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  rm -rf "$work"
}
trap cleanup EXIT

need() { # "TOOLS" "PACKAGES": ends where a tool or the real data are missing
  local tool
  for tool in $1; do
    command -v "$tool" >/dev/null || { echo "$tool is missing: apt-get install $2" >&2; exit 1; }
  done
  [ -f "$data/releases.jsonl.gz" ] || { echo "No data at $data; set UPDATESERVICE_SHARED_DATA." >&2; exit 1; }
}

free_port() { # one that nobody listens on, below those that the system gives to connections
  local port
  while port=$((20000 + RANDOM % 10000)); (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; do :; done
  echo "$port"
}

publish() { # the service into $work/app and the graph-data into $work/graph-data
  mkdir "$work/graph-data"
  tar xzf "$data/graph-data.tar.gz" -C "$work/graph-data"
  dotnet publish "$root/src/UpdateService.Server" -c Release -o "$work/app" -v q --nologo >"$work/publish.log" || { cat "$work/publish.log" >&2; exit 1; }
}

start() { # OPTIONS, behind the words of $launcher: the service, ready; sets $service, $ours and $status (its ports)
  ours=$(free_port) status=$(free_port)
  "${launcher[@]}" "$work/app/update-service" --graph-data "$work/graph-data" "$@" \
    --listen "http://127.0.0.1:$ours" --status-listen "http://127.0.0.1:$status" >"$work/service.log" 2>&1 &
  service=$!
  pids+=("$service")
  until curl -sf "http://127.0.0.1:$status/readyz" >/dev/null; do
    kill -0 "$service" 2>/dev/null || { echo "The service ended:" >&2; cat "$work/service.log" >&2; exit 1; }
    sleep 0.02
  done
}

metrics() { curl -s "http://127.0.0.1:$status/metrics"; }
metric() { metrics | awk -v name="$1" '$1 == name {print $2}'; } # NAME, with its labels
improved() { # waits until the service compresses nothing any more
  echo "waiting for the background to compress answers well ..."
  local coding
  for coding in gzip br; do
    until [ "$(metric "update_service_answers_improved{coding=\"$coding\"}")" = "$(metric update_service_answers)" ]; do sleep 1; done
  done
}
