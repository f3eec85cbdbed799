import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { mermaidSettings } from "./settings.ts";

const require = createRequire(import.meta.url);
/** The whole of mermaid as one script. */
export const mermaidScript = require.resolve("mermaid/dist/mermaid.min.js");
const mermaidVersion: string = require("mermaid/package.json").version;

export interface Drawing {
  /** The id that the SVG's own ids start with: the same text always has the same. */
  readonly id: string;
  readonly svg: string;
}

/** Draws mermaid texts with a browser on this machine, one at a time, each only once. */
export interface Drawer {
  /** @throws Error where mermaid doesn't understand the text. */
  draw(text: string): Promise<Drawing>;
  /** Ends the browser, if one was needed. */
  close(): Promise<void>;
}

/** A drawer that keeps what it drew in a folder, by the hash of the text, mermaid's version and the settings. */
export function createDrawer(browserPath: string, cacheFolder: string): Drawer {
  let started: Promise<{ readonly browser: Browser; readonly page: Page }> | undefined;
  return {
    async draw(text) {
      const key = JSON.stringify([text, mermaidVersion, mermaidSettings]);
      const id = `d${createHash("sha256").update(key).digest("hex").slice(0, 12)}`;
      const file = join(cacheFolder, `${id}.svg`);
      const kept = readIfThere(file);
      if (kept !== undefined) return { id, svg: kept };
      started ??= start(browserPath);
      const svg = await drawOn((await started).page, id, text);
      mkdirSync(cacheFolder, { recursive: true });
      writeFileSync(file, svg);
      return { id, svg };
    },
    async close() {
      const running = await started;
      started = undefined;
      await running?.browser.close();
    },
  };
}

async function start(browserPath: string) {
  // A container's root has no sandbox to offer. The browser opens nothing but mermaid.
  const args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
  const browser = await chromium.launch({ executablePath: browserPath, args });
  const page = await browser.newPage();
  await page.setContent("<!doctype html><title>diagrams</title>");
  await page.addScriptTag({ path: mermaidScript });
  return { browser, page };
}

declare const mermaid: {
  initialize(settings: object): void;
  render(id: string, text: string): Promise<{ readonly svg: string }>;
};

function drawOn(page: Page, id: string, text: string): Promise<string> {
  // Runs in the page: it sees its argument and mermaid, nothing of this module.
  const inPage = async (given: { readonly id: string; readonly text: string; readonly settings: object }) => {
    mermaid.initialize(given.settings);
    return (await mermaid.render(given.id, given.text)).svg;
  };
  return page.evaluate(inPage, { id, text, settings: mermaidSettings });
}

function readIfThere(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
