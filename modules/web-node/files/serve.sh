#!/bin/sh
# Runs Apache in the foreground, as www-data. To stop it, the balancer is asked first to send no more requests, and
# those that are here may finish: Apache refuses connections from the first moment of its own graceful stop on, and the
# balancer takes that for a lost web node.
set -u

# The database socket: started again whenever it ends.
if [ -n "${LAMPSTAND_DB_HOST-}" ]; then
    while :; do
        lampstand-database-socket || echo "lampstand: the database socket ended with $?; it is started again" >&2
        rm -f /run/mysqld/mysqld.sock
        sleep 0.2
    done &
fi

apache2 -DFOREGROUND &
apache=$!

# Both functions are called by the trap below.
# shellcheck disable=SC2317
# Connections to Apache's ports, 8080 (1F90) and 8443 (20FB), that are established (01).
is_busy() {
    while read -r _ local _ state _; do
        case "$local $state" in *:1F90\ 01 | *:20FB\ 01) return 0 ;; esac
    done <<END
$(cat /proc/net/tcp /proc/net/tcp6)
END
    return 1
}

# shellcheck disable=SC2317
stop() {
    touch /run/lampstand/draining
    # The balancer's health checks come every 200 and 500 ms, and are connections too.
    sleep 0.7
    idle=0
    while [ "$idle" -lt 2 ] && kill -0 "$apache"; do
        if is_busy; then idle=0; else idle=$((idle + 1)); fi
        sleep 0.1
    done
    kill -WINCH "$apache"
}

trap stop WINCH
trap 'kill -TERM "$apache"' TERM
while kill -0 "$apache" 2>/dev/null; do wait "$apache"; code=$?; done
exit "${code:-1}"
