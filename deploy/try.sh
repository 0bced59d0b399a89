#!/bin/sh
# Builds the folder of a container image and starts it as a container would: as the root of a
# namespace of its own that holds nothing but the folder, a C library and a model, cannot be written
# to, and belongs to another user. Asks it a picture on the command line and over HTTP, and ends it as
# Kubernetes does.
#
#   deploy/try.sh            says 'deploy: ...' and exits 0 if all is right, 77 if it cannot be tried
#   deploy/try.sh FOLDER     takes the folder that deploy/image.sh made, or that a zip of
#                            ./liviano dist holds

set -eu
unset CDPATH

root=$(cd -P -- "$(dirname -- "$0")/.." && pwd)
USER_ID=10001

skip() {
  printf 'deploy: skipped: %s\n' "$1"
  exit 77
}

[ "$(uname -s)" = Linux ] || skip 'namespaces are of Linux'
[ "$(id -u)" -eq 0 ] || skip 'needs root, to become another user in a namespace'
for program in unshare chroot curl ldd; do
  command -v "$program" >/dev/null || skip "there is no $program"
done
unshare --mount --pid --fork true 2>/dev/null || skip 'this system gives no namespaces'

work=$(mktemp -d)
pid=
trap 'if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; fi; rm -rf "$work"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

# ---- the folder, and what is around it in an image ----

if [ $# -gt 0 ]; then
  cp -Rp "$1" "$work/image"
else
  "$root/deploy/image.sh" "$work/image" >"$work/log" 2>&1 || { cat "$work/log" >&2 && exit 1; }
fi
jail=$work/root
mkdir -p "$jail/opt" "$jail/bin" "$jail/usr/bin" "$jail/proc" "$jail/dev" "$jail/models"
mv "$work/image" "$jail/opt/liviano"
# A shell, what the start script calls, and the libraries of all.
cp -L "$(command -v sh)" "$jail/bin/sh"
for program in dirname readlink; do
  cp -L "$(command -v $program)" "$jail/usr/bin/"
done
{
  ldd "$jail/bin/sh" "$jail/usr/bin/"*
  find "$jail/opt/liviano/java" \( -name '*.so' -o -path '*/bin/java' \) -exec ldd {} + 2>/dev/null
} | sed -n 's/.*[[:space:]]\(\/[^ ]*\) (0x.*/\1/p' | sort -u | while IFS= read -r library; do
  case $library in
    "$work"/*) continue ;;
  esac
  mkdir -p "$jail$(dirname -- "$library")"
  cp -L "$library" "$jail$library"
done
for device in null zero random urandom; do
  : >"$jail/dev/$device"
done
jdk=$("$root/liviano" --java-home)
"$jdk/bin/java" -cp "$root/liviano-cli/target/lib/*" "$root/examples/TinyModel.java" "$jail/models/tiny.safetensors"
cp "$root/examples/kitchen.png" "$jail/models/"
chmod -R a+rX "$jail/models"

# ---- a namespace in which that is all there is ----

: >"$work/out"
# shellcheck disable=SC2016
env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin unshare --mount --pid --fork --kill-child --propagation private sh -c '
  mount --bind "$1" "$1"
  for device in null zero random urandom; do mount --bind "/dev/$device" "$1/dev/$device"; done
  mount -t proc proc "$1/proc"
  mount -o remount,bind,ro "$1"
  env -i LIVIANO_HOME=/models PATH=/usr/bin:/bin "$3" --userspec="$2:$2" "$1" /opt/liviano/liviano \
    classify --json --model /models/tiny.safetensors /models/kitchen.png || exit
  exec env -i LIVIANO_HOME=/models LIVIANO_SERVE_PORT=0 LIVIANO_SERVE_WARM=true \
    LIVIANO_SERVE_REQUEST_LOG=true LIVIANO_SERVE_MODEL=/models/tiny.safetensors PATH=/usr/bin:/bin \
    "$3" --userspec="$2:$2" "$1" /opt/liviano/liviano serve
' sh "$jail" "$USER_ID" "$(command -v chroot)" >"$work/out" 2>"$work/err" &
outer=$!

fail() {
  printf 'deploy: %s\n' "$1"
  cat "$work/out" "$work/err"
  exit 1
}

waited=0
until address=$(sed -n 's/^Serving .* at \(http:[^ ,]*\).*/\1/p' "$work/out") && [ -n "$address" ]; do
  kill -0 "$outer" 2>/dev/null || fail 'the server did not start'
  [ "$waited" -lt 600 ] || fail 'the server was not ready within a minute'
  waited=$((waited + 1))
  sleep 0.1
done
# The process in the namespace, as this one sees it.
pid=$(pgrep -P "$outer" | head -n 1)

# ---- asked ----

grep -q '"label"' "$work/out" || fail 'it does not classify'
owner=$(stat -c %u "/proc/$pid")
[ "$owner" = "$USER_ID" ] || fail "it runs as user $owner"
touch "/proc/$pid/root/written" 2>/dev/null && fail 'its root can be written to'
[ ! -e "/proc/$pid/root$root" ] || fail 'it sees the checkout'
curl -sf "${address}v2/health/ready" >"$work/ready" || fail 'it is not ready'
answer=$(curl -sf --data-binary "@$root/examples/kitchen.png" "${address}v1/classify") || fail 'no answer'
case $answer in
  *'"label":'*'"score":'*) ;;
  *) fail "the answer is $answer" ;;
esac
[ -n "$(curl -sf -o /dev/null -w '%{content_type}' -H 'Accept: image/png' --data-binary "@$root/examples/kitchen.png" "${address}v1/explain")" ] ||
  fail 'it draws no picture'

# ---- and ended ----

kill -TERM "$pid"
pid=
status=0
wait "$outer" || status=$?
[ "$status" -eq 0 ] || fail "SIGTERM ended it with $status"
grep -q '/v1/classify' "$work/out" || fail 'no line of the request is in its log'
printf 'deploy: a server in a namespace of its own, user %s, root read-only, answered and ended with 0\n' "$USER_ID"
