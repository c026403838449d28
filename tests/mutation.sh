#!/usr/bin/env bash
# Mutation testing (dotnet-stryker) of the domain and the planner: tests/mutation.sh [Graph|Planning] [OPTION OF STRYKER…]
# It works on a copy of the sources, so that the builds here stay as they are, and leaves its reports in artifacts/mutation/PROJECT.
# UPDATESERVICE_LAW_INPUTS is how many inputs a law is tried on for each mutant; fuzz tests, tests on real data and one slow test are left out.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD version=5.1.0
projects=(Graph Planning)
case "${1:-}" in
  Graph | Planning) projects=("$1"); shift ;;
esac
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 UPDATESERVICE_LAW_INPUTS="${UPDATESERVICE_LAW_INPUTS:-20}" UPDATESERVICE_SHARED_DATA=/none
export RunAnalyzers=false # What stryker writes is not written for them.
export DOTNET_ROOT="${DOTNET_ROOT:-$(dirname "$(readlink -f "$(command -v dotnet)")")}" # Where the tool looks for its runtime.

tools="${TMPDIR:-/tmp}/updateservice-stryker-$version" # Stays, so that it is installed once.
[ -x "$tools/dotnet-stryker" ] || dotnet tool install dotnet-stryker --version "$version" --tool-path "$tools"
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
tar c --exclude=./artifacts --exclude=node_modules --exclude=./.git . | tar x -C "$copy"

for project in "${projects[@]}"; do
  echo; echo "== $project"
  (cd "$copy/tests/UpdateService.$project.Tests" &&
    "$tools/dotnet-stryker" --config-file ../stryker-config.json --project "UpdateService.$project.csproj" \
      --output "$root/artifacts/mutation/$project" --skip-version-check "$@")
done
