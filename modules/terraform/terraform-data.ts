import { type TerraformMetaArguments, TerraformResource } from "cdktf";
import type { Construct } from "constructs";

export interface TerraformDataProps extends TerraformMetaArguments {
  /** A changed value replaces the resource, and what is provisioned with it is done again. @default never */
  readonly triggersReplace?: Readonly<Record<string, string>>;
  /** A text that the state keeps. @default none */
  readonly input?: string;
}

/**
 * Terraform's own resource that is nothing by itself: something to provision with. In place of CDKTF's DataResource,
 * which starts Terraform in every synth, for each of its instances, to ask whether its version is at least 1.4.
 */
export class TerraformData extends TerraformResource {
  readonly #triggersReplace: TerraformDataProps["triggersReplace"];
  readonly #input: TerraformDataProps["input"];

  constructor(scope: Construct, id: string, { triggersReplace, input, ...meta }: TerraformDataProps) {
    super(scope, id, {
      ...meta,
      terraformResourceType: "terraform_data",
      terraformGeneratorMetadata: { providerName: "terraform" },
    });
    this.#triggersReplace = triggersReplace;
    this.#input = input;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return {
      ...(this.#triggersReplace === undefined ? {} : { triggers_replace: this.#triggersReplace }),
      ...(this.#input === undefined ? {} : { input: this.#input }),
    };
  }
}
