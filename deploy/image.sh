#!/bin/sh
# Builds a folder that holds the command with a Java of its own: what a container image is made of.
#
#   deploy/image.sh FOLDER     make FOLDER, which must not be there yet
#
# The folder needs nothing but a Linux with glibc. FOLDER/liviano starts the command, from wherever
# the folder is.

set -eu
unset CDPATH

[ $# -eq 1 ] || {
  echo 'image.sh: usage: deploy/image.sh FOLDER' >&2
  exit 2
}
root=$(cd -P -- "$(dirname -- "$0")/.." && pwd)
folder=$("$root/liviano" dist --folder "$1")

# Read by everybody, written by nobody.
chmod -R a+rX,a-w "$folder"
chmod u+w "$folder"
printf '%s: %s\n' "$folder" "$(du -sh "$folder" | cut -f 1)"
