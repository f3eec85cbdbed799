import type { Stats } from "node:fs";

/** A site's folder, file by file. */
export interface ListedApp {
  readonly entries: readonly AppEntry[];
  readonly leftOut: readonly LeftOut[];
}

export type AppEntry =
  | { readonly kind: "folder"; readonly path: string }
  | { readonly kind: "link"; readonly path: string; readonly target: string }
  | {
      readonly kind: "file";
      readonly path: string;
      readonly real: string;
      readonly isExecutable: boolean;
      readonly bytes: number;
      /** Differs when the file may have changed: size, times and inode. */
      readonly version: string;
      /** Its content or its mode; milliseconds since 1970. */
      readonly changedAtMs: number;
    };

/** A file or folder that no web node gets. */
export interface LeftOut {
  /** Below the site's folder; a folder represents all that is in it. */
  readonly path: string;
  readonly reason: LeftOutReason;
}

const reasons = {
  git: "version control",
  project: "this project's own: secrets, state, outputs",
  link: "a link that leads out of the folder or nowhere",
  name: "its name isn't UTF-8",
  kind: "a FIFO, a socket or a device",
  private: "only its owner may read it; to ship it: chmod go+r, and go+rx for a folder",
} as const;
export type LeftOutReason = keyof typeof reasons;

/** What Lampstand, CDKTF and Terraform write: passwords, keys, state, outputs. */
const projectName = /^(\.lampstand|\.terraform|cdktf\.out|cdk\.tf\.json)$|\.tfstate/i;
/** Beside one of these, the packages of npm are those of the project. */
const projectMarks = ["lampstand.config.ts", "cdktf.json"];
const besideMarks = /^(node_modules|lampstand\.config\.ts)$/;

/** Why something of this name is left out, whatever it is; `siblings` are all names in its folder. */
export function nameReason(name: string, siblings: ReadonlySet<string>): LeftOutReason | undefined {
  if (name === ".git") return "git";
  const isProjectFolder = projectMarks.some((mark) => siblings.has(mark));
  return projectName.test(name) || (isProjectFolder && besideMarks.test(name)) ? "project" : undefined;
}

/** Whether only the owner may read a file or look into a folder: a web server, who is somebody else, couldn't either. */
export function isPrivate(status: Stats): boolean {
  return (status.mode & (status.isDirectory() ? 0o055 : 0o044)) === 0;
}

/** Lines shown for each reason. */
const shownPaths = 20;

/** What is left out, by name, each reason with its paths; undefined if nothing is. */
export function leftOutText(folder: string, leftOut: readonly LeftOut[]): string | undefined {
  if (leftOut.length === 0) return undefined;
  const groups = Map.groupBy(leftOut, ({ reason }) => reason);
  const lines = [...groups].map(([reason, entries]) => {
    const shown = entries.slice(0, shownPaths).map(({ path }) => `    ${printable(path)}`);
    const more = entries.length > shownPaths ? [`    and ${entries.length - shownPaths} more`] : [];
    return [`  ${reasons[reason]}:`, ...shown, ...more].join("\n");
  });
  return [`Left out of the site's folder ${folder}:`, ...lines].join("\n");
}

/** A name may hold a line break, or what a terminal takes for a command. */
function printable(path: string): string {
  return path.replace(/\p{C}/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`);
}
