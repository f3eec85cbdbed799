import { judge, observe, renderFindings } from "../doctor/index.ts";

/** Says what is here and what is missing, and changes nothing. @returns the exit code: 0 all is well, 2 it isn't. */
export async function doctor(projectFolder: string, isJson: boolean): Promise<number> {
  const findings = judge(await observe(projectFolder));
  const isWell = findings.every((finding) => finding.isWell);
  if (isJson) console.log(JSON.stringify({ isWell, findings }));
  else console.log(renderFindings(findings));
  return isWell ? 0 : 2;
}
