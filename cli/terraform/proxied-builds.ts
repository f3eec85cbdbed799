import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type Docker from "dockerode";
import { z } from "zod";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { type ProxyVariables, proxyVariables } from "../../modules/proxy/index.ts";
import { buildImage } from "../../providers/docker/index.ts";
import { ProviderError } from "../../providers/plugin/index.ts";
import { type ProviderSource, readProvidersChoice } from "../setup/index.ts";

/** An image that a synthesized stack builds. */
export interface StackImage {
  readonly name: string;
  /** Absolute path. */
  readonly context: string;
  readonly labels: Readonly<Record<string, string>>;
}

const imageSchema = z.object({
  name: z.string(),
  build: z.object({ context: z.string(), labels: z.record(z.string(), z.string()) }),
  depends_on: z.array(z.string()).default([]),
});
const stackSchema = z.object({
  // A stack that is being removed has none.
  resource: z.object({ docker_image: z.record(z.string(), imageSchema).default({}) }).optional(),
});

/** The images of a synthesized stack, each after the one that it is built from. @param synthesized the text of cdk.tf.json in `workFolder` */
export function stackImages(synthesized: string, workFolder: string): readonly StackImage[] {
  const { resource } = stackSchema.parse(JSON.parse(synthesized));
  const images = Object.values(resource?.docker_image ?? {});
  return [
    ...images.filter(({ depends_on }) => depends_on.length === 0),
    ...images.filter(({ depends_on }) => depends_on.length > 0),
  ].map(({ name, build }) => ({
    name,
    context: resolve(workFolder, build.context),
    labels: build.labels,
  }));
}

/**
 * Whether images have to be built before Terraform builds them. The registry's provider takes a proxy from its
 * configuration alone, which Terraform's state repeats, password included. The engine's build cache doesn't look at
 * proxies: what was built through one needs no network when it is built again.
 */
export function buildsAhead(providers: ProviderSource | undefined, proxies: ProxyVariables): boolean {
  return providers === "registry" && Object.keys(proxies).length > 0;
}

/**
 * Builds through the proxy what Terraform would build without one.
 * @throws Failure with the failed step and its last lines
 */
export async function buildBehindProxy(
  projectFolder: string,
  workFolder: string,
  print: (line: string) => void,
): Promise<void> {
  const choice = readProvidersChoice(projectFolder);
  if (!buildsAhead(choice?.use, proxyVariables(process.env))) return;
  const images = stackImages(readFileSync(join(workFolder, "cdk.tf.json"), "utf8"), workFolder);
  const docker = await openLocalEngine();
  for (const { name, context, labels } of images) {
    const { length } = await docker.listImages({ filters: { reference: [name] } });
    if (length > 0) continue;
    print(`  building image ${name} through the proxy ...`);
    await build(docker, { name, context, labels });
  }
}

async function build(docker: Docker, { name, ...settings }: StackImage): Promise<void> {
  const engine = { docker, host: "" };
  try {
    await buildImage(engine, name, { ...settings, remove: true }, "", new AbortController().signal);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    throw new Failure("image-build-failed", `${error.message}\n${error.detail}`, { cause: error });
  }
}
