#!/usr/bin/env bash
# Builds everything with warnings as errors, runs all tests, checks the format, and runs each benchmark once.
# Needs the .NET SDK and bash; what else the tests need is installed here. Real data are looked for in ../shared/data
# (or UPDATESERVICE_SHARED_DATA); tests on them are skipped, and say so, where they are absent.
# Prints as its last line: N passed, N failed, N skipped.
set -uo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
passed=0 failed=0 skipped=0

install() { # COMMAND PACKAGE: by Debian's package manager, where the command is not there
  command -v "$1" >/dev/null && return
  local sudo=""
  [ "$(id -u)" = 0 ] || sudo="sudo"
  if command -v apt-get >/dev/null; then
    echo "installing $2"
    $sudo apt-get update -qq # One list of several that cannot be read is no reason to give up.
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 install -y -qq --no-install-recommends "$2" >/dev/null
  fi
  command -v "$1" >/dev/null || { echo "$1 is missing; install the package $2."; echo "0 passed, 1 failed"; exit 1; }
}
step() { # NAME COMMAND…: counts as one test
  echo; echo "== $1"
  if "${@:2}"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "FAILED: $1"; fi
}

install curl curl
install setpriv util-linux
install docker-registry docker-registry
install skopeo skopeo
install htpasswd apache2-utils
install nginx nginx-light
install promtool prometheus
install chromium chromium
install buildah buildah
install ip iproute2

echo "== build"
if ! dotnet build UpdateService.sln -c Release -warnaserror -v minimal; then
  echo "0 passed, 1 failed"
  exit 1
fi

log=$(mktemp)
trap 'rm -f "$log"' EXIT
for project in tests/*.Tests; do
  echo; echo "== $project"
  before=$failed
  timeout 1200 dotnet test "$project" -c Release --no-build --logger "console;verbosity=minimal" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  read -r f p s < <(sed -nE 's/.*Failed: *([0-9]+), Passed: *([0-9]+), Skipped: *([0-9]+).*/\1 \2 \3/p' "$log" | tail -n 1) || true
  if [ -z "${p:-}" ]; then
    failed=$((failed + 1)); echo "FAILED: $project told no result"
  else
    failed=$((failed + f)); passed=$((passed + p)); skipped=$((skipped + s))
    [ "$status" = 0 ] || [ "$failed" -gt "$before" ] || { failed=$((failed + 1)); echo "FAILED: $project ended with status $status"; }
  fi
  unset f p s
done

step "format" dotnet format UpdateService.sln --verify-no-changes --no-restore
if [ -f "${UPDATESERVICE_SHARED_DATA:-../shared/data}/releases.jsonl.gz" ]; then
  step "every benchmark runs" bash -c 'dotnet run -c Release --no-build --project tests/UpdateService.Benchmarks -- --test >"$0" 2>&1 || { tail -n 40 "$0"; exit 1; }' "$log"
else
  skipped=$((skipped + 1)); echo "skipped: the benchmarks need real data"
fi

echo
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" = 0 ]
