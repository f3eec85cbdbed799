#!/bin/sh
# Gives PHP copies of the secrets in the folder $1, in memory: the files themselves may be their owner's alone.
set -eu

private=/run/lampstand/private
mkdir -p "$private"
umask 077
for name in db-password ca.crt; do
    if [ -e "$1/$name" ]; then
        cat "$1/$name" >"$private/$name.new"
        chmod 0400 "$private/$name.new"
        mv -f "$private/$name.new" "$private/$name"
    else
        echo "lampstand: secret $name is not mounted; pages that need the database will fail" >&2
    fi
done
chmod 0500 "$private"
chown -R www-data:www-data "$private"
