import { decodeBlock, encodeBlock } from "./codec.ts";
import { type Diagnostic, diagnosticOf, ProviderError } from "./diagnostics.ts";
import {
  type ApplyAnswer,
  type ApplyRequest,
  type ConfigRequest,
  type Diagnosed,
  type DynamicValue,
  type ImportAnswer,
  type ImportRequest,
  type PlanAnswer,
  type PlanRequest,
  type ReadRequest,
  type SchemaAnswer,
  type UpgradeRequest,
  type ValidateRequest,
  wireDiagnostic,
  wirePath,
} from "./messages.ts";
import { planResource, settle } from "./plan.ts";
import { isMarkedLost, markLost } from "./private.ts";
import type { ProviderDefinition, ResourceType } from "./provider.ts";
import type { Attributes } from "./schema.ts";
import { upgradeState, withoutUnknowns } from "./state.ts";
import { validate } from "./validate.ts";
import { type Fields, UNKNOWN } from "./value.ts";
import { wireSchema } from "./wire-schema.ts";

/** A resource's identity, which every type has without naming it. */
const ID_ATTRIBUTE = { type: "string", use: "computed" } as const;

interface PreparedType<Client> extends ResourceType<Client> {
  readonly attributes: Attributes;
}

/** What each request of Terraform's gets for an answer; one instance serves one process. */
export class Operations<Client> {
  readonly #provider: ProviderDefinition<Client>;
  readonly #types: ReadonlyMap<string, PreparedType<Client>>;
  readonly #stopping = new AbortController();
  #client: Client | null = null;

