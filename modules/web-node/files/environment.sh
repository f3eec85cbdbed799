# Read at the end of /etc/apache2/envvars, so by systemd's unit and by the container's entrypoint alike.
# shellcheck shell=sh
if [ -r /etc/lampstand/environment ]; then
    # shellcheck source=/dev/null
    . /etc/lampstand/environment
fi
# Apache warns of each variable that it is to pass on and can't find.
: "${NODE_NAME:=$(hostname)}" "${DB_NAME=}" "${DB_USER=}" "${DB_PASSWORD_FILE=}" "${DB_CA_FILE=}" "${APP_ENV=production}"
: "${LAMPSTAND_MEMBERS=}" "${LAMPSTAND_DB_HOST=}" "${LAMPSTAND_DB_PORT=3306}"
: "${LAMPSTAND_DB_READ_HOST=$LAMPSTAND_DB_HOST}" "${LAMPSTAND_DB_READ_PORT=$LAMPSTAND_DB_PORT}"
export NODE_NAME DB_NAME DB_USER DB_PASSWORD_FILE DB_CA_FILE APP_ENV LAMPSTAND_MEMBERS
export LAMPSTAND_DB_HOST LAMPSTAND_DB_PORT LAMPSTAND_DB_READ_HOST LAMPSTAND_DB_READ_PORT
# A name server that is silent (Docker's is, for a name that is gone) holds a process for 2 s and not for 20.
: "${RES_OPTIONS=timeout:1 attempts:2}"
export RES_OPTIONS
