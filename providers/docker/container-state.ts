import type Docker from "dockerode";
import {
  blocksOf,
  type Fields,
  formatDuration,
  isZero,
  numberOf,
  textOf,
  UNKNOWN,
  type Value,
} from "../plugin/index.ts";
import { portKey } from "./container-spec.ts";
import { labelBlocks } from "./labels.ts";

const MIB = 1024 * 1024;

/** What may change on a container after its creation, as it is now; all else stays as it was made. */
export function changingState(container: Docker.ContainerInspectInfo, stored: Fields): Fields {
  const host = container.HostConfig;
  return {
    name: container.Name.replace(/^\//, ""),
    image: imageState(container, stored),
    restart: host.RestartPolicy?.Name || "no",
    max_retry_count: host.RestartPolicy?.MaximumRetryCount ?? 0,
    memory: Math.round((host.Memory ?? 0) / MIB),
    // Left out, it is the engine's business (twice the memory, or none where the kernel counts no swap).
    memory_swap: isZero(stored.memory_swap ?? null)
      ? (stored.memory_swap ?? null)
      : swapState(host.MemorySwap ?? 0),
    cpu_shares: host.CpuShares ?? 0,
    cpu_period: host.CpuPeriod ?? 0,
    cpu_quota: host.CpuQuota ?? 0,
    cpu_set: host.CpusetCpus ?? "",
    networks_advanced: attachedNetworks(container, stored),
    network_data: networkState(container),
    bridge: textIn(container.NetworkSettings, "Bridge"),
    exit_code: container.State.ExitCode,
    ports: portState(container, stored),
  };
}

/** All that the engine reports of a container, for what the configuration left open and for an import. */
export function fullState(container: Docker.ContainerInspectInfo): Fields {
  const { Config: config, HostConfig: host } = container;
  return {
    hostname: config.Hostname,
    env: config.Env ?? [],
    command: config.Cmd ?? [],
    entrypoint: typeof config.Entrypoint === "string" ? [config.Entrypoint] : (config.Entrypoint ?? []),
    labels: labelBlocks(config.Labels),
    healthcheck: healthState(config.Healthcheck),
    init: host.Init ?? false,
    ipc_mode: host.IpcMode ?? "",
    log_driver: host.LogConfig?.Type ?? "",
    runtime: host.Runtime ?? "",
    security_opts: host.SecurityOpt ?? [],
    shm_size: Math.round((host.ShmSize ?? 0) / MIB),
    stop_signal: textIn(config, "StopSignal"),
    stop_timeout: numberIn(config, "StopTimeout"),
    container_logs: null,
  };
}

/** What an import can read beyond `fullState`: the settings that a configuration usually names. */
export function importedState(
  container: Docker.ContainerInspectInfo,
  imageEnv: readonly string[],
  imageLabels: Readonly<Record<string, string>>,
): Fields {
  const { Config: config, HostConfig: host } = container;
  const networks = Object.entries(container.NetworkSettings.Networks).filter(
    ([name]) => name !== host.NetworkMode,
  );
  return {
    ...fullState(container),
    env: (config.Env ?? []).filter((entry) => !imageEnv.includes(entry)),
    labels: labelBlocks(config.Labels).filter(
      (block) => imageLabels[textOf(block, "label") ?? ""] !== block.value,
    ),
    image: container.Image,
    mounts: (host.Mounts ?? []).map(mountState),
    ulimit: (host.Ulimits ?? []).map((limit) => ({
      name: limit.Name ?? null,
      soft: limit.Soft ?? null,
      hard: limit.Hard ?? null,
    })),
    memory_swap: swapState(host.MemorySwap ?? 0),
    domainname: config.Domainname,
    user: config.User,
    working_dir: config.WorkingDir,
    tty: config.Tty,
    stdin_open: config.OpenStdin ?? false,
    network_mode: host.NetworkMode ?? "bridge",
    read_only: host.ReadonlyRootfs ?? false,
    rm: host.AutoRemove ?? false,
    privileged: host.Privileged ?? false,
    publish_all_ports: host.PublishAllPorts ?? false,
    tmpfs: host.Tmpfs ?? {},
    dns: host.Dns ?? [],
    group_add: host.GroupAdd ?? [],
    log_opts: isZero(host.LogConfig?.Config ?? null) ? null : texts(host.LogConfig?.Config),
    networks_advanced: networks.map(([name, network]) => ({
      name,
      aliases: stringsOf(network.Aliases).filter((alias) => !container.Id.startsWith(alias)),
      ipv4_address: network.IPAMConfig?.IPv4Address ?? null,
      ipv6_address: network.IPAMConfig?.IPv6Address ?? null,
    })),
    capabilities:
      isZero(host.CapAdd ?? null) && isZero(host.CapDrop ?? null)
        ? []
        : [{ add: stringsOf(host.CapAdd), drop: stringsOf(host.CapDrop) }],
    ports: Object.entries(host.PortBindings ?? {}).flatMap(([key, bindings]) =>
      bindingsOf(bindings).map((binding) => ({
        internal: Number.parseInt(key, 10),
        protocol: key.split("/")[1] ?? "tcp",
        external: Number(binding.HostPort || container.NetworkSettings.Ports[key]?.[0]?.HostPort || "0"),
        ip: binding.HostIp || "0.0.0.0",
      })),
    ),
    must_run: true,
    start: true,
    attach: false,
    logs: false,
    wait: false,
    wait_timeout: 60,
    remove_volumes: true,
    container_read_refresh_timeout_milliseconds: 15000,
  };
}

/** Fills in what the plan left open. */
export function completed(
  planned: Fields,
  container: Docker.ContainerInspectInfo,
  logs: string | null,
): Fields {
  const observed = { ...fullState(container), ...changingState(container, planned), container_logs: logs };
  const open = Object.entries(planned).filter(([, value]) => value === UNKNOWN);
  const filled = Object.fromEntries(open.map(([name]) => [name, fieldOf(observed, name)]));
  return { ...planned, ...filled, id: container.Id, ports: portState(container, planned) };
}

function mountState(mount: Docker.MountSettings): Fields {
  const { BindOptions: bind, TmpfsOptions: tmpfs, VolumeOptions: volume } = mount;
  const driver = volume?.DriverConfig;
  return {
    type: mount.Type,
    source: mount.Source || null,
    target: mount.Target,
    read_only: mount.ReadOnly || null,
    bind_options: bind ? [{ propagation: bind.Propagation }] : [],
    tmpfs_options: tmpfs ? [{ size_bytes: tmpfs.SizeBytes, mode: tmpfs.Mode }] : [],
    volume_options: volume
      ? [
          {
            no_copy: volume.NoCopy,
            labels: labelBlocks(volume.Labels),
            driver_name: driver?.Name ?? null,
            driver_options: driver?.Options ?? null,
          },
        ]
      : [],
  };
}

function fieldOf(fields: Fields, name: string): Value {
  return fields[name] ?? null;
}

/** The image as it was named, as long as that could be the one in use. */
function imageState(container: Docker.ContainerInspectInfo, stored: Fields): Value {
  const named = textOf(stored, "image");
  return named === null || named.startsWith("sha256:") ? container.Image : named;
}

function swapState(bytes: number): number {
  return bytes < 0 ? bytes : Math.round(bytes / MIB);
}

/** The networks asked for, without those that the container has been cut off from. */
function attachedNetworks(container: Docker.ContainerInspectInfo, stored: Fields): Fields[] {
  const attached = Object.entries(container.NetworkSettings.Networks);
  const names = new Set(attached.flatMap(([name, network]) => [name, network.NetworkID]));
  return blocksOf(stored, "networks_advanced").filter((block) => names.has(textOf(block, "name") ?? ""));
}

function networkState(container: Docker.ContainerInspectInfo): Fields[] {
  const networks = Object.entries(container.NetworkSettings.Networks);
  return networks.map(([name, network]) => ({
    network_name: name,
    gateway: network.Gateway ?? "",
    ip_address: network.IPAddress ?? "",
    ip_prefix_length: network.IPPrefixLen ?? 0,
    ipv6_gateway: network.IPv6Gateway ?? "",
    global_ipv6_address: network.GlobalIPv6Address ?? "",
    global_ipv6_prefix_length: network.GlobalIPv6PrefixLen ?? 0,
    mac_address: network.MacAddress ?? "",
  }));
}

/** The published ports as asked for, with the numbers that the engine chose where it was left to it. */
function portState(container: Docker.ContainerInspectInfo, stored: Fields): Fields[] {
  return blocksOf(stored, "ports").map((port) => {
    const wasChosen = bindingsOf(container.HostConfig.PortBindings?.[portKey(port)]).some(
      (binding) => !Number(binding.HostPort),
    );
    if (!wasChosen) return port;
    const actual = container.NetworkSettings.Ports[portKey(port)]?.[0]?.HostPort;
    return { ...port, external: actual ? Number(actual) : numberOf(port, "external") };
  });
}

function bindingsOf(source: unknown): { readonly HostIp?: string; readonly HostPort?: string }[] {
  return Array.isArray(source) ? source : [];
}

function healthState(check: Docker.HealthConfig | undefined): Fields[] {
  if (!check?.Test) return [];
  return [
    {
      test: check.Test,
      interval: formatDuration(check.Interval ?? 0),
      timeout: formatDuration(check.Timeout ?? 0),
      start_period: formatDuration(check.StartPeriod ?? 0),
      start_interval: "0s",
      retries: check.Retries ?? 0,
    },
  ];
}

function textIn(source: object, name: string): string {
  const value: unknown = Object.entries(source).find(([key]) => key === name)?.[1];
  return typeof value === "string" ? value : "";
}

function numberIn(source: object, name: string): number {
  const value: unknown = Object.entries(source).find(([key]) => key === name)?.[1];
  return typeof value === "number" ? value : 0;
}

function texts(source: object | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(source ?? {}).map(([key, value]) => [key, String(value)]));
}

function stringsOf(source: unknown): string[] {
  if (typeof source === "string") return [source];
  return Array.isArray(source) ? source.map(String) : [];
}