  constructor(provider: ProviderDefinition<Client>) {
    this.#provider = provider;
    this.#types = new Map(
      Object.entries(provider.resources).map(([name, type]) => [
        name,
        { ...type, attributes: { id: ID_ATTRIBUTE, ...type.schema.attributes } },
      ]),
    );
  }

  schema(): SchemaAnswer {
    const schemas = [...this.#types].map(
      ([name, type]) => [name, wireSchema(type.schema.version, type.attributes)] as const,
    );
    return {
      provider: wireSchema(0, this.#provider.attributes),
      resource_schemas: Object.fromEntries(schemas),
      server_capabilities: { get_provider_schema_optional: true },
      diagnostics: [],
    };
  }

  prepareConfig(request: ConfigRequest): Diagnosed & { readonly prepared_config: DynamicValue } {
    return { prepared_config: request.config, diagnostics: this.#providerConfig(request).diagnostics };
  }

  async configure(request: ConfigRequest): Promise<Diagnosed> {
    const { config, diagnostics } = this.#providerConfig(request);
    if (diagnostics.some((diagnostic) => diagnostic.severity === "ERROR")) return { diagnostics };
    const planned = planResource(this.#provider.attributes, null, config).planned;
    return attempt(async () => {
      this.#client = await this.#provider.configure(planned);
      return {};
    }, {});
  }

  validate(request: ValidateRequest): Diagnosed {
    const type = this.#type(request.type_name);
    const config = decoded(request.config, type.attributes) ?? {};
    return { diagnostics: diagnose(type, config).map(wireDiagnostic) };
  }

  async upgrade(request: UpgradeRequest): Promise<Diagnosed & { readonly upgraded_state: DynamicValue }> {
    const type = this.#type(request.type_name);
    return attempt(
      async () => {
        const state = upgradeState(
          request.type_name,
          type.schema,
          type.attributes,
          request.version,
          request.raw_state.json,
        );
        return { upgraded_state: encoded(state, type.attributes) };
      },
      { upgraded_state: encoded(null, type.attributes) },
    );
  }

  async read(
    request: ReadRequest,
  ): Promise<Diagnosed & { readonly new_state: DynamicValue; readonly private: Uint8Array }> {
    const type = this.#type(request.type_name);
    const failed = { new_state: request.current_state, private: request.private };
    return attempt(async () => {
      const stored = decoded(request.current_state, type.attributes) ?? {};
      const reading = await type.read(this.#work(), stored);
      if (reading === null) return { new_state: encoded(null, type.attributes), private: request.private };
      const state = settle(type.attributes, stored, { ...stored, ...reading.state });
      return {
        new_state: encoded(state, type.attributes),
        private: markLost(request.private, reading.isLost),
      };
    }, failed);
  }

  plan(request: PlanRequest): PlanAnswer {
    const type = this.#type(request.type_name);
    const prior = decoded(request.prior_state, type.attributes);
    const config = decoded(request.config, type.attributes);
    const answer = { requires_replace: [], legacy_type_system: true, diagnostics: [] } as const;
    if (config === null) {
      return {
        ...answer,
        planned_state: encoded(null, type.attributes),
        planned_private: request.prior_private,
      };
    }
    const { planned, replacedBy } = planResource(type.attributes, prior, config);
    const lost = prior !== null && isMarkedLost(request.prior_private) ? type.lostShownBy : undefined;
    const reasons = lost === undefined ? replacedBy : [...replacedBy, lost];
    return {
      ...answer,
      planned_state: encoded(lost === undefined ? planned : { ...planned, [lost]: UNKNOWN }, type.attributes),
      requires_replace: reasons.map((name) => wirePath([name])),
      planned_private: markLost(request.prior_private, false),
    };
  }

  async apply(request: ApplyRequest): Promise<ApplyAnswer> {
    const type = this.#type(request.type_name);
    const prior = decoded(request.prior_state, type.attributes);
    const planned = decoded(request.planned_state, type.attributes);
    let kept = prior;
    const keep = (state: Fields | null): void => {
      kept = state;
    };
    const diagnostics: Diagnostic[] = [];
    try {
      kept = await this.#applyTo(type, prior, planned, request, keep);
    } catch (thrown) {
      diagnostics.push(diagnosticOf(thrown));
    }
    return {
      new_state: encoded(kept === null ? null : withoutUnknowns(kept), type.attributes),
      private: request.planned_private,
      diagnostics: diagnostics.map(wireDiagnostic),
      legacy_type_system: true,
    };
  }

  async import(request: ImportRequest): Promise<ImportAnswer> {
    const type = this.#type(request.type_name);
    return attempt(
      async () => {
        const state = await type.import(this.#work(), request.id);
        const imported = { type_name: request.type_name, state: encoded(state, type.attributes) };
        return { imported_resources: [{ ...imported, private: new Uint8Array() }] };
      },
      { imported_resources: [] },
    );
  }

  /** Lets every running operation end as soon as it can. */
  stop(): void {
    this.#stopping.abort();
  }

  async #applyTo(
    type: PreparedType<Client>,
    prior: Fields | null,
    planned: Fields | null,
    request: ApplyRequest,
    keep: (state: Fields | null) => void,
  ): Promise<Fields | null> {
    const work = this.#work();
    if (work.signal.aborted) throw new ProviderError("Interrupted before it began", "Run the command again.");
    if (planned === null) {
      if (prior !== null) await type.delete(work, prior);
      return null;
    }
    // What was unknown when the configuration was validated is known by now.
    const [objection] = diagnose(type, decoded(request.config, type.attributes) ?? {}).filter(isError);
    if (objection) throw new ProviderError(objection.summary, objection.detail, objection.path);
    if (prior === null) {
      return { ...planned, ...(await type.create({ ...work, keep }, planned)) };
    }
    return { ...planned, ...(type.update ? await type.update(work, prior, planned) : {}) };
  }

  #providerConfig(request: ConfigRequest): Diagnosed & { readonly config: Fields } {
    const config = decoded(request.config, this.#provider.attributes) ?? {};
    return { config, diagnostics: validate(this.#provider.attributes, config).map(wireDiagnostic) };
  }

  #work(): { readonly client: Client; readonly signal: AbortSignal } {
    if (this.#client === null) throw new Error("Terraform has not configured the provider.");
    return { client: this.#client, signal: this.#stopping.signal };
  }

  #type(name: string): PreparedType<Client> {
    const type = this.#types.get(name);
    if (type) return type;
    const known = [...this.#types.keys()].join(", ");
    throw new Error(
      `The resource type ${name} is not implemented by this stand-in provider; it has ${known}.`,
    );
  }
}

function diagnose<Client>(type: PreparedType<Client>, config: Fields): Diagnostic[] {
  return [...validate(type.attributes, config), ...(type.validate?.(config) ?? [])];
}

function isError(diagnostic: Diagnostic): boolean {
  return diagnostic.severity === "error";
}

function decoded(value: DynamicValue, attributes: Attributes): Fields | null {
  return value.msgpack.length === 0 ? null : decodeBlock(value.msgpack, attributes);
}

function encoded(fields: Fields | null, attributes: Attributes): DynamicValue {
  return { msgpack: encodeBlock(fields, attributes) };
}

async function attempt<Answer extends object>(
  run: () => Promise<Answer>,
  otherwise: Answer,
): Promise<Answer & Diagnosed> {
  try {
    return { ...(await run()), diagnostics: [] };
  } catch (thrown) {
    return { ...otherwise, diagnostics: [wireDiagnostic(diagnosticOf(thrown))] };
  }
}
