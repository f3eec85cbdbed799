import type { Field, Shape } from "./protobuf.ts";

// The part of Terraform's plugin protocol, version 5, that the stand-ins speak: messages with their field numbers.

const text = (id: number): Field => ({ id, type: "string" });
const bytes = (id: number): Field => ({ id, type: "bytes" });
const flag = (id: number): Field => ({ id, type: "bool" });
const whole = (id: number): Field => ({ id, type: "int" });
const one = (id: number, type: Shape): Field => ({ id, type });
const list = (id: number, type: Shape): Field => ({ id, type, many: "list" });
const map = (id: number, type: Shape): Field => ({ id, type, many: "map" });

const NOTHING: Shape = {};
/** A value in MessagePack, with the type that the schema gives. */
const VALUE: Shape = { msgpack: bytes(1) };
const STEP: Shape = { attribute_name: text(1), element_key_int: whole(3) };
const PATH: Shape = { steps: list(1, STEP) };
const DIAGNOSTIC: Shape = {
  severity: { id: 1, type: ["INVALID", "ERROR", "WARNING"] },
  summary: text(2),
  detail: text(3),
  attribute: one(4, PATH),
};
const ATTRIBUTE: Shape = {
  name: text(1),
  type: bytes(2),
  required: flag(4),
  optional: flag(5),
  computed: flag(6),
  sensitive: flag(7),
  deprecated: flag(9),
};
const BLOCK: Shape = {
  attributes: list(2, ATTRIBUTE),
  // Blocks hold blocks: the shape refers to itself once it is there.
  get block_types(): Field {
    return list(3, NESTED_BLOCK);
  },
};
const NESTED_BLOCK: Shape = {
  type_name: text(1),
  block: one(2, BLOCK),
  nesting: { id: 3, type: ["INVALID", "SINGLE", "LIST", "SET"] },
  min_items: whole(4),
  max_items: whole(5),
};
const SCHEMA: Shape = { version: whole(1), block: one(2, BLOCK) };
const DIAGNOSTICS_ONLY: Shape = { diagnostics: list(1, DIAGNOSTIC) };

interface Method {
  readonly request: Shape;
  readonly answer: Shape;
}

/** The methods of the service `tfplugin5.Provider`. */
export const PROVIDER_METHODS = {
  GetSchema: {
    request: NOTHING,
    answer: {
      provider: one(1, SCHEMA),
      resource_schemas: map(2, SCHEMA),
      data_source_schemas: map(3, SCHEMA),
      diagnostics: list(4, DIAGNOSTIC),
      server_capabilities: one(6, { get_provider_schema_optional: flag(2) }),
    },
  },
  PrepareProviderConfig: {
    request: { config: one(1, VALUE) },
    answer: { prepared_config: one(1, VALUE), diagnostics: list(2, DIAGNOSTIC) },
  },
  Configure: { request: { config: one(2, VALUE) }, answer: DIAGNOSTICS_ONLY },
  ValidateResourceTypeConfig: {
    request: { type_name: text(1), config: one(2, VALUE) },
    answer: DIAGNOSTICS_ONLY,
  },
  ValidateDataSourceConfig: {
    request: { type_name: text(1), config: one(2, VALUE) },
    answer: DIAGNOSTICS_ONLY,
  },
  ReadDataSource: {
    request: { type_name: text(1), config: one(2, VALUE) },
    answer: { state: one(1, VALUE), diagnostics: list(2, DIAGNOSTIC) },
  },
  UpgradeResourceState: {
    request: { type_name: text(1), version: whole(2), raw_state: one(3, { json: bytes(1) }) },
    answer: { upgraded_state: one(1, VALUE), diagnostics: list(2, DIAGNOSTIC) },
  },
  ReadResource: {
    request: { type_name: text(1), current_state: one(2, VALUE), private: bytes(3) },
    answer: { new_state: one(1, VALUE), diagnostics: list(2, DIAGNOSTIC), private: bytes(3) },
  },
  PlanResourceChange: {
    request: {
      type_name: text(1),
      prior_state: one(2, VALUE),
      config: one(4, VALUE),
      prior_private: bytes(5),
    },
    answer: {
      planned_state: one(1, VALUE),
      requires_replace: list(2, PATH),
      planned_private: bytes(3),
      diagnostics: list(4, DIAGNOSTIC),
      legacy_type_system: flag(5),
    },
  },
  ApplyResourceChange: {
    request: {
      type_name: text(1),
      prior_state: one(2, VALUE),
      planned_state: one(3, VALUE),
      config: one(4, VALUE),
      planned_private: bytes(5),
    },
    answer: {
      new_state: one(1, VALUE),
      private: bytes(2),
      diagnostics: list(3, DIAGNOSTIC),
      legacy_type_system: flag(4),
    },
  },
  ImportResourceState: {
    request: { type_name: text(1), id: text(2) },
    answer: {
      imported_resources: list(1, { type_name: text(1), state: one(2, VALUE), private: bytes(3) }),
      diagnostics: list(2, DIAGNOSTIC),
    },
  },
  Stop: { request: NOTHING, answer: { Error: text(1) } },
} satisfies Record<string, Method>;

/** The methods of the service `plugin.GRPCController`, by which the host ends a plugin process. */
export const CONTROLLER_METHODS = {
  Shutdown: { request: NOTHING, answer: NOTHING },
} satisfies Record<string, Method>;

export type Methods = Readonly<Record<string, Method>>;
