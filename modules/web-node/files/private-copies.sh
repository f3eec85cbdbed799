#!/bin/sh
# Gives PHP copies of the secrets in the folder $1, in memory: the files themselves may be their owner's alone.
set -eu

private=/run/lampstand/private
mkdir -p "$private" /run/mysqld
umask 077
# The database socket's own certificate, for clients that insist on TLS. RSA, since others send their password encrypted
# by its key where the database server doesn't remember it, as after a failover.
if ! [ -e "$private/localhost.crt" ]; then
    openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout "$private/localhost.key" \
        -out "$private/localhost.crt" 2>/dev/null
fi
# Apache's certificate towards the balancer: the stack's, or this node's own where nobody verifies it.
if [ -e "$1/server.pem" ]; then
    cat "$1/server.pem" >"$private/server.pem.new"
else
    cat "$private/localhost.crt" "$private/localhost.key" >"$private/server.pem.new"
fi
mv -f "$private/server.pem.new" "$private/server.pem"
echo "SSLCertificateFile $private/server.pem" >"$private/certificate.conf"
for name in db-password ca.crt; do
    if [ -e "$1/$name" ]; then
        cat "$1/$name" >"$private/$name.new"
        if [ "$name" = ca.crt ]; then
            # DB_CA_FILE vouches for the database and for the socket. A file may end without a line's end.
            echo >>"$private/$name.new"
            cat "$private/localhost.crt" >>"$private/$name.new"
        fi
        chmod 0400 "$private/$name.new"
        mv -f "$private/$name.new" "$private/$name"
    else
        echo "lampstand: secret $name is not mounted; pages that need the database will fail" >&2
    fi
done
# The site's own.
rm -rf "$private/secrets"
mkdir "$private/secrets"
for file in "$1/site/"*; do
    [ -e "$file" ] || continue
    cat "$file" >"$private/secrets/${file##*/}"
    chmod 0400 "$private/secrets/${file##*/}"
done
chmod 0500 "$private/secrets"
if [ -e "$1/db-password" ]; then password=$(cat "$1/db-password"); else password=; fi
while IFS= read -r line; do
    filled=
    while :; do
        case $line in
            *'{password}'*)
                filled=$filled${line%%'{password}'*}$password
                line=${line#*'{password}'}
                ;;
            *) break ;;
        esac
    done
    printf '%s\n' "$filled$line"
done </etc/lampstand/database-environment.conf >"$private/environment.conf"
chmod 0400 "$private/environment.conf" "$private/localhost.key" "$private/server.pem" "$private/certificate.conf"
chmod 0500 "$private"
chown -R www-data:www-data "$private" /run/mysqld
