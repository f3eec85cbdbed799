import type { FailureId } from "../../failures/index.ts";
import { cloud } from "./cloud.ts";
import { commandLine, config } from "./commands.ts";
import { data } from "./data.ts";
import { benchmark, deploy } from "./deploy.ts";
import { engine } from "./engine.ts";
import { machine } from "./machine.ts";
import type { FailureText } from "./text.ts";

/** What the troubleshooting page has of each kind of failure, in its order. */
export const failureTexts: Readonly<Record<FailureId, FailureText>> = {
  ...config,
  ...commandLine,
  ...machine,
  ...engine,
  ...deploy,
  ...data,
  ...cloud,
  ...benchmark,
};
