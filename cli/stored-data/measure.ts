import type Docker from "dockerode";
import { labelNames } from "../../modules/docker/index.ts";
import { openLocalEngine, runInContainer } from "../../modules/docker-engine/index.ts";
import type { DeployedData, DeployedVolume } from "../../modules/stored-data/index.ts";
import { webNodePlaces } from "../../modules/web-node/index.ts";

/** How much a volume holds, without Lampstand's own record in it. */
export interface VolumeSize {
  readonly files: number;
  readonly mib: number;
}

/** What is in a database; Lampstand's own tables are left out. */
export interface DatabaseSize {
  readonly tables: number;
  readonly rows: number;
  /** True where counting was ended: there are more rows. */
  readonly isAtLeast: boolean;
}

/** What was measured; what is missing could not be. */
export interface DataSizes {
  /** By volume. */
  readonly volumes: Readonly<Record<string, VolumeSize>>;
  /** By stack. */
  readonly databases: Readonly<Record<string, DatabaseSize>>;
}

/** The image that every image of a stack starts from: set-up has seen to it. */
const image = "debian:13";
/** More rows of one table aren't counted, since that takes its time. */
const countedRows = 100_000;
const limitSeconds = 20;

/** Measures volumes, and the databases of the stacks that they are of where those run. Changes nothing. */
export async function measureData(
  volumes: readonly DeployedVolume[],
  { databases }: DeployedData,
): Promise<DataSizes> {
  const docker = await openLocalEngine();
  const stacks = volumes.filter(({ content }) => content.kind === "member").map(({ stackName }) => stackName);
  const [sizes, counts] = await Promise.all([
    measureVolumes(docker, volumes),
    Promise.all(
      [...new Set(stacks)].map(async (stackName) => {
        const name = databases[stackName]?.name;
        const size = name === undefined ? undefined : await measureDatabase(docker, stackName, name);
        return size === undefined ? [] : [[stackName, size] as const];
      }),
    ),
  ]);
  return { volumes: sizes, databases: Object.fromEntries(counts.flat()) };
}

/** By one container that sees them all, read-only: the volumes of a stopped stack can be measured too. */
async function measureVolumes(
  docker: Docker,
  volumes: readonly DeployedVolume[],
): Promise<Record<string, VolumeSize>> {
  // A volume that isn't there would be made by mounting it.
  const { Volumes: found } = await docker.listVolumes();
  const there = new Set(found?.map(({ Name }) => Name));
  const names = volumes.map(({ name }) => name).filter((name) => there.has(name));
  if (names.length === 0) return {};
  // A count that takes too long is none, rather than a part of it.
  const count = (command: string) => `(timeout ${limitSeconds} ${command}) || echo -`;
  const files = count(
    `find "$f" -type f ! -path "$f/${webNodePlaces.seedRecord}" -printf . > /tmp/files && wc -c < /tmp/files`,
  );
  const mib = count(`du -sm "$f" > /tmp/size && cut -f1 /tmp/size`);
  const measure = `for f in /data/*; do ${files}; ${mib}; done`;
  const output = await runOnce(docker, names, measure);
  const numbers = output.trim().split(/\s+/).map(Number);
  const sizes: Record<string, VolumeSize> = {};
  names.forEach((name, index) => {
    const files = numbers[2 * index];
    const mib = numbers[2 * index + 1];
    if (Number.isInteger(files) && Number.isInteger(mib)) sizes[name] = { files: files ?? 0, mib: mib ?? 0 };
  });
  return sizes;
}

/** What a shell prints that has the volumes at /data/000, /data/001 ...; "" where there is no image to run it in. */
async function runOnce(docker: Docker, volumes: readonly string[], command: string): Promise<string> {
  let container: Docker.Container;
  try {
    container = await docker.createContainer({
      Image: image,
      Cmd: ["/bin/sh", "-c", command],
      Tty: true,
      HostConfig: {
        NetworkMode: "none",
        Mounts: volumes.map((Source, index) => ({
          Type: "volume",
          Source,
          Target: `/data/${String(index).padStart(3, "0")}`,
          ReadOnly: true,
        })),
      },
    });
  } catch (error) {
    if (error instanceof Error && "statusCode" in error && error.statusCode === 404) return "";
    throw error;
  }
  try {
    await container.start();
    await container.wait();
    return String(await container.logs({ stdout: true, stderr: false }));
  } finally {
    await container.remove({ force: true });
  }
}

async function measureDatabase(
  docker: Docker,
  stackName: string,
  database: string,
): Promise<DatabaseSize | undefined> {
  const label = [`${labelNames.stack}=${stackName}`, `${labelNames.role}=database`];
  for (const { Id } of await docker.listContainers({ filters: { label } })) {
    const size = await pollMember(docker.getContainer(Id), database);
    if (size !== undefined) return size;
  }
  return undefined;
}

/** Undefined where the member's MySQL doesn't answer. */
async function pollMember(member: Docker.Container, database: string): Promise<DatabaseSize | undefined> {
  const list = await query(
    member,
    `SELECT table_name FROM information_schema.tables WHERE table_schema = ${sqlText(database)} AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'lampstand\\_%'`,
  );
  if (list === undefined) return undefined;
  if (list.length === 0) return { tables: 0, rows: 0, isAtLeast: false };
  const counts = await query(
    member,
    list
      .map((table) => `${sqlName(database)}.${sqlName(table)}`)
      .map((table) => `SELECT COUNT(*) FROM (SELECT 1 FROM ${table} LIMIT ${countedRows + 1}) AS counted`)
      .join(" UNION ALL "),
  );
  if (counts === undefined) return undefined;
  const rows = counts.map(Number);
  return {
    tables: list.length,
    rows: rows.reduce((sum, count) => sum + Math.min(count, countedRows), 0),
    isAtLeast: rows.some((count) => count > countedRows),
  };
}

/** The lines of the answer, one for each row; undefined where there is none. */
async function query(member: Docker.Container, sql: string): Promise<string[] | undefined> {
  const client = ["/usr/bin/mysql", "--batch", "--raw", "--skip-column-names", "--execute", sql];
  const { code, output } = await runInContainer(member, ["timeout", String(limitSeconds), ...client]);
  if (code !== 0) return undefined;
  return output.split(/\r?\n/).filter((line) => line !== "");
}

function sqlText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}

function sqlName(name: string): string {
  return `\`${name.replaceAll("`", "``")}\``;
}
