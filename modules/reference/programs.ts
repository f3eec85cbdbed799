import { componentIds, type Role } from "../topology/index.ts";
import { type Guide, inContainer, look, reading, type Stack, value } from "./guide.ts";

function componentsOf({ topology }: Stack, roles: readonly Role[]): string[] {
  return roles.flatMap((role) => componentIds(topology, role));
}

/** What runs on a web node or a member is asked in a container, or on the droplet after logging in to it. */
function on(stack: Stack, component: string, shows: string, command: string) {
  return stack.topology.target === "local"
    ? look(shows, inContainer(stack, component, command))
    : look(`${shows}, on the droplet`, command);
}

export function linuxGuide(stack: Stack): Guide {
  const isLocal = stack.topology.target === "local";
  return {
    id: "linux",
    title: "Linux (Debian 13)",
    components: isLocal
      ? componentsOf(stack, ["load-balancer", "web", "database-router", "database"])
      : componentsOf(stack, ["web"]),
    whatItIs:
      "The operating system: it runs the programs, and shares processor, memory, disk and network among them.",
    roleHere: isLocal
      ? "Every container is a Debian 13 of its own, on the kernel of this machine. No container may gain privileges."
      : "Every droplet is a virtual machine with Debian 13, set up by cloud-init at its first boot. Security updates install themselves.",
    values: [
      value(
        "packages added on web nodes",
        stack.config.web.extraPackages.join(", ") || "none",
        "web.extraPackages",
      ),
    ],
    whenItFails: isLocal
      ? "The kernel is shared: if this machine goes, everything does. It is a single point of failure."
      : "A droplet whose system fails is a web node that fails.",
    howToLook: [
      on(stack, "web-1", "its version", "cat /etc/os-release"),
      isLocal
        ? look("memory and processor of each container", "docker stats --no-stream")
        : look("memory and load, on the droplet", "free --mebi; uptime"),
    ],
    furtherReading: [reading("Debian's handbook", "https://www.debian.org/doc/manuals/debian-handbook/")],
  };
}

export function apacheGuide(stack: Stack): Guide {
  const { web, app } = stack.config;
  return {
    id: "apache",
    title: "Apache",
    components: componentsOf(stack, ["web"]),
    whatItIs: "A web server: it takes HTTP requests, sends files, and hands the rest to a program, here PHP.",
    roleHere:
      "It serves the site on port 8080 of each web node, and on port 8443 with TLS what came by HTTPS, answers the balancer's health check, and believes only the balancer " +
      "about the visitor's address. Of Apache's kinds it is prefork: one process for each request.",
    values: [
      value("processes", web.requestWorkers, "web.requestWorkers"),
      value(
        "folder that is served",
        app.documentRoot === "" ? "the whole site" : app.documentRoot,
        "app.documentRoot",
      ),
      value("reads .htaccess files", web.htaccess, "web.htaccess"),
      value("at a stop", "finishes what it works on first"),
    ],
    whenItFails:
      "The health check fails, and the load balancer leaves the web node out until Apache is back.",
    howToLook: [
      on(stack, "web-1", "its settings' errors, if any", "apache2ctl configtest"),
      on(stack, "web-1", "its modules", "apache2ctl -M"),
    ],
    furtherReading: [
      reading("Apache's documentation", "https://httpd.apache.org/docs/2.4/"),
      reading("MPM prefork (Apache)", "https://httpd.apache.org/docs/2.4/mod/prefork.html"),
    ],
  };
}

export function phpGuide(stack: Stack): Guide {
  const { web } = stack.config;
  const settings = Object.entries(web.phpIni).map(([name, set]) => `${name} = ${set}`);
  return {
    id: "php",
    title: "PHP",
    components: componentsOf(stack, ["web"]),
    whatItIs:
      "The language that the site is written in, and the program that runs it, inside Apache (mod_php).",
    roleHere:
      "It makes the pages. It reaches the database at localhost, through MySQL Router. Sessions are kept in the database, so " +
      "that any web node can continue them.",
    values: [
      value("extensions added", web.phpExtensions.join(", ") || "none", "web.phpExtensions"),
      value("settings changed", settings.join(", ") || "none", "web.phpIni"),
      value(
        "environment variables of the site",
        Object.keys(web.environment).join(", ") || "none",
        "web.environment",
      ),
    ],
    whenItFails:
      "An error in the site is an error page. If PHP itself fails, /healthz does, and the web node is left out.",
    howToLook: [
      on(stack, "web-1", "its version", "php --version"),
      on(stack, "web-1", "its extensions", "php -m"),
    ],
    furtherReading: [
      reading("PHP's manual", "https://www.php.net/manual/en/"),
      reading("PHP: The Right Way", "https://phptherightway.com/"),
    ],
  };
}

export function mysqlRouterGuide(stack: Stack): Guide {
  const isLocal = stack.topology.target === "local";
  return {
    id: "mysql-router",
    title: "MySQL Router",
    components: componentsOf(stack, ["web"]),
    whatItIs:
      "A proxy for MySQL's protocol: it takes clients' connections, and passes their statements on to a server.",
    roleHere:
      "It runs beside Apache on each web node, so that a site finds its database at localhost without TLS. From there it " +
      `connects over verified TLS to ${isLocal ? "the database routers" : "the managed database"}, and keeps the connections for the next pages.`,
    values: [
      value("socket", "/run/mysqld/mysqld.sock"),
      value("writes", "127.0.0.1:3306"),
      value("reads that may be a moment old", "127.0.0.1:3307"),
      value("idle connections kept, at most", 2 * stack.config.web.requestWorkers, "web.requestWorkers"),
    ],
    whenItFails:
      "It is started again within a second. Meanwhile pages that need the database fail on this web node, and the load " +
      "balancer prefers the others.",
    howToLook: [
      on(stack, "web-1", "its settings", "cat /etc/lampstand/database-socket.conf"),
      on(stack, "web-1", "its version", "mysqlrouter --version"),
    ],
    furtherReading: [
      reading("MySQL Router's manual", "https://dev.mysql.com/doc/mysql-router/9.4/en/"),
      reading("Connection pool (Wikipedia)", "https://en.wikipedia.org/wiki/Connection_pool"),
    ],
  };
}

export function mysqlGuide(stack: Stack): Guide {
  const isLocal = stack.topology.target === "local";
  const components = componentsOf(stack, ["database", "database-cluster", "database-replica"]);
  return {
    id: "mysql",
    title: "MySQL",
    components,
    whatItIs:
      "A relational database: it keeps data in tables, answers questions in SQL, and loses nothing that it has acknowledged.",
    roleHere:
      "It holds all that the site must not lose: its data and its visitors' sessions. It is set up alike on both targets (TLS, " +
      "utf8mb4, sql_mode), so that what works here works there.",
    values: [
      value("version", isLocal ? "9.7" : "8"),
      value("character set", "utf8mb4"),
      value("every table needs a primary key", stack.config.database.strict, "database.strict"),
    ],
    whenItFails: isLocal ? "See the database member." : "See the managed database cluster.",
    howToLook: isLocal
      ? [look("what it does now", inContainer(stack, "database-1", 'mysql --execute "SHOW PROCESSLIST"'))]
      : [look("how to connect", "doctl databases connection CLUSTER-ID")],
    furtherReading: [reading("MySQL's documentation", "https://dev.mysql.com/doc/")],
  };
}
