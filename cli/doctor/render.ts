import { docsLink, wrapLines } from "../../modules/failures/index.ts";
import type { Finding } from "./findings.ts";

const lineCharacters = 80;
const checkColumn = 8;
const seenColumn = 28;

/** The findings as text for a terminal of 80 columns, without a newline at the end. */
export function renderFindings(findings: readonly Finding[]): string {
  const wrong = findings.flatMap((finding) => (finding.isWell ? [] : [finding]));
  const links = new Set(wrong.flatMap(({ failures }) => failures).map(docsLink));
  const conclusion =
    wrong.length === 0
      ? "Everything is ready. Next: npm run up"
      : `Wrong: ${wrong.map(({ check }) => check).join(", ")}.`;
  return [...findings.map(renderFinding), "", wrapLines(conclusion, lineCharacters), ...links].join("\n");
}

function renderFinding(finding: Finding): string {
  const verdict = finding.isWell ? "ok" : "WRONG";
  const start = `${verdict.padEnd(checkColumn)}${finding.check}`.padEnd(seenColumn);
  const words = finding.isWell ? finding.seen : `${finding.seen}\n${finding.remedy}`;
  const lines = wrapLines(words, lineCharacters - seenColumn).split("\n");
  const column = " ".repeat(seenColumn);
  return lines.map((line, index) => (index === 0 ? start : column) + line.trim()).join("\n");
}
