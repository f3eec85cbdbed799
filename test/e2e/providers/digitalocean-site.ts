import { generate } from "selfsigned";

/** Terraform configuration of resources: types, each with its resources by name. */
export type Resources = Record<string, Record<string, Record<string, unknown>>>;

export const DIGITALOCEAN = {
  type: "digitalocean",
  source: "digitalocean/digitalocean",
  version: "2.71.0",
} as const;

/** What a test changes in the site, all of it: the site before and the site after. */
export interface Variant {
  readonly userData: string;
  readonly certificate: string;
  readonly dropletSize: string;
  readonly backups: boolean;
  readonly balancerNodes: number;
  readonly healthPath: string;
  readonly firewallPort: string;
  readonly clusterSize: string;
  readonly clusterNodes: number;
  readonly sqlMode: string;
  readonly maintenanceHour: string;
  readonly authPlugin: string;
  readonly backupHour: number;
  readonly trustedAddresses: readonly string[];
  readonly cpuLimit: number;
  readonly target: string;
  readonly downPeriod: string;
  readonly wwwTtl: number;
  readonly purpose: string;
  readonly keyName: string;
  readonly vpcDescription: string;
  readonly poolMost: number;
}

export const FIRST: Variant = {
  userData: "#cloud-config\n# v1\n",
  certificate: "own-1",
  dropletSize: "s-1vcpu-1gb",
  backups: false,
  balancerNodes: 2,
  healthPath: "/healthz",
  firewallPort: "80",
  clusterSize: "db-s-1vcpu-2gb",
  clusterNodes: 2,
  sqlMode: "ANSI,TRADITIONAL",
  maintenanceHour: "03:00",
  authPlugin: "caching_sha2_password",
  backupHour: 3,
  trustedAddresses: [],
  cpuLimit: 80,
  target: "https://example.test/healthz",
  downPeriod: "2m",
  wwwTtl: 300,
  purpose: "Web Application",
  keyName: "deploy",
  vpcDescription: "the first",
  poolMost: 3,
};

/** Every resource that can be updated in place is another than in `FIRST`. */
export const UPDATED: Variant = {
  ...FIRST,
  dropletSize: "s-1vcpu-2gb",
  backups: true,
  balancerNodes: 3,
  healthPath: "/readyz",
  firewallPort: "8080",
  clusterSize: "db-s-2vcpu-4gb",
  clusterNodes: 3,
  sqlMode: "TRADITIONAL",
  maintenanceHour: "05:00",
  authPlugin: "mysql_native_password",
  backupHour: 4,
  trustedAddresses: ["192.0.2.7"],
  cpuLimit: 90,
  target: "https://example.test/readyz",
  downPeriod: "5m",
  wwwTtl: 600,
  purpose: "A purpose of its own",
  keyName: "deploy-2",
  vpcDescription: "the second",
  poolMost: 4,
};

const PEM = await generate([{ name: "commonName", value: "app.example.test" }], { keyType: "ec" });
const PUBLIC_KEY =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILfv0/7FO+30vGZNi1qPTzA0pHcPltzj6nkV2d6jvT8G someone@example";
const EMAIL = { email: ["ops@example.test"] };

/** Terraform's way to refer to something. */
export function reference(expression: string): string {
  return `\${${expression}}`;
}

const VPC = reference("digitalocean_vpc.main.id");
const TAG = reference("digitalocean_tag.web.name");
const CLUSTER = reference("digitalocean_database_cluster.main.id");
const PROJECT = reference("digitalocean_project.main.id");
const DOMAIN = reference("digitalocean_domain.main.name");
const KEY = reference("digitalocean_ssh_key.deploy.fingerprint");
const replacedFirst = { lifecycle: { create_before_destroy: true } };

/** The configuration of a site with a resource of every type that the stand-in has. */
export function site(variant: Variant): Resources {
  return {
    ...network(variant),
    ...servers(variant),
    ...database(variant),
    ...names(variant),
    ...watch(variant),
  };
}

/** The import id of each of the site's resources, as an expression over a resource's attributes. */
export const IMPORT_IDS: Readonly<Record<string, (attributes: Record<string, string>) => string>> = {
  digitalocean_record: ({ domain, id }) => `${domain},${id}`,
  digitalocean_uptime_alert: ({ check_id, id }) => `${check_id},${id}`,
  digitalocean_database_db: ({ cluster_id, name }) => `${cluster_id},${name}`,
  digitalocean_database_user: ({ cluster_id, name }) => `${cluster_id},${name}`,
  digitalocean_database_replica: ({ cluster_id, name }) => `${cluster_id},${name}`,
  digitalocean_database_firewall: ({ cluster_id }) => `${cluster_id}`,
  digitalocean_database_mysql_config: ({ cluster_id }) => `${cluster_id}`,
};

