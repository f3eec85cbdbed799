import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type DatabaseOptions,
  databaseImage,
  databaseNeeds,
  groupPlace,
  stageInit,
} from "../../../modules/database/index.ts";
import { ensureSecrets, type StackSecrets } from "../../../modules/secrets/index.ts";
import {
  buildImage,
  docker,
  dockerWithInput,
  needsArguments,
  uniqueName,
  until,
} from "../../support/docker.ts";

/**
 * What a droplet has before its first boot: Debian 13 with systemd and cloud-init, which finds its user data in a
 * folder instead of at a metadata service.
 */
const machineRecipe = {
  dockerfile: `FROM debian:13
RUN set -eu; export DEBIAN_FRONTEND=noninteractive; apt-get update; \\
    apt-get install -y --no-install-recommends systemd systemd-sysv dbus cloud-init iproute2 procps; \\
    apt-get clean; rm -rf /var/lib/apt/lists/*; \\
    echo 'datasource_list: [ NoCloud ]' >/etc/cloud/cloud.cfg.d/99-test.cfg; \\
    systemctl mask systemd-networkd-wait-online.service systemd-resolved.service getty.target console-getty.service
STOPSIGNAL SIGRTMIN+3
`,
  files: [],
};

/** systemd as the first process of a container, on either version of control groups. */
const machineArguments = [
  ...["SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "SYS_NICE", "SYS_BOOT"].flatMap((name) => ["--cap-add", name]),
  ...["--security-opt", "seccomp=unconfined", "--security-opt", "apparmor=unconfined"],
  ...["--tmpfs", "/run:exec", "--tmpfs", "/run/lock", "--tmpfs", "/tmp"],
  ...["--volume", "/sys/fs/cgroup:/sys/fs/cgroup:rw"],
];
const systemd = [
  "/lib/systemd/systemd",
  "systemd.unified_cgroup_hierarchy=0",
  "SYSTEMD_CGROUP_ENABLE_LEGACY_FORCE=1",
];

/** Droplets' look-alikes and one MySQL server, on a network of their own. */
export class Account {
  readonly name = uniqueName("droplettest");
  readonly databaseOptions: DatabaseOptions = {
    members: ["database-1"],
    memoryMb: 576,
    database: "app",
    user: "app",
    schemaSql: [],
  };
  readonly #folder = mkdtempSync(join(tmpdir(), "lampstand-droplettest-"));
  readonly #containers: string[] = [];
  #secrets: StackSecrets | undefined;

  get secrets(): StackSecrets {
    if (this.#secrets === undefined) throw new Error("the database has not been started");
    return this.#secrets;
  }

  /** Starts the database server; its own agent makes the empty database and the user, as the managed service does. */
  async startDatabase(): Promise<void> {
    this.#secrets = await ensureSecrets(join(this.#folder, "secrets"), this.databaseOptions.members);
    const group = join(this.#folder, "group");
    mkdirSync(group);
    writeFileSync(join(group, groupPlace.init), stageInit([], group));
    writeFileSync(join(group, groupPlace.members), this.databaseOptions.members.join("\n"));
    await docker("network", "create", this.name);
    const image = await buildImage("droplettest-database", databaseImage(this.databaseOptions));
    const container = this.containerOf("database-1");
    this.#containers.push(container);
    await docker(
      ...["run", "--detach", "--name", container, "--network", this.name, "--network-alias", "database-1"],
      ...[...needsArguments(databaseNeeds(this.databaseOptions)), "--hostname", "database-1"],
      ...["--env", "NODE_NAME=database-1", "--volume", "/var/lib/mysql"],
      ...["--volume", `${this.secrets.memberFolders["database-1"]}:/run/lampstand/secrets:ro`],
      ...["--volume", `${group}:${groupPlace.folder}:ro`],
      image,
    );
    await until(
      "the database is there",
      () => this.rows("SHOW DATABASES LIKE 'app'").then(Boolean, () => false),
      60_000,
    );
  }

  /** Statements as the server's root, from inside; gives the rows as text. */
  async rows(sql: string): Promise<string> {
    return docker(
      "exec",
      this.containerOf("database-1"),
      "mysql",
      "--batch",
      "--skip-column-names",
      "--execute",
      sql,
    );
  }

  /** Boots a machine with user data, as the API would make a droplet of it. */
  async boot(hostname: string, id: number, userData: string): Promise<void> {
    const seed = join(this.#folder, `seed-${id}`);
    rmSync(seed, { recursive: true, force: true });
    const image = await buildImage("droplettest-machine", machineRecipe);
    const container = this.containerOf(hostname);
    this.#containers.push(container);
    mkdirSync(seed);
    writeFileSync(join(seed, "user-data"), userData);
    writeFileSync(join(seed, "meta-data"), `instance-id: ${id}\nlocal-hostname: ${hostname}\n`);
    await docker(
      ...["run", "--detach", "--name", container, "--hostname", hostname, "--network", this.name],
      ...[...machineArguments, "--volume", `${seed}:/var/lib/cloud/seed/nocloud:ro`],
      ...[image, ...systemd],
    );
  }

  /** A command inside; gives its exit code and output. */
  run(hostname: string, command: string) {
    return dockerWithInput("", "exec", this.containerOf(hostname), "sh", "-c", command);
  }

  /** At once, as when its host fails. */
  async turnOff(hostname: string): Promise<void> {
    await docker("kill", this.containerOf(hostname));
  }

  containerOf(name: string): string {
    return `${this.name}-${name}`;
  }

  async addressOf(name: string): Promise<string> {
    const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}";
    return docker("inspect", "--format", format, this.containerOf(name));
  }

  async remove(): Promise<void> {
    for (const container of this.#containers)
      await docker("rm", "--force", "--volumes", container).catch(() => "");
    await docker("network", "rm", this.name).catch(() => "");
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
