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
import { defaultsOf, planResource, settle } from "./plan.ts";
import {
  diagnose,
  isError,
  known,
  type PreparedType,
  preparedDataSources,
  preparedTypes,
} from "./prepared.ts";
import { isMarkedLost, markLost } from "./private.ts";
import type { DataSource, ProviderDefinition, Work } from "./provider.ts";
import type { Operation } from "./schema.ts";
import { upgradeState, withoutUnknowns } from "./state.ts";
import { timeoutMs } from "./timeouts.ts";
import { validate } from "./validate.ts";
import { type Fields, UNKNOWN } from "./value.ts";
import { wireSchema } from "./wire-schema.ts";
import { attempt, decoded, encoded } from "./wire-values.ts";

/** What each request of Terraform's gets for an answer; one instance serves one process. */
export class Operations<Client> {
  readonly #provider: ProviderDefinition<Client>;
  readonly #types: ReadonlyMap<string, PreparedType<Client>>;
  readonly #dataSources: ReadonlyMap<string, DataSource<Client>>;
  readonly #stopping = new AbortController();
  #client: Client | null = null;

  constructor(provider: ProviderDefinition<Client>) {
    this.#provider = provider;
    this.#types = preparedTypes(provider);
    this.#dataSources = preparedDataSources(provider);
  }

  schema(): SchemaAnswer {
    const schemas = [...this.#types].map(
      ([name, type]) => [name, wireSchema(type.schema.version, type.attributes)] as const,
    );
    const dataSchemas = [...this.#dataSources].map(
      ([name, source]) => [name, wireSchema(0, source.attributes)] as const,
    );
    return {
      provider: wireSchema(0, this.#provider.attributes),
      resource_schemas: Object.fromEntries(schemas),
      data_source_schemas: Object.fromEntries(dataSchemas),
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
    const type = known(this.#types, request.type_name);
    const config = decoded(request.config, type.attributes) ?? {};
    return { diagnostics: diagnose(type, config).map(wireDiagnostic) };
  }

  validateData(request: ValidateRequest): Diagnosed {
    const { attributes } = known(this.#dataSources, request.type_name);
    const config = decoded(request.config, attributes) ?? {};
    return { diagnostics: validate(attributes, config).map(wireDiagnostic) };
  }

  async readData(request: ValidateRequest): Promise<Diagnosed & { readonly state: DynamicValue }> {
    const source = known(this.#dataSources, request.type_name);
    return attempt(
      async () => {
        const config = decoded(request.config, source.attributes) ?? {};
        const state = { ...config, ...(await source.read(this.#work(), config)) };
        return { state: encoded(state, source.attributes) };
      },
      { state: encoded(null, source.attributes) },
    );
  }

  async upgrade(request: UpgradeRequest): Promise<Diagnosed & { readonly upgraded_state: DynamicValue }> {
    const type = known(this.#types, request.type_name);
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
    const type = known(this.#types, request.type_name);
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
    const type = known(this.#types, request.type_name);
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
    const type = known(this.#types, request.type_name);
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
    const type = known(this.#types, request.type_name);
    return attempt(
      async () => {
        const state = await type.import(this.#work(), request.id);
        const whole = { ...defaultsOf(type.attributes), ...state };
        const imported = { type_name: request.type_name, state: encoded(whole, type.attributes) };
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
    if (this.#stopping.signal.aborted) {
      throw new ProviderError("Interrupted before it began", "Run the command again.");
    }
    if (planned === null) {
      if (prior !== null) await type.delete(this.#timedWork(type, "delete", prior), prior);
      return null;
    }
    // What was unknown when the configuration was validated is known by now.
    const config = decoded(request.config, type.attributes) ?? {};
    const [objection] = diagnose(type, config).filter(isError);
    if (objection) throw new ProviderError(objection.summary, objection.detail, objection.path);
    if (prior === null) {
      const work = { ...this.#timedWork(type, "create", planned), keep, config };
      return { ...planned, ...(await type.create(work, planned)) };
    }
    if (!type.update) return planned;
    const updated = await type.update(this.#timedWork(type, "update", planned), prior, planned);
    return { ...planned, ...updated };
  }

  #providerConfig(request: ConfigRequest): Diagnosed & { readonly config: Fields } {
    const config = decoded(request.config, this.#provider.attributes) ?? {};
    return { config, diagnostics: validate(this.#provider.attributes, config).map(wireDiagnostic) };
  }

  #work(): Work<Client> {
    if (this.#client === null) throw new Error("Terraform has not configured the provider.");
    return { client: this.#client, signal: this.#stopping.signal };
  }

  #timedWork(type: PreparedType<Client>, operation: Operation, resource: Fields): Work<Client> {
    const { client, signal } = this.#work();
    const timeout = AbortSignal.timeout(timeoutMs(type.schema.timeouts, operation, resource));
    return { client, signal: AbortSignal.any([signal, timeout]) };
  }
}
