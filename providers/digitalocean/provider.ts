import type { ProviderDefinition } from "../plugin/index.ts";
import { Api } from "./api.ts";
import { certificate } from "./certificate.ts";
import { databaseCa } from "./database-ca.ts";
import { databaseCluster } from "./database-cluster.ts";
import { databaseFirewall } from "./database-firewall.ts";
import { databaseMysqlConfig } from "./database-mysql-config.ts";
import { databaseDb, databaseUser } from "./database-parts.ts";
import { databaseReplica } from "./database-replica.ts";
import { domain } from "./domain.ts";
import { domains } from "./domains.ts";
import { droplet } from "./droplet.ts";
import { dropletAutoscale } from "./droplet-autoscale.ts";
import { firewall } from "./firewall.ts";
import { loadbalancer } from "./loadbalancer.ts";
import { monitorAlert } from "./monitor-alert.ts";
import { project } from "./project.ts";
import { projectResources } from "./project-resources.ts";
import { providerAttributes } from "./provider-schema.ts";
import { record } from "./record.ts";
import { apiSettings } from "./settings.ts";
import { sshKey, sshKeyByName } from "./ssh-key.ts";
import { tag } from "./tag.ts";
import { uptimeAlert, uptimeCheck } from "./uptime.ts";
import { vpc } from "./vpc.ts";

/** The stand-in for digitalocean/digitalocean 2.71.0, as far as this project's stacks use it. */
export const digitaloceanProvider: ProviderDefinition<Api> = {
  attributes: providerAttributes,
  resources: {
    digitalocean_certificate: certificate,
    digitalocean_database_cluster: databaseCluster,
    digitalocean_database_db: databaseDb,
    digitalocean_database_firewall: databaseFirewall,
    digitalocean_database_mysql_config: databaseMysqlConfig,
    digitalocean_database_replica: databaseReplica,
    digitalocean_database_user: databaseUser,
    digitalocean_domain: domain,
    digitalocean_droplet: droplet,
    digitalocean_droplet_autoscale: dropletAutoscale,
    digitalocean_firewall: firewall,
    digitalocean_loadbalancer: loadbalancer,
    digitalocean_monitor_alert: monitorAlert,
    digitalocean_project: project,
    digitalocean_project_resources: projectResources,
    digitalocean_record: record,
    digitalocean_ssh_key: sshKey,
    digitalocean_tag: tag,
    digitalocean_uptime_alert: uptimeAlert,
    digitalocean_uptime_check: uptimeCheck,
    digitalocean_vpc: vpc,
  },
  dataSources: {
    digitalocean_database_ca: databaseCa,
    digitalocean_domains: domains,
    digitalocean_ssh_key: sshKeyByName,
  },
  configure: async (config) => new Api(apiSettings(config, process.env)),
};
