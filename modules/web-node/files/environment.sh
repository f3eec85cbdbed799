# Read at the end of /etc/apache2/envvars, so by systemd's unit and by the container's entrypoint alike.
# shellcheck shell=sh
if [ -r /etc/lampstand/environment ]; then
    # shellcheck source=/dev/null
    . /etc/lampstand/environment
fi
# Apache warns of each variable that it is to pass on and can't find.
: "${NODE_NAME:=$(hostname)}" "${DB_HOST=}" "${DB_PORT=3306}" "${DB_NAME=}" "${DB_USER=}" "${DB_PASSWORD_FILE=}"
: "${DB_CA_FILE=}" "${DB_READ_HOST=$DB_HOST}" "${DB_READ_PORT=$DB_PORT}" "${APP_ENV=production}" "${LAMPSTAND_MEMBERS=}"
export NODE_NAME DB_HOST DB_PORT DB_NAME DB_USER DB_PASSWORD_FILE DB_CA_FILE DB_READ_HOST DB_READ_PORT APP_ENV LAMPSTAND_MEMBERS
# A name server that is silent (Docker's is, for a name that is gone) holds a process for 2 s and not for 20.
: "${RES_OPTIONS=timeout:1 attempts:2}"
export RES_OPTIONS
