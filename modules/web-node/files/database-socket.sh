#!/bin/sh
# Runs MySQL Router: what pages send to localhost goes to the database over TLS.
set -eu

# A former process that was killed has left its own.
rm -f /run/mysqld/mysqld.sock /run/mysqld/mysqld.sock.lock
exec mysqlrouter --config /etc/lampstand/database-socket.conf \
    --routing:writes.destinations="$LAMPSTAND_DB_HOST:$LAMPSTAND_DB_PORT" \
    --routing:reads.destinations="$LAMPSTAND_DB_READ_HOST:$LAMPSTAND_DB_READ_PORT"
