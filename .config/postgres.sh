#!/usr/bin/env bash
# A PostgreSQL of the tests' own, on a Unix socket in a directory of its own.
#
#   .config/postgres.sh [--durable]
#
# Prints one line, how to reach it, and runs until standard input closes: however the caller
# ends, the server and its files go. Nothing of the tests is about a loss of power, so that
# without --durable the server does not wait for the disk.
set -euo pipefail

durable=off
if [ "${1:-}" = --durable ]; then durable=on; fi

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
if ! [ -x "$bin/initdb" ]; then
  found=$(command -v initdb || true)
  bin=$(dirname "${found:-/nowhere/initdb}")
fi
if ! [ -x "$bin/initdb" ]; then
  echo 'PostgreSQL is missing; install it with: apt-get install postgresql' >&2
  exit 2
fi

# Short, because the path of a socket is at most 107 bytes.
dir=$(mktemp -d /tmp/awp-pg.XXXXXX)
as=()
if [ "$(id -u)" = 0 ]; then
  # The server refuses to run as root.
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
  chown postgres:postgres "$dir"
fi

stop() {
  "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1 || true
  rm -rf "$dir"
}
trap stop EXIT

cd "$dir"
"${as[@]}" "$bin/initdb" -D "$dir/data" -U awp -A trust -E UTF8 --locale=C --no-sync \
  >"$dir/log" 2>&1 || { cat "$dir/log" >&2; exit 1; }
# In its file, so that a test that kills the server starts it again as it was.
cat >>"$dir/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$dir'
max_connections = 300
fsync = $durable
full_page_writes = $durable
END
"${as[@]}" "$bin/pg_ctl" -D "$dir/data" -w -l "$dir/data/log" start \
  >>"$dir/log" 2>&1 || { cat "$dir/log" "$dir/data/log" >&2; exit 1; }
echo "host=$dir user=awp dbname=postgres"
cat >/dev/null
