import * as http from "node:http";
import * as https from "node:https";
import type { ImageRecipe } from "../../../modules/image/index.ts";
import {
  type SiteChanges,
  siteImage,
  type WebNodeOptions,
  webNodeImage,
  webNodeNeeds,
} from "../../../modules/web-node/index.ts";
import {
  buildImage,
  docker,
  dockerWithInput,
  needsArguments,
  uniqueName,
  until,
} from "../../support/docker.ts";

/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** What to ask; the method is GET and there is no body unless told. */
export interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Whether to ask as the balancer does for visitors by HTTPS. */
  readonly isHttps?: boolean;
}

/** A network of its own with web nodes in it, each started with exactly what the node says that it needs. */
export class Web {
  readonly network = uniqueName("webtest");
  readonly #containers: string[] = [];
  readonly #volumes: string[] = [];
  readonly #images = new Set<string>();

  async open(): Promise<void> {
    // Internal, as the networks behind the balancer are: names that are gone are told so at once.
    await docker("network", "create", "--internal", this.network);
  }

  /** Starts a web node and waits until it answers; gives its address. `more` are arguments of `docker run`. */
  async start(
    node: string,
    options: WebNodeOptions,
    more: readonly string[] = [],
    changes?: SiteChanges,
  ): Promise<string> {
    const site = await this.build("webtest-site", siteImage(options));
    const image = await this.build("webtest-node", webNodeImage(options, site, changes));
    await this.run(node, image, [
      ...needsArguments(webNodeNeeds(options)),
      ...[
        "--env",
        `NODE_NAME=${node}`,
        "--network-alias",
        "web",
        "--memory",
        "256m",
        "--memory-swap",
        "256m",
      ],
      ...["--pids-limit", "200", ...more],
    ]);
    const address = await this.addressOf(node);
    const answers = async () => (await ask(address, "/healthz").catch(() => undefined))?.status === 200;
    try {
      await until(`${node} answers`, answers);
    } catch (error) {
      const { output } = await dockerWithInput("", "logs", this.containerOf(node));
      throw new Error(`${node} does not answer; its log:\n${output}`, { cause: error });
    }
    return address;
  }

  /** Builds an image that is removed in the end. */
  async build(prefix: string, recipe: ImageRecipe): Promise<string> {
    const image = await buildImage(prefix, recipe);
    this.#images.add(image);
    return image;
  }

  /** Starts any container in the network. */
  async run(node: string, image: string, more: readonly string[]): Promise<void> {
    const container = this.containerOf(node);
    this.#containers.push(container);
    await docker(...["run", "--detach", "--name", container, "--network", this.network], ...more, image);
  }

  containerOf(node: string): string {
    return `${this.network}-${node}`;
  }

  async addressOf(node: string): Promise<string> {
    const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    return docker("inspect", "--format", format, this.containerOf(node));
  }

  /** The name of a volume that is removed in the end. */
  volume(name: string): string {
    const volume = `${this.network}-${name}`;
    this.#volumes.push(volume);
    return volume;
  }

  async close(): Promise<void> {
    for (const container of this.#containers)
      await docker("rm", "--force", "--volumes", container).catch(() => "");
    for (const volume of this.#volumes) await docker("volume", "rm", "--force", volume).catch(() => "");
    await docker("network", "rm", this.network).catch(() => "");
    // Each after those that are built from it.
    for (const image of [...this.#images].reverse()) await docker("rmi", "--force", image).catch(() => "");
  }
}

/** Asks a web node on a connection of its own. */
export function ask(address: string, path: string, question: Question = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const { isHttps = false } = question;
  const sent = (isHttps ? https : http).request(
    {
      host: address,
      port: isHttps ? 8443 : 8080,
      // Each node has a certificate of its own here; what verifies it is tested with the balancer.
      ...(isHttps ? { rejectUnauthorized: false } : {}),
      path,
      method: question.method ?? "GET",
      headers: question.headers ?? {},
      agent: false,
    },
    (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => chunks.push(chunk));
      answer.on("error", reject);
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    },
  );
  sent.on("error", reject);
  sent.setTimeout(40_000, () => sent.destroy(new Error(`no answer from ${address}${path} in 40 s`)));
  sent.end(question.body);
  return promise;
}
