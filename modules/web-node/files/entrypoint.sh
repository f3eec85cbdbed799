#!/bin/sh
# Makes a container a web node: what only root can do, then Apache as www-data.
set -eu

lampstand-private-copies /run/lampstand/secrets
mkdir -p /run/apache2 /run/lock/apache2
chown -R www-data:www-data /run/apache2 /run/lock/apache2
# It may have been stopped before, and be started again.
rm -f /run/lampstand/draining
chown www-data:www-data /run/lampstand

# Apache opens its logs, which are links to these, as www-data.
chown --dereference www-data /proc/$$/fd/1 /proc/$$/fd/2

# A volume made by someone else than this image may belong to root.
while IFS= read -r folder; do
    [ "$(stat -c %U "$folder")" = www-data ] || chown www-data:www-data "$folder" ||
        echo "lampstand: the site can't write to $folder" >&2
done </etc/lampstand/writable-folders

if [ -s /etc/lampstand/writable-folders ]; then
    setpriv --reuid=www-data --regid=www-data --init-groups --inh-caps=-all lampstand-seed-folders ||
        echo "lampstand: the site's own files are not in its writable folders" >&2
fi

# Debian's file asks for variables that need not be set.
set +u
# shellcheck source=/dev/null
. /etc/apache2/envvars
exec setpriv --reuid=www-data --regid=www-data --init-groups --inh-caps=-all lampstand-web-serve
