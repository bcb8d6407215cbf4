# Prints the program strace and the folder of its libraries, if it needs one: what is on this machine,
# or else Debian's package, unpacked into the folder $1. Run with sh, behind bring.sh, by sync.rs.
set -eu
cd "$1"
if ! program=$(command -v strace); then
  echo "no strace here; bringing Debian's package for this run, install strace to avoid it" >&2
  bring strace
  program=$PWD/debian/usr/bin/strace
fi
echo "$program ${LD_LIBRARY_PATH:-}"
