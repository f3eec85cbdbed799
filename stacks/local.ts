import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import { LocalBackend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { LampStack, type LampStackProps } from "../modules/docker/index.ts";
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
    new LocalBackend(this, { path: fromWorkFolder(this, props.stateFile) });
    new DockerProvider(this, "docker", providerSettings(props.engine));
    new LampStack(this, "lamp", props);
    const { httpPort, httpsPort, statusPort } = props.config.loadBalancer;
    const outputs = {
      url: `http://127.0.0.1:${httpPort}`,
      url_https: `https://127.0.0.1:${httpsPort}`,
      certificate_authority: props.secrets.authorityFile,
      status: `http://127.0.0.1:${statusPort}/stats`,
    };
    for (const [name, value] of Object.entries(outputs))
      new TerraformOutput(this, name, { value, staticId: true });
  }
}
