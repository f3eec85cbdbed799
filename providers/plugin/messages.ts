import type { Diagnostic, PathStep } from "./diagnostics.ts";
import type { WireSchema } from "./wire-schema.ts";

// The messages of tfplugin5.proto, as the gRPC library gives and takes them.

export interface DynamicValue {
  readonly msgpack: Uint8Array;
}

interface WirePath {
  readonly steps: readonly ({ readonly attribute_name: string } | { readonly element_key_int: number })[];
}

export interface WireDiagnostic {
  readonly severity: "ERROR" | "WARNING";
  readonly summary: string;
  readonly detail: string;
  readonly attribute: WirePath;
}

export interface Diagnosed {
  readonly diagnostics: readonly WireDiagnostic[];
}

export interface SchemaAnswer extends Diagnosed {
  readonly provider: WireSchema;
  readonly resource_schemas: Readonly<Record<string, WireSchema>>;
  readonly data_source_schemas: Readonly<Record<string, WireSchema>>;
  readonly server_capabilities: { readonly get_provider_schema_optional: boolean };
}

export interface ConfigRequest {
  readonly config: DynamicValue;
}

export interface ValidateRequest extends ConfigRequest {
  readonly type_name: string;
}

export interface UpgradeRequest {
  readonly type_name: string;
  readonly version: number;
  readonly raw_state: { readonly json: Buffer };
}

export interface ReadRequest {
  readonly type_name: string;
  readonly current_state: DynamicValue;
  readonly private: Buffer;
}

export interface PlanRequest extends ValidateRequest {
  readonly prior_state: DynamicValue;
  readonly prior_private: Buffer;
}

export interface PlanAnswer extends Diagnosed {
  readonly planned_state: DynamicValue;
  readonly requires_replace: readonly WirePath[];
  readonly planned_private: Uint8Array;
  /** Lets a computed block appear in a plan whose configuration has none, as the real providers do. */
  readonly legacy_type_system: true;
}

export interface ApplyRequest extends ValidateRequest {
  readonly prior_state: DynamicValue;
  readonly planned_state: DynamicValue;
  readonly planned_private: Buffer;
}

export interface ApplyAnswer extends Diagnosed {
  readonly new_state: DynamicValue;
  readonly private: Uint8Array;
  readonly legacy_type_system: true;
}

export interface ImportRequest {
  readonly type_name: string;
  readonly id: string;
}

export interface ImportAnswer extends Diagnosed {
  readonly imported_resources: readonly {
    readonly type_name: string;
    readonly state: DynamicValue;
    readonly private: Uint8Array;
  }[];
}

export function wirePath(path: readonly PathStep[]): WirePath {
  return {
    steps: path.map((step) =>
      typeof step === "string" ? { attribute_name: step } : { element_key_int: step },
    ),
  };
}

export function wireDiagnostic(diagnostic: Diagnostic): WireDiagnostic {
  return {
    severity: diagnostic.severity === "error" ? "ERROR" : "WARNING",
    summary: diagnostic.summary,
    detail: diagnostic.detail,
    attribute: wirePath(diagnostic.path),
  };
}
