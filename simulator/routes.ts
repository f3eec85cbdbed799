import type { Route } from "./call.ts";
import { accountRoutes } from "./resources/account.ts";
import { actionRoutes } from "./resources/actions.ts";
import { alertPolicyRoutes } from "./resources/alert-policies.ts";
import { autoscalePoolRoutes } from "./resources/autoscale-pools.ts";
import { certificateRoutes } from "./resources/certificates.ts";
import { databaseClusterRoutes } from "./resources/database-clusters.ts";
import { databaseConfigRoutes } from "./resources/database-config.ts";
import { databaseContentRoutes } from "./resources/database-contents.ts";
import { databaseReplicaRoutes } from "./resources/database-replicas.ts";
import { databaseSettingRoutes } from "./resources/database-settings.ts";
import { domainRecordRoutes } from "./resources/domain-records.ts";
import { domainRoutes } from "./resources/domains.ts";
import { dropletActionRoutes } from "./resources/droplet-actions.ts";
import { dropletRoutes } from "./resources/droplets.ts";
import { firewallRoutes } from "./resources/firewalls.ts";
import { loadBalancerRoutes } from "./resources/load-balancers.ts";
import { projectRoutes } from "./resources/projects.ts";
import { sshKeyRoutes } from "./resources/ssh-keys.ts";
import { tagRoutes } from "./resources/tags.ts";
import { uptimeCheckRoutes } from "./resources/uptime-checks.ts";
import { vpcRoutes } from "./resources/vpcs.ts";

/** All that the simulator answers below /v2. */
export const routes: readonly Route[] = [
  ...accountRoutes,
  ...actionRoutes,
  ...alertPolicyRoutes,
  ...autoscalePoolRoutes,
  ...certificateRoutes,
  ...databaseClusterRoutes,
  ...databaseConfigRoutes,
  ...databaseContentRoutes,
  ...databaseReplicaRoutes,
  ...databaseSettingRoutes,
  ...domainRecordRoutes,
  ...domainRoutes,
  ...dropletActionRoutes,
  ...dropletRoutes,
  ...firewallRoutes,
  ...loadBalancerRoutes,
  ...projectRoutes,
  ...sshKeyRoutes,
  ...tagRoutes,
  ...uptimeCheckRoutes,
  ...vpcRoutes,
];
