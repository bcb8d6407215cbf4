# Runs a PostgreSQL cluster in the folder $1 for exactly as long as standard input stays open, and
# prints "ready", the folder of its programs and that of their libraries, if they need one, as soon
# as it answers on the socket in $1. The other end
# of the input belongs to our caller alone: however that process ends, killed with -9 included, the
# input ends too, and the cluster stops. Its folder goes then, unless $2 is "stays"; a cluster that
# stayed is run again. What follows are settings of the server, NAME=VALUE. Run with sh, behind
# bring.sh, by database.rs and by the bench.
set -eu
folder=$1
end=$2
shift 2
brought=
cd "$folder"
chmod 700 . # the server asks nobody for a password

say() { echo "PostgreSQL: $*" >&2; }

# PostgreSQL refuses to run as root.
if [ "$(id -u)" = 0 ]; then
  user=postgres
  id "$user" >/dev/null 2>&1 || user=nobody
  uid=$(id -u "$user") gid=$(id -g "$user")
  chown "$uid:$gid" "$folder"
  as_server() { setpriv --reuid="$uid" --regid="$gid" --clear-groups "$@"; }
else
  as_server() { "$@"; }
fi

finish() {
  trap - EXIT
  if [ "$end" = stays ]; then mode=fast; else mode=immediate; fi
  if [ -e data/postmaster.pid ]; then
    as_server "$bin/pg_ctl" stop -s -D data -m "$mode" || say "the server did not stop"
  fi
  cd /
  if [ "$end" != stays ]; then rm -rf "$folder"; fi
  if [ -n "$brought" ]; then rm -rf "$brought"; fi
}
trap finish EXIT
trap 'exit 1' HUP INT TERM

# The first of the listed folders that has all the server programs.
with_programs() {
  while read -r bin; do
    if [ -x "$bin/postgres" ] && [ -x "$bin/initdb" ] && [ -x "$bin/pg_ctl" ]; then
      echo "$bin"
      return
    fi
  done
}

# Debian keeps the programs of each version in a folder of their own; the newest comes first.
under() { ls -d "$1"/usr/lib/postgresql/*/bin 2>/dev/null | sort -rV; }

# A link in PATH counts for the folder it points to: pg_ctl need not be linked as well.
in_path() {
  if program=$(command -v initdb); then
    dirname "$(readlink -f "$program")"
  fi
}

bin=$({ in_path; under /; } | with_programs)
if [ -z "$bin" ]; then
  say "no PostgreSQL here; bringing Debian's package for this run, install postgresql to avoid it"
  # Not beside the data: where that is memory, programs may not be run.
  brought=$(mktemp -d)
  chmod 755 "$brought"
  cd "$brought"
  bring postgresql
  cd "$folder"
  bin=$(under "$brought/debian" | with_programs)
fi

if [ ! -e data/PG_VERSION ]; then
  as_server "$bin/initdb" -D data -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >initdb.log 2>&1 || {
    cat initdb.log >&2
    exit 1
  }
fi

# Without TCP there is no port to race for. synchronous_commit stays on as in production, where an
# acknowledged write rests on it.
options="-k '$folder' -p 5432 -c listen_addresses='' -c max_connections=300 -c synchronous_commit=on"
for setting in "$@"; do
  options="$options -c $setting"
done
start() {
  as_server "$bin/pg_ctl" start -s -D data -l server.log -o "$options" >/dev/null || {
    cat server.log >&2
    exit 1
  }
  echo "ready $bin ${LD_LIBRARY_PATH:-}"
}

start
# A line asks for the server again, after its processes were killed. Its number may still be taken,
# by a process that nobody has buried.
while read -r _; do
  rm -f data/postmaster.pid .s.PGSQL.5432.lock
  start
done
