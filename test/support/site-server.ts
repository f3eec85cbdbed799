import { readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".xml": "application/xml",
  ".wasm": "application/wasm",
};

export interface SiteServer {
  /** Address of the site's root, with the base that it was built for. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves a built site as a web host does: brotli, files that never change cached, folders by their index.html. */
export async function serveSite(folder: string, base = "/"): Promise<SiteServer> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://site").pathname);
    const file = path.startsWith(base) ? fileFor(folder, path.slice(base.length)) : undefined;
    const found = file ?? join(folder, "404.html");
    response.writeHead(file === undefined ? 404 : 200, {
      "content-type": types[extname(found)] ?? "application/octet-stream",
      "content-encoding": "br",
      "cache-control": found.includes("/_astro/") ? "public, max-age=31536000, immutable" : "no-cache",
    });
    response.end(compressed(found));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  if (bound === null || typeof bound === "string") throw new Error("the site's server has no port");
  return {
    url: `http://127.0.0.1:${bound.port}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** Size of a file as it is sent, in bytes. */
export function compressedBytes(file: string): number {
  return compressed(file).length;
}

const kept = new Map<string, Buffer>();

function compressed(file: string): Buffer {
  const known = kept.get(file);
  if (known !== undefined) return known;
  const bytes = brotliCompressSync(readFileSync(file), {
    params: { [constants.BROTLI_PARAM_QUALITY]: 9 },
  });
  kept.set(file, bytes);
  return bytes;
}

function fileFor(folder: string, path: string): string | undefined {
  const file = join(folder, normalize(`/${path}`), path === "" || path.endsWith("/") ? "index.html" : "");
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}
