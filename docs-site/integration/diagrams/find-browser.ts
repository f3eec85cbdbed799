import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

/** Names of Chrome, Chromium and Edge on a PATH, in order of preference. */
const programs = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "microsoft-edge",
  "microsoft-edge-stable",
];

/** Where macOS keeps them. */
const applications = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
];

/** What decides where a browser is looked for. */
export interface Surroundings {
  readonly chromePath: string | undefined;
  readonly searchPath: string;
  readonly exists: (file: string) => boolean;
}

/** The browser that draws diagrams at build time: CHROME_PATH, else the first one found; undefined: none. */
export function findBrowser(
  { chromePath, searchPath, exists }: Surroundings = surroundings(),
): string | undefined {
  const onPath = programs.flatMap((program) =>
    searchPath
      .split(delimiter)
      .filter((folder) => folder !== "")
      .map((folder) => join(folder, program)),
  );
  const candidates = [...(chromePath ? [chromePath] : []), ...onPath, ...applications];
  return candidates.find((file) => exists(file));
}

function surroundings(): Surroundings {
  return { chromePath: process.env.CHROME_PATH, searchPath: process.env.PATH ?? "", exists: existsSync };
}
