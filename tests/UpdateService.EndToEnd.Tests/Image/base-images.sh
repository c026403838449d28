#!/usr/bin/env bash
# Makes stand-ins for the public base images that the Dockerfile names, from the programs of this machine. No registry is asked.
# The SDK is not copied: the test mounts it where the stand-in of the SDK's image expects it.
# Usage: base-images.sh FOLDER BUILDAH…
#   FOLDER    an empty folder to work in
#   BUILDAH…  the command with the options that choose its storage
set -euo pipefail
cd "$1"
buildah=("${@:2}")
dotnet=$(dirname "$(readlink -f "$(command -v dotnet)")")
npm=$(dirname "$(dirname "$(readlink -f "$(command -v npm)")")")

copy() { # TREE FILE…: to the same path
  local tree=$1 file
  for file in "${@:2}"; do
    mkdir -p "$tree$(dirname "$file")"
    cp --dereference --update "$file" "$tree$file"
  done
}
libraries() { # FILE…: the libraries that they are linked to
  ldd "$@" 2>/dev/null | grep -o '/[^ ]*\.so[^ ]*' | grep -v "^$dotnet" | sort -u
}
base() { # TREE: the layout of Debian, a shell and the few programs that the Dockerfile and npm call
  mkdir -p "$1"/{dev,etc/ssl/certs,home,proc,root,run,sys,usr/bin,usr/lib/ssl,usr/lib64,var/lib}
  mkdir -m 1777 "$1/tmp"
  ln -s usr/bin usr/lib usr/lib64 "$1"
  ln -s /etc/ssl/certs "$1/usr/lib/ssl/certs"
  printf 'root:x:0:0:root:/root:/bin/sh\napp:x:1654:1654::/home/app:/bin/sh\n' >"$1/etc/passwd"
  printf 'root:x:0:\napp:x:1654:\n' >"$1/etc/group"
  install -d -o 1654 -g 1654 "$1/home/app"
  local program
  for program in cat chmod cp env install ls mkdir rm sh; do
    program=$(command -v "$program")
    copy "$1" "$program" $(libraries "$program")
  done
}
image() { # NAME TREE ENVIRONMENT
  printf 'FROM scratch\nCOPY . /\nENV %s\n' "$3" | "${buildah[@]}" bud --quiet --layers=false --format docker --tag "$1" --file - "$2"
}

base node
node=$(readlink -f "$(command -v node)")
copy node $(libraries "$node")
install -D "$node" node/usr/local/bin/node
mkdir -p node/usr/local/lib/node_modules
cp -r "$npm" node/usr/local/lib/node_modules/npm
ln -s ../lib/node_modules/npm/bin/npm-cli.js node/usr/local/bin/npm
image docker.io/library/node:22 node 'PATH=/usr/local/bin:/usr/bin'

base dotnet
copy dotnet $(libraries "$dotnet"/shared/Microsoft.NETCore.App/*/*.so) $(ldconfig -p | grep -oE '/.*/lib(ssl|crypto)\.so\.[0-9.]+$')
mkdir -p dotnet/usr/share/dotnet
cp -r "$dotnet"/{dotnet,host,shared} dotnet/usr/share/dotnet
ln -s ../share/dotnet/dotnet dotnet/usr/bin/dotnet
image mcr.microsoft.com/dotnet/aspnet:10.0 dotnet 'PATH=/usr/bin APP_UID=1654 ASPNETCORE_HTTP_PORTS=8080 DOTNET_RUNNING_IN_CONTAINER=true'
image mcr.microsoft.com/dotnet/sdk:10.0 dotnet 'PATH=/usr/bin APP_UID=1654 DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 DOTNET_CLI_TELEMETRY_OPTOUT=1'
