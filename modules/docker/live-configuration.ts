import { Construct } from "constructs";
import { programBeside, TerraformData } from "../terraform/index.ts";
import type { StackContainer } from "./stack-container.ts";
import type { StagedConfiguration } from "./stage-configuration.ts";

export interface LiveConfigurationProps {
  readonly container: StackContainer;
  readonly configuration: StagedConfiguration;
}

/** The program that does it: TypeScript here, JavaScript in the published package. */
const program = programBeside(import.meta, "reload-balancer");

/**
 * A container's configuration, reloaded by the running container whenever it changes, after a check; one that fails
 * it ends the deploy and changes nothing. The Docker provider has no such resource, so Terraform runs a program of ours
 * on this machine, against the engine that Docker's own client would use.
 */
export class LiveConfiguration extends Construct {
  constructor(scope: Construct, id: string, { container, configuration }: LiveConfigurationProps) {
    super(scope, id);
    const { folder, file, place } = configuration;
    const containerId = container.container.id;
    new TerraformData(this, "taken", {
      triggersReplace: { container: containerId, file },
      provisioners: [
        {
          type: "local-exec",
          interpreter: [process.execPath, program, containerId, folder, file],
          command: JSON.stringify(place),
        },
      ],
    });
  }
}
