import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { programBeside, TerraformData } from "../terraform/index.ts";
import type { WebNodes } from "./web-tier.ts";

export interface GateProps {
  readonly nodes: WebNodes;
  /** The balancer's address. */
  readonly address: string;
  /** The name that the site's certificate is for; undefined where it is asked over plain HTTP. */
  readonly tlsName: string | undefined;
  /** What the nodes need to be reached. */
  readonly needs: readonly ITerraformDependable[];
}

const script = programBeside(import.meta, "gate/main");
/** A first boot installs its packages: one to three minutes on the smallest size. */
const timeoutSeconds = 900;

/**
 * What new web nodes have to pass before the old ones go: asked through the balancer, each of them has answered and is
 * ready. Terraform replaces this after the new droplets are there and before it removes the old ones; if it fails, the
 * old ones stay and serve, and the next deploy asks again.
 */
export class Gate extends Construct {
  constructor(scope: Construct, id: string, props: GateProps) {
    super(scope, id);
    const { nodes } = props;
    const expected: { triggers: Record<string, string>; environment: Record<string, string> } =
      nodes.kind === "droplets"
        ? {
            triggers: Object.fromEntries(Object.entries(nodes.droplets).map(([key, { id }]) => [key, id])),
            environment: {
              GATE_DROPLET_IDS: Object.values(nodes.droplets)
                .map((droplet) => droplet.id)
                .join(","),
            },
          }
        : {
            triggers: { pool: nodes.pool.id },
            environment: { GATE_POOL_ID: nodes.pool.id, GATE_POOL_NODES: String(nodes.min) },
          };
    new TerraformData(this, "gate", {
      triggersReplace: expected.triggers,
      provisioners: [
        {
          type: "local-exec",
          interpreter: [process.execPath, script],
          // The script's one argument, for whoever reads Terraform's log.
          command: "wait-until-every-new-web-node-has-answered",
          environment: {
            ...expected.environment,
            GATE_ADDRESS: props.address,
            ...(props.tlsName === undefined ? {} : { GATE_TLS_NAME: props.tlsName }),
            GATE_TIMEOUT_SECONDS: String(timeoutSeconds),
          },
        },
      ],
      dependsOn: [...props.needs],
    });
  }
}
