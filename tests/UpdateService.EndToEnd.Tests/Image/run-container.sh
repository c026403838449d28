#!/bin/sh
# Replaces itself with a process that sees an image's tree as its read-only root, in a network of its own that has only the loopback
# device. It has no capability and can get none. Run it with: unshare --mount --net
# Usage: run-container.sh ROOT STATE UID VARIABLE=VALUE… COMMAND ARGUMENT…
#   STATE  the one folder that can be written to, mounted at /var/lib/update-service
#   UID    the user; the group is 0
set -e
root=$1 state=$2 user=$3
shift 3
ip link set lo up
mount --bind "$root" "$root"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t tmpfs -o mode=755 tmpfs "$root/dev"
for device in null zero random urandom; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount --bind "$state" "$root/var/lib/update-service"
mount -o remount,ro "$root/dev"
mount -o remount,ro,bind "$root"
exec setpriv --no-new-privs --bounding-set=-all,+setuid,+setgid,+sys_chroot chroot --groups= --userspec="$user:0" "$root" /usr/bin/env -i "$@"
