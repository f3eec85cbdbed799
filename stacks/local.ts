import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { addVolumes, LampStack, type LampStackProps } from "../modules/docker/index.ts";
import { type EngineEndpoint, providerSettings } from "../modules/docker-engine/index.ts";
import { fromWorkFolder } from "../modules/terraform/index.ts";

export interface LocalStackProps extends LampStackProps {
  /** Where Terraform's state is kept. */
  readonly stateFile: string;
  /** The engine that the stack is deployed on; {@link LampStack} needs one on this machine. */
  readonly engine: EngineEndpoint;
}

/** The stack on this machine's Docker engine. */
export class LocalStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: LocalStackProps) {
    super(scope, id);
    addEngine(this, props);
    new LampStack(this, lampId, props);
    const { httpPort, httpsPort, statusPort } = props.config.loadBalancer;
    const outputs = {
      url: `http://127.0.0.1:${httpPort}`,
      url_https: `https://127.0.0.1:${httpsPort}`,
      certificate_authority: props.secrets.caFile,
      status: `http://127.0.0.1:${statusPort}/stats`,
    };
    for (const [name, value] of Object.entries(outputs))
      new TerraformOutput(this, name, { value, staticId: true });
  }
}

export type RemainderStackProps = Pick<LocalStackProps, "projectId" | "stateFile" | "engine" | "volumes">;

/** What is left of the stack on this machine once it is removed: its volumes, or nothing. Needs no config. */
export class RemainderStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: RemainderStackProps) {
    super(scope, id);
    addEngine(this, props);
    // Below the same id, so that what is recorded keeps its address.
    if (props.volumes.kept.length > 0)
      addVolumes(new Construct(this, lampId), props.volumes, props.projectId);
  }
}

const lampId = "lamp";

function addEngine(
  stack: TerraformStack,
  { stateFile, engine }: Pick<LocalStackProps, "stateFile" | "engine">,
): void {
  new LocalBackend(stack, { path: fromWorkFolder(stack, stateFile) });
  new DockerProvider(stack, "docker", providerSettings(engine));
}
