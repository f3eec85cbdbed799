import type { EngineEndpoint, EngineRefusal, EngineTraits } from "../../modules/docker-engine/index.ts";

/** How commands that need root can be run: directly, through sudo without a password, or not at all. */
export type Privilege = "root" | "sudo" | "none";

export type EngineState =
  | { readonly kind: "reachable"; readonly traits: EngineTraits; readonly hasBaseImage: boolean }
  /** The socket is there, but this user may not open it. */
  | { readonly kind: "forbidden" }
  | { readonly kind: "absent" }
  /** The engine that Docker's own client would use isn't fit for a stack. */
  | { readonly kind: "unusable"; readonly refusal: EngineRefusal };

export type Reachability = "reachable" | "unreachable" | "not-probed";

export type ProviderSource = "stand-in" | "registry";

/** Which Terraform providers this project uses, as kept in .lampstand/providers.json. */
export interface ProvidersChoice {
  readonly use: ProviderSource;
  readonly because: string;
}

/** What was seen on this machine; no decision is in it. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly isDebianLike: boolean;
  readonly privilege: Privilege;
  readonly userName: string;
  /** The engine that Docker's own client would use; undefined where what is set leads to none. */
  readonly endpoint: EngineEndpoint | undefined;
  readonly engine: EngineState;
  readonly hasDockerd: boolean;
  readonly hasSystemd: boolean;
  readonly hasDebootstrap: boolean;
  /** Name of the program that does Terraform's work and its version; undefined where there is none. */
  readonly terraform: { readonly program: string; readonly version: string } | undefined;
  /** Whether a release of Terraform for this platform can be fetched. Not probed where a machine has Terraform. */
  readonly terraformRelease: Reachability;
  readonly registry: Reachability;
  readonly hasMirror: boolean;
  readonly chosenProviders: ProvidersChoice | undefined;
  /** Those of the packages asked about that dpkg does not have installed. */
  readonly missingPackages: readonly string[];
}
