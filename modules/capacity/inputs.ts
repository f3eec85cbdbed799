import { balancerNodeLimits } from "../digitalocean-catalog/index.ts";

/** One number that the capacity model is made of. */
export interface CapacityInput {
  readonly value: number;
  readonly unit: string;
  readonly meaning: string;
  /** measured: with the project's own stack. documented: the provider's word. assumed: to be replaced by a measurement. */
  readonly certainty: "measured" | "documented" | "assumed";
  readonly source: string;
}

/** The machine of the measurements: two cores, which wrk (16 connections, keep-alive) had to share with the servers. */
const cores = 2;
const cpuMicros = (requestsPerSecond: number) => (cores * 1_000_000) / requestsPerSecond;
const machine = "two shared cores with the load generator on them";

const phpPage = cpuMicros(33_900);
const readPage = cpuMicros(8_195);

/** The inputs of the capacity model. CPU times are microseconds of one core. */
export const capacityInputs = {
  staticFile: {
    value: cpuMicros(37_900),
    unit: "us of CPU",
    meaning: "a static file, tiny, from Apache",
    certainty: "measured",
    source: `37,900 requests a second on ${machine}`,
  },
  phpPage: {
    value: phpPage,
    unit: "us of CPU",
    meaning: "a tiny PHP page from Apache (prefork) with mod_php",
    certainty: "measured",
    source: `33,900 requests a second on ${machine}`,
  },
  databaseRead: {
    value: readPage - phpPage,
    unit: "us of CPU",
    meaning: "one read by primary key over a persistent TLS connection, web node and database together",
    certainty: "measured",
    source: `8,195 pages with one such read a second on ${machine}, less the page itself`,
  },
  databaseConnect: {
    value: cpuMicros(421) - readPage,
    unit: "us of CPU",
    meaning: "opening a TLS connection to the database, web node and database together",
    certainty: "measured",
    source: `421 pages a second that connect first, on ${machine}, less the page and its read`,
  },
  databaseShare: {
    value: 0.5,
    unit: "share",
    meaning: "how much of a read's or a connect's CPU time is spent on the database's side",
    certainty: "assumed",
    source: "measured together only",
  },
  writeFactor: {
    value: 5,
    unit: "times a read",
    meaning: "what a durable, replicated write costs the database's CPU",
    certainty: "assumed",
    source: "to be replaced by a benchmark",
  },
  proxyPass: {
    value: 27.5,
    unit: "us of CPU",
    meaning: "HAProxy passing on one request, as load balancer or as database router",
    certainty: "measured",
    source: "26 to 29 us a request; a router's statement is taken to cost the same",
  },
  sharedVcpu: {
    value: 0.6,
    unit: "cores",
    meaning: "what a shared vCPU gives of a core under load; a dedicated one (c-, g-) gives all of it",
    certainty: "assumed",
    source: "a vCPU is one thread of a core, and others may use it too (DigitalOcean, Choosing a plan)",
  },
  balancerNode: {
    value: balancerNodeLimits.requestsPerSecond,
    unit: "requests a second",
    meaning: "what each node of the managed load balancer takes",
    certainty: "documented",
    source: balancerNodeLimits.source.page,
  },
  balancerNodeHandshakes: {
    value: balancerNodeLimits.newTlsConnectionsPerSecond,
    unit: "new TLS connections a second",
    meaning: "what each node of the managed load balancer takes",
    certainty: "documented",
    source: balancerNodeLimits.source.page,
  },
  tlsHandshake: {
    value: 552,
    unit: "us of CPU",
    meaning: "a new TLS connection at the load balancer (TLS 1.3, elliptic-curve key of 256 bits)",
    certainty: "measured",
    source: `CPU time of HAProxy's container for 2,860 to 3,038 handshakes in 4 s, on ${machine}`,
  },
  connectionsPerGib: {
    value: 75,
    unit: "connections a GiB",
    meaning: "what a managed MySQL node accepts for each GiB of its memory",
    certainty: "documented",
    source: "https://docs.digitalocean.com/products/databases/mysql/details/limits/",
  },
  diskFlush: {
    value: 170,
    unit: "us",
    meaning: "flushing a write to the disk (fdatasync)",
    certainty: "measured",
    source: "median of 400 on the machine of the measurements; the slowest tenth took 839 us or more",
  },
  flushesPerCommit: {
    value: 2,
    unit: "flushes",
    meaning:
      "what a commit waits for: redo log and binary log (innodb_flush_log_at_trx_commit and sync_binlog are 1)",
    certainty: "documented",
    source: "https://dev.mysql.com/doc/refman/9.7/en/replication-options-binary-log.html",
  },
  commitsPerFlush: {
    value: 4,
    unit: "commits",
    meaning: "how many commits share a flush under load (group commit)",
    certainty: "assumed",
    source: "to be replaced by a benchmark",
  },
  systemMemory: {
    value: 220,
    unit: "MiB",
    meaning: "what a droplet's system and its idle Apache take",
    certainty: "assumed",
    source: "a droplet-like Debian 13 with systemd; an Apache container alone takes 29 MiB",
  },
  containerMemory: {
    value: 29,
    unit: "MiB",
    meaning: "what an idle web container takes",
    certainty: "measured",
    source: "the stack of preset ha at rest",
  },
} as const satisfies Readonly<Record<string, CapacityInput>>;

export type CapacityInputs = Readonly<Record<keyof typeof capacityInputs, CapacityInput>>;

/** What one request of a kind asks of the stack. */
export interface Page {
  readonly id: string;
  readonly title: string;
  /** us of one core that a web node spends, the database's calls aside. */
  readonly webCpuMicros: number;
  /** Statements that read, each over a connection that is open already. */
  readonly reads: number;
  readonly writes: number;
  /** Database connections that it opens. */
  readonly connects: number;
  /** MiB that its process takes while it is made. */
  readonly memoryMb: number;
  /** ms that it waits for something outside the stack, as for another site's API. */
  readonly waitMs: number;
}

const tiny = { reads: 0, writes: 0, connects: 0, memoryMb: 2, waitMs: 0 };
const php = { ...tiny, webCpuMicros: capacityInputs.phpPage.value };

/** The kinds of pages that the model is shown with. */
export const pages = {
  static: {
    ...tiny,
    id: "static",
    title: "static file",
    webCpuMicros: capacityInputs.staticFile.value,
  },
  php: { ...php, id: "php", title: "PHP page" },
  read: { ...php, id: "read", title: "page with one database read", reads: 1 },
  connect: {
    ...php,
    id: "connect",
    title: "page with one database read that connects each time",
    reads: 1,
    connects: 1,
  },
  write: { ...php, id: "write", title: "page with one database write", writes: 1 },
  content: {
    id: "content",
    title: "page of a content management system (assumed: 50 ms of PHP, 25 reads, a write in ten)",
    webCpuMicros: 50_000,
    reads: 25,
    writes: 0.1,
    connects: 0,
    memoryMb: 32,
    waitMs: 0,
  },
} as const satisfies Readonly<Record<string, Page>>;
