import { MYSQL_SERIES } from "./agent/decide/series.ts";

/**
 * MySQL and Node come from Debian's suite sid with what they depend on, all else from Debian 13. The sources are those
 * that the base image has, in either of Debian's forms. Slow layers come first, so that changed settings or agent
 * don't repeat them.
 */
export const dockerfile = `FROM debian:13

COPY install-mysql /opt/lampstand/build/install-mysql
RUN set -eu; \\
    printf 'path-exclude=/usr/share/%s/*\\n' doc man locale > /etc/dpkg/dpkg.cfg.d/90lampstand; \\
    printf 'Acquire::%s "false";\\n' Check-Valid-Until Check-Date > /etc/apt/apt.conf.d/90lampstand; \\
    export DEBIAN_FRONTEND=noninteractive; \\
    /opt/lampstand/build/install-mysql ${MYSQL_SERIES} mysql-server-core mysql-client-core -- nodejs; \\
    apt-get install -qq -y --no-install-recommends tini > /dev/null; \\
    apt-get clean; \\
    rm -rf /var/lib/apt/lists/* /var/log/*

COPY build /opt/lampstand/build
RUN /opt/lampstand/build/make-data-directory

COPY node_modules /opt/lampstand/node_modules
COPY my.cnf /etc/mysql/my.cnf
RUN mysqld --validate-config --log-error-verbosity=1
COPY schema /opt/lampstand/schema
COPY bin /usr/local/bin
COPY agent /opt/lampstand/agent

VOLUME /var/lib/mysql
ENTRYPOINT ["/usr/bin/tini", "--", "/usr/local/bin/lampstand-member"]
`;
