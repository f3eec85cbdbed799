import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import {
  AGENT_PORT,
  type AgentStatus,
  type DatabaseOptions,
  databaseImage,
  databaseNeeds,
  groupPlace,
  stageInit,
} from "../../../modules/database/index.ts";
import { openLocalEngine } from "../../../modules/docker-engine/index.ts";
import type { RecipeFile } from "../../../modules/image/index.ts";
import { ensureSecrets, type StackSecrets } from "../../../modules/secrets/index.ts";
import { buildImage, crash, uniqueName, until } from "../../support/docker.ts";

const engine = await openLocalEngine();

export interface ClusterOptions extends DatabaseOptions {
  /** SQL that is loaded once. @default none */
  readonly init?: readonly RecipeFile[];
}

/** Members in containers of their own network, as a deploy would start them. */
export class Cluster {
  readonly name = uniqueName("dbtest");
  readonly #options: ClusterOptions;
  readonly #folder = mkdtempSync(join(tmpdir(), "lampstand-dbtest-"));
  #secrets: StackSecrets | undefined;

  constructor(options: ClusterOptions) {
    this.#options = options;
  }

  get secrets(): StackSecrets {
    if (!this.#secrets) throw new Error("the cluster has not been started");
    return this.#secrets;
  }

  /** Tells running members who belongs to the group, as a deploy does. */
  list(members: readonly string[]): void {
    mkdirSync(this.#groupFolder, { recursive: true });
    writeFileSync(join(this.#groupFolder, groupPlace.members), `${members.join("\n")}\n`);
  }

  /** Names the init SQL, as a deploy does. */
  initialize(init: readonly RecipeFile[]): void {
    mkdirSync(this.#groupFolder, { recursive: true });
    writeFileSync(join(this.#groupFolder, groupPlace.init), `${stageInit(init, this.#groupFolder)}\n`);
  }

  /** Tells them that all are going, as the removal of a stack does. */
  dissolve(): void {
    writeFileSync(join(this.#groupFolder, groupPlace.dissolved), "");
  }

  /** The end of {@link dissolve}. */
  resume(): void {
    rmSync(join(this.#groupFolder, groupPlace.dissolved), { force: true });
  }

  get #groupFolder(): string {
    return join(this.#folder, "group");
  }

  /** Creates and starts the members given, side by side. */
  async start(nodes: readonly string[], options: ClusterOptions = this.#options): Promise<void> {
    this.#secrets = await ensureSecrets(join(this.#folder, "secrets"), this.#options.members);
    this.initialize(options.init ?? []);
    this.list(options.members);
    const networks = await engine.listNetworks({ filters: { name: [this.name] } });
    if (networks.length === 0) await engine.createNetwork({ Name: this.name, Internal: true });
    const image = await buildImage("dbtest-member", databaseImage(options));
    await Promise.all(nodes.map((node) => this.#run(node, image, options)));
  }

  async #run(node: string, image: string, options: DatabaseOptions): Promise<void> {
    const needs = databaseNeeds(options);
    const { healthcheck } = needs;
    const container = await engine.createContainer({
      name: this.containerOf(node),
      Image: image,
      Hostname: node,
      StopSignal: needs.stopSignal,
      StopTimeout: needs.stopGraceSeconds,
      Env: Object.entries({ ...needs.environment, NODE_NAME: node }).map(([key, value]) => `${key}=${value}`),
      Healthcheck: {
        Test: [...healthcheck.test],
        Interval: healthcheck.intervalMs * 1e6,
        Timeout: healthcheck.timeoutMs * 1e6,
        Retries: healthcheck.retries,
        StartPeriod: healthcheck.startPeriodMs * 1e6,
      },
      HostConfig: {
        CapDrop: ["ALL"],
        CapAdd: needs.capabilities.map((capability) => capability.replace(/^CAP_/, "")),
        Tmpfs: { ...needs.tmpfs },
        ReadonlyRootfs: needs.readOnlyRoot,
        SecurityOpt: ["no-new-privileges:true"],
        RestartPolicy: { Name: "always" },
        Memory: options.memoryMb * 2 ** 20,
        MemorySwap: options.memoryMb * 2 ** 20,
        Binds: [
          `${this.secrets.memberFolders[node]}:/run/lampstand/secrets:ro`,
          `${this.#groupFolder}:${groupPlace.folder}:ro`,
          `${this.name}-${node}:/var/lib/mysql`,
        ],
      },
      NetworkingConfig: { EndpointsConfig: { [this.name]: { Aliases: [node] } } },
    });
    await container.start();
  }

  containerOf(node: string): string {
    return `${this.name}-${node}`;
  }

  container(node: string): Docker.Container {
    return engine.getContainer(this.containerOf(node));
  }

  async crash(node: string): Promise<void> {
    await crash(this.containerOf(node));
  }

  async disconnect(node: string): Promise<void> {
    await engine.getNetwork(this.name).disconnect({ Container: this.containerOf(node), Force: true });
  }

  async connect(node: string): Promise<void> {
    const EndpointConfig = { Aliases: [node] };
    await engine.getNetwork(this.name).connect({ Container: this.containerOf(node), EndpointConfig });
  }

  /** Stops in order and removes the container; its volume stays. */
  async remove(node: string): Promise<void> {
    await this.container(node).stop();
    await this.container(node).remove();
  }

  async addressOf(node: string): Promise<string | undefined> {
    const { NetworkSettings } = await this.container(node).inspect();
    return NetworkSettings.Networks[this.name]?.IPAddress || undefined;
  }

  async status(node: string): Promise<AgentStatus | undefined> {
    const answer = await this.ask(node, "/status");
    return answer?.ok ? (JSON.parse(answer.body) as AgentStatus) : undefined;
  }

  /** Undefined if the agent can't be reached within the time. */
  async ask(
    node: string,
    path: string,
    timeoutMs = 600,
  ): Promise<{ ok: boolean; code: number; body: string } | undefined> {
    try {
      const address = await this.addressOf(node);
      if (!address) return undefined;
      const answer = await fetch(`http://${address}:${AGENT_PORT}${path}`, {
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { ok: answer.ok, code: answer.status, body: await answer.text() };
    } catch {
      return undefined;
    }
  }

  /** The member whose agent says that it takes writes. */
  async primary(nodes: readonly string[]): Promise<string | undefined> {
    const answers = await Promise.all(
      nodes.map(async (node) => ((await this.ask(node, "/primary"))?.ok ? node : undefined)),
    );
    return answers.find((node) => node !== undefined);
  }

  /** Waits until all are ONLINE in one group of just these and one of them takes writes; gives that one. */
  async healed(nodes: readonly string[], limitMs: number): Promise<string> {
    let primary: string | undefined;
    await until(
      `${nodes.join(", ")} form one group`,
      async () => {
        const statuses = await Promise.all(nodes.map((node) => this.status(node)));
        primary = statuses.find((status) => status?.servesWrites)?.node;
        return (
          primary !== undefined &&
          statuses.every(
            (status) =>
              status?.state === "ONLINE" &&
              status.servesReads &&
              status.view.length === nodes.length &&
              status.view.every((member) => member.state === "ONLINE"),
          )
        );
      },
      limitMs,
    );
    return primary ?? "";
  }

  /** Runs SQL as root inside of a member. */
  async sql(node: string, statement: string): Promise<string> {
    return await this.exec(node, ["mysql", "--batch", "--skip-column-names", "--execute", statement]);
  }

  /** Runs a command in a member's container; gives all that it printed. */
  async exec(node: string, command: string[]): Promise<string> {
    const exec = await this.container(node).exec({
      Cmd: command,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
    });
    const stream = await exec.start({ Tty: true });
    let output = "";
    for await (const chunk of stream) output += String(chunk);
    return output.trim();
  }

  async logs(node: string): Promise<string> {
    return String(await this.container(node).logs({ stdout: true, stderr: true }));
  }

  /** Removes all that it made. */
  async destroy(): Promise<void> {
    const filters = { name: [this.name] };
    for (const { Id } of await engine.listContainers({ all: true, filters }))
      await engine.getContainer(Id).remove({ force: true, v: true });
    for (const { Name } of (await engine.listVolumes({ filters })).Volumes ?? [])
      await engine.getVolume(Name).remove();
    for (const { Id } of await engine.listNetworks({ filters })) await engine.getNetwork(Id).remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** An id that no other write has. */
export function newId(): string {
  return randomBytes(8).toString("hex");
}
