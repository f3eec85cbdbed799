/** A command of the CLI as the reference describes it. */
export interface CommandReference {
  /** As in `npm run NAME`. */
  readonly name: string;
  readonly summary: string;
  readonly operands: readonly {
    readonly name: string;
    readonly allowed?: readonly string[];
    readonly isRequired: boolean;
  }[];
  /** By name, without the two hyphens. */
  readonly options: Readonly<
    Record<
      string,
      { readonly type: "boolean" | "string"; readonly multiple?: boolean; readonly summary: string }
    >
  >;
  /** What exit code 2 means; undefined: the command never exits with 2. */
  readonly negativeResult: string | undefined;
}
