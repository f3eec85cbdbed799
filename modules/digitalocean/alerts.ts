import type { DatabaseCluster } from "@cdktf/provider-digitalocean/lib/database-cluster/index.js";
import type { Loadbalancer } from "@cdktf/provider-digitalocean/lib/loadbalancer/index.js";
import { MonitorAlert } from "@cdktf/provider-digitalocean/lib/monitor-alert/index.js";
import { UptimeAlert } from "@cdktf/provider-digitalocean/lib/uptime-alert/index.js";
import { UptimeCheck } from "@cdktf/provider-digitalocean/lib/uptime-check/index.js";
import { Construct } from "constructs";
import type { Foundation } from "./foundation.ts";
import type { ObjectNames } from "./names.ts";

export interface AlarmsProps {
  readonly names: ObjectNames;
  readonly email: string;
  readonly foundation: Foundation;
  readonly balancer: Loadbalancer;
  readonly cluster: DatabaseCluster;
  /** Where the site is, without a slash at its end. */
  readonly siteUrl: string;
}

interface Alarm {
  readonly id: string;
  readonly type: string;
  readonly description: string;
  readonly compare: "GreaterThan" | "LessThan";
  /** Percent. */
  readonly value: number;
}

const above = (id: string, type: string, description: string, value: number): Alarm => ({
  ...{ id, type, description: `${description} above ${value} %`, value },
  compare: "GreaterThan",
});

const webAlarms = [
  above("web-cpu", "v1/insights/droplet/cpu", "CPU of a web node", 80),
  above("web-memory", "v1/insights/droplet/memory_utilization_percent", "memory of a web node", 90),
  above("web-disk", "v1/insights/droplet/disk_utilization_percent", "disk of a web node", 80),
];
const balancerAlarm: Alarm = {
  id: "balancer-health",
  type: "v1/insights/lbaas/droplet_health",
  description: "not every web node is healthy",
  compare: "LessThan",
  value: 100,
};
const databaseAlarms = [
  above("database-cpu", "v1/dbaas/alerts/cpu_alerts", "CPU of the database", 80),
  above("database-memory", "v1/dbaas/alerts/memory_utilization_alerts", "memory of the database", 90),
  above("database-disk", "v1/dbaas/alerts/disk_utilization_alerts", "disk of the database", 80),
];
/** Days before a certificate's end; Let's Encrypt's are renewed 30 days before. */
const certificateDays = 14;

/** Who is alerted: by metrics from inside, and by an uptime check of the site from outside. */
export class Alarms extends Construct {
  constructor(scope: Construct, id: string, props: AlarmsProps) {
    super(scope, id);
    const { names, foundation, balancer, cluster } = props;
    const add = (alarm: Alarm, watched: { readonly tags: string[] } | { readonly entities: string[] }) =>
      new MonitorAlert(this, alarm.id, {
        type: alarm.type,
        description: `${names.tag}: ${alarm.description}`,
        compare: alarm.compare,
        value: alarm.value,
        window: "5m",
        enabled: true,
        alerts: { email: [props.email] },
        ...watched,
      });
    for (const alarm of webAlarms) add(alarm, { tags: [foundation.webTag.name] });
    add(balancerAlarm, { entities: [balancer.id] });
    for (const alarm of databaseAlarms) add(alarm, { entities: [cluster.id] });
    this.addUptime(props);
  }

  private addUptime({ names, siteUrl, email }: AlarmsProps): void {
    const isHttps = siteUrl.startsWith("https:");
    const check = new UptimeCheck(this, "uptime", {
      name: names.uptimeCheck,
      type: isHttps ? "https" : "http",
      target: `${siteUrl}/healthz`,
      regions: ["eu_west", "us_east"],
      enabled: true,
    });
    const notifications = [{ email: [email] }];
    new UptimeAlert(this, "uptime-down", {
      checkId: check.id,
      name: `${names.tag} is down`,
      type: "down",
      comparison: "less_than",
      threshold: 1,
      period: "2m",
      notifications,
    });
    if (!isHttps) return;
    new UptimeAlert(this, "uptime-certificate", {
      checkId: check.id,
      name: `${names.tag}: the certificate ends soon`,
      type: "ssl_expiry",
      comparison: "less_than",
      threshold: certificateDays,
      notifications,
    });
  }
}
