import { rmSync } from "node:fs";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import type { StagedSite } from "../../modules/digitalocean/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { installMirror, mirrorFolder } from "../../providers/index.ts";
import { synthesizeCloud } from "../../stacks/index.ts";
import { diagnose, parseEvent, runTerraform } from "../terraform/index.ts";

/** How many resources a plan would touch. */
export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
}

export interface WorkspaceOptions {
  /** The rehearsal's folder: its content is deleted. */
  readonly folder: string;
  readonly projectFolder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Is given each line of Terraform's. */
  readonly onLine: (line: string) => void;
}

/** Terraform with the workspace-in provider, on a state of the rehearsal's own. */
export class RehearsalWorkspace {
  readonly #options: WorkspaceOptions;
  #workFolder = "";
  #deployed: { readonly config: ResolvedConfig; readonly site: StagedSite } | undefined;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
    rmSync(options.folder, { recursive: true, force: true });
    installMirror(mirrorFolder(options.folder));
  }

  /** Synthesizes the stack; what Terraform does from now on, it does for this config. */
  async synthesize(config: ResolvedConfig, site: StagedSite): Promise<void> {
    const isFirst = this.#workFolder === "";
    this.#deployed = { config, site };
    this.#workFolder = synthesizeCloud(this.#options.folder, config, site, false);
    if (isFirst) await this.#terraform("init", ["-no-color"]);
  }

  apply(): Promise<Changes> {
    return this.#terraform("apply", ["-json", "-auto-approve"]);
  }

  plan(): Promise<Changes> {
    return this.#terraform("plan", ["-json"]);
  }

  /** As with the stack's name in LAMPSTAND_DELETE_DATA: the database goes too. */
  destroy(): Promise<Changes> {
    if (this.#deployed !== undefined)
      synthesizeCloud(this.#options.folder, this.#deployed.config, this.#deployed.site, true);
    return this.#terraform("destroy", ["-json", "-auto-approve"]);
  }

  async #terraform(verb: string, options: readonly string[]): Promise<Changes> {
    const { projectFolder, environment, onLine } = this.#options;
    const ending = await runTerraform({
      args: [verb, "-input=false", ...options],
      cwd: this.#workFolder,
      logName: `rehearsal-${verb}`,
      projectFolder,
      environment,
      onLine,
    });
    if (ending.kind === "failed") {
      const { ids, message } = diagnose(ending.lines);
      throw new Failure(ids, `${message}\nThe whole log: ${ending.logFile}`);
    }
    const summary = ending.lines.flatMap((line) => parseEvent(line)?.changes ?? []).at(-1);
    return summary ?? { add: 0, change: 0, remove: 0 };
  }
}
