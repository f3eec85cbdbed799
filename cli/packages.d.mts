interface Lock {
  readonly packages: Readonly<
    Record<string, { readonly version?: string; readonly dependencies?: Readonly<Record<string, string>> }>
  >;
}

export interface Installation {
  /** npm's arguments. */
  readonly args: readonly string[];
  readonly message: string;
}

export declare function runsTheCommands(version: string): boolean;
export declare function neededWorkspaces(command: string | undefined, nodeVersion: string): string[];
export declare function planInstallation(
  lock: Lock,
  installed: Lock | undefined,
  needed: readonly string[],
): Installation | undefined;
