import { createReadStream } from "node:fs";
import type { Plugin } from "vite";
import { type Drawer, mermaidScript } from "./draw.ts";
import { type Caption, tidySvg } from "./tidy.ts";

const moduleId = "virtual:lampstand/diagrams";
const resolvedId = `\0${moduleId}`;
/** Pages run in modules of their own, in this same process: the browser that draws for them is found here. */
const place = "lampstandDiagram";

/**
 * Gives pages `import { drawDiagram } from "virtual:lampstand/diagrams"`. Without a drawer it gives undefined, and
 * the reader's browser has to draw.
 */
export function diagramsModule(drawer: Drawer | undefined): Plugin {
  const drawDiagram = async (text: string, caption: Caption): Promise<string | undefined> => {
    if (drawer === undefined) return undefined;
    const { id, svg } = await drawer.draw(text);
    return tidySvg(svg, id, caption);
  };
  Reflect.set(globalThis, place, drawDiagram);
  return {
    name: "lampstand-diagrams",
    resolveId: (id) => (id === moduleId ? resolvedId : undefined),
    load: (id) => (id === resolvedId ? `export const drawDiagram = globalThis.${place};` : undefined),
    configureServer(server) {
      server.middlewares.use("/mermaid.js", (_request, response) => {
        response.setHeader("content-type", "text/javascript");
        createReadStream(mermaidScript).pipe(response);
      });
    },
  };
}
