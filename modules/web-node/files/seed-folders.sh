#!/bin/sh
# Puts the site's own files into its writable folders; with "kept", prints those that differ and were left as they are.
set -eu

exec php -d memory_limit=-1 /usr/share/lampstand/php/seed-folders.php /var/www/app /usr/share/lampstand/seed \
    /etc/lampstand/seed-rules.json /etc/lampstand/seed-stamp "$@"
