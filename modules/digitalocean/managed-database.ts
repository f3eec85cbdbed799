import { DataDigitaloceanDatabaseCa } from "@cdktf/provider-digitalocean/lib/data-digitalocean-database-ca/index.js";
import { DatabaseCluster } from "@cdktf/provider-digitalocean/lib/database-cluster/index.js";
import { DatabaseDb } from "@cdktf/provider-digitalocean/lib/database-db/index.js";
import { DatabaseFirewall } from "@cdktf/provider-digitalocean/lib/database-firewall/index.js";
import { DatabaseMysqlConfig } from "@cdktf/provider-digitalocean/lib/database-mysql-config/index.js";
import { DatabaseReplica } from "@cdktf/provider-digitalocean/lib/database-replica/index.js";
import { DatabaseUser } from "@cdktf/provider-digitalocean/lib/database-user/index.js";
import { type ITerraformDependable, Token } from "cdktf";
import { Construct } from "constructs";
import { type ResolvedConfig, settingEntries, settingValue } from "../config/index.ts";
import { ordinarySqlMode } from "../database/index.ts";
import type { DatabaseAccess } from "../web-node/index.ts";
import type { Foundation } from "./foundation.ts";
import type { ObjectNames } from "./names.ts";

export interface ManagedDatabaseProps {
  readonly names: ObjectNames;
  readonly config: ResolvedConfig;
  readonly foundation: Foundation;
  /** Whether Terraform may delete the cluster and the database in it. */
  readonly deletesData: boolean;
}

/** MySQL's own maximum for these two at DigitalOcean. */
const longestRequestSeconds = 3600;

/** The managed MySQL cluster with the site's database and user, open to web droplets only, and its read replica. */
export class ManagedDatabase extends Construct {
  readonly cluster: DatabaseCluster;
  readonly replica: DatabaseReplica | undefined;
  /** How the site gets in; every text is Terraform's to fill in. */
  readonly access: DatabaseAccess;
  /** What has to be there before the site can get in. */
  readonly doors: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: ManagedDatabaseProps) {
    super(scope, id);
    const { names, config, foundation, deletesData } = props;
    const { cloud } = config;
    const lifecycle = deletesData ? {} : { lifecycle: { preventDestroy: true } };
    this.cluster = new DatabaseCluster(this, "cluster", {
      name: names.database,
      engine: "mysql",
      version: "8",
      region: cloud.region,
      size: cloud.databaseSize,
      nodeCount: cloud.databaseNodes,
      privateNetworkUuid: foundation.vpcId,
      projectId: foundation.project.id,
      tags: [foundation.tag.name],
      maintenanceWindow: [cloud.maintenance],
      ...lifecycle,
    });
    const clusterId = this.cluster.id;
    const { strict, settings } = config.database;
    const mysqlConfig = new DatabaseMysqlConfig(this, "settings", {
      clusterId,
      // What the local target has too; DigitalOcean's own sql_mode differs (ANSI quotes, above all).
      sqlMode: strict ? `${ordinarySqlMode},NO_ENGINE_SUBSTITUTION` : ordinarySqlMode,
      sqlRequirePrimaryKey: strict,
      // As on the local target: MySQL never ends a connection under a request.
      netReadTimeout: longestRequestSeconds,
      netWriteTimeout: longestRequestSeconds,
    });
    // Terraform has MySQL's names.
    for (const [name, value] of settingEntries(settings)) mysqlConfig.addOverride(name, settingValue(value));
    const database = new DatabaseDb(this, "database", {
      clusterId,
      name: config.database.name,
      ...lifecycle,
    });
    const user = new DatabaseUser(this, "user", {
      clusterId,
      name: config.database.user,
      // Another user: the old one stays until no web node signs in with it any more.
      lifecycle: { createBeforeDestroy: true },
    });
    const authority = new DataDigitaloceanDatabaseCa(this, "ca", { clusterId });
    this.replica = cloud.readReplica ? this.addReplica(props) : undefined;
    this.doors = [
      database,
      this.openTo(foundation, "firewall", clusterId),
      ...(this.replica === undefined ? [] : [this.openTo(foundation, "replica-firewall", this.replica.uuid)]),
    ];
    const reads = this.replica ?? this.cluster;
    this.access = {
      host: this.cluster.privateHost,
      port: Token.asString(this.cluster.port),
      readHost: reads.privateHost,
      readPort: Token.asString(reads.port),
      name: config.database.name,
      user: config.database.user,
      password: user.password,
      caCertificate: authority.certificate,
    };
  }

  private addReplica({ names, config: { cloud }, foundation }: ManagedDatabaseProps): DatabaseReplica {
    return new DatabaseReplica(this, "replica", {
      clusterId: this.cluster.id,
      name: names.replica,
      region: cloud.region,
      size: cloud.databaseSize,
      privateNetworkUuid: foundation.vpcId,
      tags: [foundation.tag.name],
    });
  }

  /** A cluster without a trusted source is open to the internet, and so is a replica, which has rules of its own. */
  private openTo({ webTag }: Foundation, id: string, clusterId: string): DatabaseFirewall {
    return new DatabaseFirewall(this, id, { clusterId, rule: [{ type: "tag", value: webTag.name }] });
  }
}
