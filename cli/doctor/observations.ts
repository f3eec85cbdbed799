import type { ResolvedConfig } from "../../modules/config/index.ts";
import type { FailureId } from "../../modules/failures/index.ts";
import type { Topology } from "../../modules/topology/index.ts";
import type { FailingContainer, TakenPort } from "../deploy/index.ts";
import type { Disk } from "../disk/index.ts";
import type { Machine, ProviderSource } from "../setup/index.ts";

export type SeenConfig =
  | {
      readonly kind: "valid";
      readonly config: ResolvedConfig;
      readonly topology: Topology;
      /** What no web node gets of the site's folder; undefined if it gets all. */
      readonly leftOut: string | undefined;
      /** PHP extensions that the site's composer.json requires and its web nodes lack. */
      readonly missingExtensions: readonly string[];
    }
  | { readonly kind: "broken"; readonly ids: readonly FailureId[]; readonly text: string };

export type ForcedProviders =
  | { readonly kind: "valid"; readonly use: ProviderSource | undefined }
  | { readonly kind: "unknown"; readonly value: string };

/** What the engine knows beside its version; undefined throughout the doctor while no engine answers. */
export interface SeenEngine {
  /** Containers of this config's stack; 0 while the config is broken. */
  readonly stackContainers: number;
  /** Those of them that don't do their work. */
  readonly failingContainers: readonly FailingContainer[];
  /** Objects of the stack's name that this project's state doesn't know. */
  readonly unmanagedObjects: readonly string[];
  /** Names of data that are kept without being used. */
  readonly unusedData: readonly string[];
  readonly memoryMb: number;
  /** Undefined where the engine's folder is not on this machine. */
  readonly disk: Disk | undefined;
}

/** All that the doctor looked at; no judgement is in it. */
export interface Observations {
  readonly nodeVersion: string;
  readonly machine: Machine;
  readonly forcedProviders: ForcedProviders;
  readonly config: SeenConfig;
  readonly engine: SeenEngine | undefined;
  readonly takenPorts: readonly TakenPort[];
  /** What this machine could give to programs now; undefined where that can't be found out. */
  readonly availableMemoryMb: number | undefined;
  readonly projectDisk: Disk;
}
