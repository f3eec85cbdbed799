import { componentIds } from "../topology/index.ts";
import { counted, type Guide, inContainer, logOf, look, reading, type Stack, value } from "./guide.ts";

export function routerGuide(stack: Stack): Guide {
  const ids = componentIds(stack.topology, "database-router");
  const { statusPort } = stack.config.loadBalancer;
  return {
    id: "database-router",
    title: "Database router (HAProxy)",
    components: ids,
    whatItIs:
      "A load balancer for database connections. It works at the level of TCP: it passes bytes on and doesn't read them.",
    roleHere:
      "Web nodes ask `db` for the primary and `db-read` for any member that isn't too far behind; both names lead to the " +
      "routers. A router asks every member's agent four times a second what it is, and cuts connections to one that " +
      "isn't the primary any more.",
    values: [
      value("how many", ids.length, "database.routers"),
      value("port of the primary", 3306),
      value("port for reads", 3307),
      value("health check", "GET /primary and /replica of each member's agent, on port 8008"),
    ],
    whenItFails:
      ids.length === 1
        ? "No web node reaches the database until Docker has started it again."
        : "Web nodes connect through the other one: both are behind the same name.",
    howToLook: [
      look(
        "the members' own status, through a router",
        `curl http://127.0.0.1:${statusPort}/members/database-1/status`,
      ),
      look("its log", logOf(stack, "database-router-1")),
    ],
    furtherReading: [
      reading("HAProxy's configuration manual", "https://docs.haproxy.org/3.0/configuration.html"),
    ],
  };
}

export function groupGuide(stack: Stack): Guide {
  const { database } = stack.config;
  const ids = componentIds(stack.topology, "database");
  const mayFail = Math.ceil(ids.length / 2) - 1;
  const members =
    "SELECT member_host, member_state, member_role FROM performance_schema.replication_group_members";
  return {
    id: "database",
    title: "Database member and its agent (MySQL Group Replication)",
    components: ids,
    whatItIs:
      "MySQL servers that hold the same data and agree on every transaction. One of them, the primary, takes the writes; " +
      "the others, the secondaries, copy them and answer reads. A majority has to agree, so that two halves of a broken " +
      "network can't both continue.",
    roleHere:
      `${counted(ids.length, "member")}, of which ${mayFail === 0 ? "none" : mayFail} may fail at once. Beside each MySQL an ` +
      "agent forms the group the first time, brings a lost member back, starts the group again after all were down, and " +
      "reports to the routers which member is the primary.",
    values: [
      value("how many", ids.length, "database.members"),
      value("may fail at once", mayFail),
      value("memory limit, each", `${database.memoryMb} MiB`, "database.memoryMb"),
      value("database", database.name, "database.name"),
      value("user", database.user, "database.user"),
      value("loaded at the start", database.init ?? "nothing", "database.init"),
      value("an unreachable member is expelled", "after 5 s, without further waiting"),
      value("each commit", "is on disk before it is acknowledged"),
      value("connections", "TLS only"),
    ],
    whenItFails:
      ids.length === 1
        ? "No reads and no writes until it is back. Its data is on a volume and survives."
        : "A secondary: nothing is noticed. The primary: writes wait about 7 s, until the others have elected one of them. " +
          "More than half: the others stop, so that no acknowledged write is lost.",
    howToLook: [
      look("roles, states and lag of all members", "npm run status"),
      look("the group as MySQL sees it", inContainer(stack, "database-1", `mysql --execute "${members}"`)),
      look(
        "why the agent does what it does",
        `curl http://127.0.0.1:${stack.config.loadBalancer.statusPort}/members/database-1/status`,
      ),
      look("its log", logOf(stack, "database-1")),
    ],
    furtherReading: [
      reading("Group Replication (MySQL)", "https://dev.mysql.com/doc/refman/9.4/en/group-replication.html"),
      reading("Consensus (Wikipedia)", "https://en.wikipedia.org/wiki/Consensus_(computer_science)"),
    ],
  };
}

const managed = reading(
  "Managed MySQL (DigitalOcean)",
  "https://docs.digitalocean.com/products/databases/mysql/",
);

export function clusterGuide({ config, topology }: Stack): Guide {
  const { cloud, database } = config;
  const standbys = componentIds(topology, "database-cluster").length - 1;
  return {
    id: "database-cluster",
    title: "Managed database cluster (MySQL)",
    components: componentIds(topology, "database-cluster"),
    whatItIs:
      "MySQL that the provider runs: installed, updated, backed up and replaced when it fails. A standby node holds a copy " +
      "and replaces the primary.",
    roleHere:
      `One primary with ${standbys === 0 ? "no standby node" : counted(standbys, "standby node")}. Only web nodes are let in, by ` +
      "their tag, and only with TLS and the cluster's CA certificate.",
    values: [
      value("nodes", cloud.databaseNodes, "cloud.databaseNodes"),
      value("size of each", cloud.databaseSize, "cloud.databaseSize"),
      value("database", database.name, "database.name"),
      value("user", database.user, "database.user"),
      value("port", 25060),
      value("maintenance", `${cloud.maintenance.day} at ${cloud.maintenance.hour} UTC`, "cloud.maintenance"),
      value("backups", "daily, kept for seven days"),
    ],
    whenItFails:
      standbys === 0
        ? "No writes until DigitalOcean has made a new node from the last backup and the log since then."
        : "A standby: nothing is noticed. The primary: DigitalOcean makes a standby the primary, and the address leads to it.",
    howToLook: [
      look("the cluster and its state", "doctl databases list"),
      look("who is let in", "doctl databases firewalls list CLUSTER-ID"),
      look("its backups", "doctl databases backups CLUSTER-ID"),
    ],
    furtherReading: [
      managed,
      reading("MySQL's reference manual", "https://dev.mysql.com/doc/refman/8.0/en/"),
    ],
  };
}

export function replicaGuide({ config, topology }: Stack): Guide {
  return {
    id: "database-replica",
    title: "Read replica (MySQL)",
    components: componentIds(topology, "database-replica"),
    whatItIs:
      "A copy of the database that takes no writes. It follows the primary, and may be a moment behind.",
    roleHere: "DB_READ_HOST leads to it, so that reads which may be a moment old don't burden the primary.",
    values: [
      value("wanted", config.cloud.readReplica, "cloud.readReplica"),
      value("size", config.cloud.databaseSize, "cloud.databaseSize"),
    ],
    whenItFails:
      "Reads that go to it fail until it is back, and writes keep working: it is a single point of failure for reads.",
    howToLook: [look("the replicas and their state", "doctl databases replica list CLUSTER-ID")],
    furtherReading: [managed],
  };
}
