import type { FailureId } from "../../modules/failures/index.ts";
import { type Diagnostic, parseEvent } from "./event.ts";
import { plainName } from "./progress.ts";

/** Why a run of Terraform failed, in words for the user. */
export interface Diagnosis {
  readonly ids: readonly FailureId[];
  readonly message: string;
  /** False where Terraform's whole log has more. */
  readonly isKnown: boolean;
}

const lastLines = 20;

/** Messages of the registry's providers and the stand-ins, by the kind of failure that they mean. */
const signs: readonly { readonly sign: RegExp; readonly id: FailureId }[] = [
  { sign: /error acquiring the state lock/i, id: "deploy-running" },
  { sign: /plugin did not respond|plugin exited|execution halted/i, id: "deploy-interrupted" },
  { sign: /no space left on device|ENOSPC/i, id: "disk-full" },
  { sign: /docker engine does not answer|cannot connect to the docker daemon/i, id: "docker-not-running" },
  { sign: /port is already allocated|address already in use|Port \d+ .* is in use/i, id: "port-in-use" },
  { sign: /MySQL [0-9.]+ is not in Debian's suite sid/, id: "mysql-series-missing" },
  {
    sign: /the build of image|failed to solve|error building|returned a non-zero code/i,
    id: "image-build-failed",
  },
];

/** Reads what a failed run printed: events of `-json` where there are some, else plain text. */
export function diagnose(lines: readonly string[]): Diagnosis {
  const diagnostics = lines.flatMap((line) => {
    const { diagnostic } = parseEvent(line) ?? {};
    return diagnostic?.severity === "error" ? [diagnostic] : [];
  });
  if (diagnostics.length === 0) {
    const text = lines.slice(-lastLines).join("\n");
    const id = idOf(text);
    return { ids: [id], message: text, isKnown: id !== "terraform-failed" };
  }
  const byText = new Map(diagnostics.map((diagnostic) => [textOf(diagnostic), idOf(textOf(diagnostic))]));
  const ids = [...new Set(byText.values())];
  return { ids, message: [...byText.keys()].join("\n\n"), isKnown: !ids.includes("terraform-failed") };
}

function idOf(text: string): FailureId {
  return signs.find(({ sign }) => sign.test(text))?.id ?? "terraform-failed";
}

function textOf({ summary, detail, address }: Diagnostic): string {
  const where = address === undefined ? "" : `${plainName(address)}: `;
  return `${where}${summary}\n${detail ?? ""}`.trim();
}