function network(variant: Variant): Resources {
  const rule = (port: number, protocol: string, more: object = {}): object => ({
    ...{ entry_port: port, entry_protocol: protocol, target_port: 80, target_protocol: "http" },
    ...more,
  });
  const balancer = {
    ...{ name: "site", region: "fra1", size_unit: variant.balancerNodes, droplet_tag: TAG, vpc_uuid: VPC },
    ...{ project_id: PROJECT, redirect_http_to_https: true, http_idle_timeout_seconds: 75 },
    forwarding_rule: [
      rule(80, "http"),
      rule(443, "https", { certificate_name: reference("digitalocean_certificate.own.name") }),
    ],
    healthcheck: [{ port: 80, protocol: "http", path: variant.healthPath, check_interval_seconds: 3 }],
  };
  const everywhere = { destination_addresses: ["0.0.0.0/0", "::/0"] };
  const firewall = {
    ...{ name: "site-web", tags: [TAG] },
    inbound_rule: [
      {
        ...{ protocol: "tcp", port_range: variant.firewallPort },
        source_load_balancer_uids: [reference("digitalocean_loadbalancer.main.id")],
      },
      { protocol: "icmp", source_addresses: ["10.10.0.0/20"] },
    ],
    outbound_rule: [
      { protocol: "tcp", port_range: "1-65535", ...everywhere },
      { protocol: "udp", port_range: "all", ...everywhere },
    ],
  };
  return {
    digitalocean_vpc: {
      main: { name: "site", region: "fra1", ip_range: "10.10.0.0/20", description: variant.vpcDescription },
    },
    digitalocean_tag: { web: { name: "site-web" } },
    digitalocean_loadbalancer: { main: balancer },
    digitalocean_firewall: { web: firewall },
    digitalocean_certificate: {
      own: {
        ...{ name: variant.certificate, private_key: PEM.private, leaf_certificate: PEM.cert },
        ...replacedFirst,
      },
      encrypted: { name: "encrypted", type: "lets_encrypt", domains: [DOMAIN, `www.${DOMAIN}`] },
    },
  };
}

function servers(variant: Variant): Resources {
  const web = {
    ...{ count: 2, name: `site-web-${reference("count.index + 1")}`, region: "fra1", image: "debian-13-x64" },
    ...{ size: variant.dropletSize, resize_disk: false, backups: variant.backups },
    ...{ tags: [TAG], vpc_uuid: VPC, ssh_keys: [KEY], monitoring: true, graceful_shutdown: true },
    ...{ user_data: variant.userData, ...replacedFirst, timeouts: { create: "1m", delete: "1m" } },
  };
  const pool = {
    name: "site-pool",
    config: [
      { min_instances: 1, max_instances: variant.poolMost, target_cpu_utilization: 0.6, cooldown_minutes: 5 },
    ],
    droplet_template: [
      {
        ...{ image: "debian-13-x64", region: "fra1", size: "s-1vcpu-1gb", ssh_keys: [KEY], vpc_uuid: VPC },
        ...{ user_data: "#cloud-config\n", with_droplet_agent: true },
      },
    ],
  };
  return {
    digitalocean_ssh_key: { deploy: { name: variant.keyName, public_key: PUBLIC_KEY } },
    digitalocean_droplet: { web },
    digitalocean_droplet_autoscale: { pool },
  };
}

function database(variant: Variant): Resources {
  const cluster = {
    ...{ name: "site-database", engine: "mysql", version: "8", region: "fra1", tags: [TAG] },
    ...{ size: variant.clusterSize, node_count: variant.clusterNodes, sql_mode: variant.sqlMode },
    ...{ private_network_uuid: VPC, project_id: PROJECT },
    maintenance_window: [{ day: "sunday", hour: variant.maintenanceHour }],
  };
  const sources = variant.trustedAddresses.map((value) => ({ type: "ip_addr", value }));
  return {
    digitalocean_database_cluster: { main: cluster },
    digitalocean_database_db: { app: { cluster_id: CLUSTER, name: "app" } },
    digitalocean_database_user: {
      app: { cluster_id: CLUSTER, name: "app", mysql_auth_plugin: variant.authPlugin },
    },
    digitalocean_database_firewall: {
      main: { cluster_id: CLUSTER, rule: [{ type: "tag", value: TAG }, ...sources] },
    },
    digitalocean_database_mysql_config: {
      main: {
        cluster_id: CLUSTER,
        backup_hour: variant.backupHour,
        slow_query_log: true,
        long_query_time: 0.5,
      },
    },
    digitalocean_database_replica: {
      read: {
        ...{ cluster_id: CLUSTER, name: "site-read", region: "fra1", private_network_uuid: VPC },
        // A replica can't be smaller than its cluster.
        size: reference("digitalocean_database_cluster.main.size"),
      },
    },
  };
}

function names(variant: Variant): Resources {
  return {
    digitalocean_domain: { main: { name: "example.test" } },
    digitalocean_record: {
      apex: {
        ...{ domain: DOMAIN, type: "A", name: "@" },
        value: reference("digitalocean_loadbalancer.main.ip"),
      },
      www: { domain: DOMAIN, type: "CNAME", name: "www", value: "@", ttl: variant.wwwTtl },
    },
    digitalocean_project: { main: { name: "site", environment: "production", purpose: variant.purpose } },
    digitalocean_project_resources: {
      main: {
        project: PROJECT,
        resources: reference("concat([digitalocean_domain.main.urn], digitalocean_droplet.web[*].urn)"),
      },
    },
  };
}

function watch(variant: Variant): Resources {
  const slack = [{ channel: "#ops", url: "https://hooks.slack.com/services/T1/B1/abc" }];
  return {
    digitalocean_monitor_alert: {
      cpu: {
        ...{ type: "v1/insights/droplet/cpu", description: "busy", compare: "GreaterThan", window: "5m" },
        ...{ value: variant.cpuLimit, tags: [TAG], alerts: [{ ...EMAIL, slack }] },
      },
    },
    digitalocean_uptime_check: {
      site: { name: "site", target: variant.target, regions: ["eu_west", "us_east"] },
    },
    digitalocean_uptime_alert: {
      down: {
        ...{ name: "site down", type: "down", threshold: 1, comparison: "less_than" },
        ...{ period: variant.downPeriod, notifications: [EMAIL] },
        check_id: reference("digitalocean_uptime_check.site.id"),
      },
    },
  };
}
