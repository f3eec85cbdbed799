import type { Diagnostic } from "./diagnostics.ts";
import type { Attributes, ResourceSchema } from "./schema.ts";
import type { Fields } from "./value.ts";

/** What a running operation is given. */
export interface Work<Client> {
  readonly client: Client;
  /** Aborted when Terraform asks the provider to stop, and with a TimeoutError when the operation's time is over. */
  readonly signal: AbortSignal;
}

export interface CreateWork<Client> extends Work<Client> {
  /** What the state holds, as tainted, should the rest of the creation fail; null for nothing. */
  readonly keep: (state: Fields | null) => void;
  /** The configuration, wholly known, before values were brought into the form in which they are stored. */
  readonly config: Fields;
}

/** What was read of a resource; `isLost` where it exists but can only be made anew. */
export interface Reading {
  readonly state: Fields;
  readonly isLost: boolean;
}

/** A resource type: its schema and what is done for it. Every state given or returned holds its `id`. */
export interface ResourceType<Client> {
  readonly schema: ResourceSchema;
  /** What is wrong with a configuration beyond single attributes. */
  readonly validate?: (config: Fields) => readonly Diagnostic[];
  readonly create: (work: CreateWork<Client>, planned: Fields) => Promise<Fields>;
  /** Gives null where the resource is gone. */
  readonly read: (work: Work<Client>, stored: Fields) => Promise<Reading | null>;
  /** Left out where every attribute forces a replacement. */
  readonly update?: (work: Work<Client>, stored: Fields, planned: Fields) => Promise<Fields>;
  readonly delete: (work: Work<Client>, stored: Fields) => Promise<void>;
  /** The least state from which `read` can fill in the rest. */
  readonly import: (work: Work<Client>, id: string) => Promise<Fields>;
  /** The computed attribute at which Terraform shows that a lost resource is replaced. */
  readonly lostShownBy?: string;
}

/** Something that is looked up and not managed. */
export interface DataSource<Client> {
  readonly attributes: Attributes;
  /** Gives what was found, with its `id`. Throws where there is nothing. */
  readonly read: (work: Work<Client>, config: Fields) => Promise<Fields>;
}

export interface ProviderDefinition<Client> {
  readonly attributes: Attributes;
  readonly dataSources?: Readonly<Record<string, DataSource<Client>>>;
  readonly resources: Readonly<Record<string, ResourceType<Client>>>;
  readonly configure: (config: Fields) => Promise<Client>;
}
