#!/bin/sh
# Makes a container a web node: what only root can do, then Apache as www-data in this very process.
set -eu

# Their files on the host may be the deploying user's alone; PHP gets copies of its own, in memory.
private=/run/lampstand/private
mkdir -p "$private" /run/apache2 /run/lock/apache2
umask 077
for name in db-password ca.crt; do
    if [ -e "/run/lampstand/secrets/$name" ]; then
        cat "/run/lampstand/secrets/$name" >"$private/$name"
        chmod 0400 "$private/$name"
    else
        echo "lampstand: secret $name is not mounted; pages that need the database will fail" >&2
    fi
done
umask 022
chmod 0500 "$private"
chown -R www-data:www-data "$private" /run/apache2 /run/lock/apache2

# Apache opens its logs, which are links to these, as www-data.
chown --dereference www-data /proc/$$/fd/1 /proc/$$/fd/2

# A volume made by someone else than this image may belong to root.
while IFS= read -r folder; do
    [ "$(stat -c %U "$folder")" = www-data ] || chown www-data:www-data "$folder" ||
        echo "lampstand: the site can't write to $folder" >&2
done </etc/lampstand/writable-folders

# Debian's file asks for variables that need not be set.
set +u
# shellcheck source=/dev/null
. /etc/apache2/envvars
exec setpriv --reuid=www-data --regid=www-data --init-groups --inh-caps=-all apache2 -DFOREGROUND
