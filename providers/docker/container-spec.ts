import type Docker from "dockerode";
import {
  blocksOf,
  type Fields,
  isSet,
  isZero,
  numberOf,
  parseDuration,
  textMapOf,
  textOf,
  textsOf,
} from "../plugin/index.ts";
import { labelsFrom } from "./labels.ts";

const MIB = 1024 * 1024;

/** The engine's request for a container, from what was planned; what wasn't asked for is left to the engine. */
export function containerOptions(planned: Fields): Docker.ContainerCreateOptions {
  return {
    name: textOf(planned, "name") ?? "",
    Image: textOf(planned, "image") ?? "",
    ...text("Hostname", planned, "hostname"),
    ...text("Domainname", planned, "domainname"),
    ...text("User", planned, "user"),
    ...text("WorkingDir", planned, "working_dir"),
    ...text("StopSignal", planned, "stop_signal"),
    ...number("StopTimeout", planned, "stop_timeout"),
    ...texts("Env", planned, "env"),
    ...texts("Cmd", planned, "command"),
    ...texts("Entrypoint", planned, "entrypoint"),
    Labels: labelsFrom(planned),
    Tty: isSet(planned, "tty"),
    OpenStdin: isSet(planned, "stdin_open"),
    ExposedPorts: Object.fromEntries(blocksOf(planned, "ports").map((port) => [portKey(port), {}])),
    Volumes: Object.fromEntries(anonymousVolumes(planned).map((path) => [path, {}])),
    ...healthcheck(planned),
    HostConfig: { ...hostConfig(planned), ...storage(planned), ...limits(planned) },
  };
}

/** What the engine can change on a running container. */
export function updatableConfig(planned: Fields): Docker.HostConfig {
  const memory = numberOf(planned, "memory");
  return {
    RestartPolicy: {
      Name: textOf(planned, "restart") ?? "no",
      MaximumRetryCount: numberOf(planned, "max_retry_count") ?? 0,
    },
    ...number("CpuShares", planned, "cpu_shares"),
    ...number("CpuPeriod", planned, "cpu_period"),
    ...number("CpuQuota", planned, "cpu_quota"),
    ...text("CpusetCpus", planned, "cpu_set"),
    ...(memory ? { Memory: memory * MIB, MemorySwap: swapBytes(planned, memory) } : {}),
  };
}

/** Memory and swap together, in bytes; the engine's own default is as much swap as memory. */
function swapBytes(planned: Fields, memoryMib: number): number {
  const swap = numberOf(planned, "memory_swap") ?? 0;
  return swap === 0 ? 2 * memoryMib * MIB : swap < 0 ? swap : swap * MIB;
}

function hostConfig(planned: Fields): Docker.HostConfig {
  const [capabilities] = blocksOf(planned, "capabilities");
  return {
    NetworkMode: textOf(planned, "network_mode") || "bridge",
    ReadonlyRootfs: isSet(planned, "read_only"),
    AutoRemove: isSet(planned, "rm"),
    Privileged: isSet(planned, "privileged"),
    PublishAllPorts: isSet(planned, "publish_all_ports"),
    PortBindings: portBindings(planned),
    ...(capabilities ? { CapAdd: textsOf(capabilities, "add"), CapDrop: textsOf(capabilities, "drop") } : {}),
    ...texts("SecurityOpt", planned, "security_opts"),
    ...texts("Dns", planned, "dns"),
    ...texts("DnsOptions", planned, "dns_opts"),
    ...texts("DnsSearch", planned, "dns_search"),
    ...texts("GroupAdd", planned, "group_add"),
    ...text("IpcMode", planned, "ipc_mode"),
    ...text("PidMode", planned, "pid_mode"),
    ...text("UsernsMode", planned, "userns_mode"),
    ...text("CgroupParent", planned, "cgroup_parent"),
    ...cgroupNamespace(planned),
    ...text("Runtime", planned, "runtime"),
    ...(typeof planned.init === "boolean" ? { Init: planned.init } : {}),
    ExtraHosts: blocksOf(planned, "host").map((host) => `${textOf(host, "host")}:${textOf(host, "ip")}`),
    Sysctls: textMapOf(planned, "sysctls"),
    LogConfig: { Type: textOf(planned, "log_driver") ?? "", Config: textMapOf(planned, "log_opts") },
  };
}

function storage(planned: Fields): Docker.HostConfig {
  return {
    Binds: binds(planned),
    VolumesFrom: volumesFrom(planned),
    Mounts: blocksOf(planned, "mounts").map(mount),
    Tmpfs: textMapOf(planned, "tmpfs"),
    ...(isZero(planned.storage_opts ?? null) ? {} : { StorageOpt: textMapOf(planned, "storage_opts") }),
    Devices: blocksOf(planned, "devices").map((device) => ({
      PathOnHost: textOf(device, "host_path") ?? "",
      PathInContainer: textOf(device, "container_path") || (textOf(device, "host_path") ?? ""),
      CgroupPermissions: textOf(device, "permissions") || "rwm",
    })),
  };
}

function limits(planned: Fields): Docker.HostConfig {
  const cpus = textOf(planned, "cpus");
  const shm = numberOf(planned, "shm_size");
  return {
    ...updatableConfig(planned),
    ...(cpus ? { NanoCpus: Math.round(Number(cpus) * 1e9) } : {}),
    ...(shm ? { ShmSize: shm * MIB } : {}),
    Ulimits: blocksOf(planned, "ulimit").map((limit) => ({
      Name: textOf(limit, "name") ?? "",
      Soft: numberOf(limit, "soft") ?? 0,
      Hard: numberOf(limit, "hard") ?? 0,
    })),
    ...(textOf(planned, "gpus")
      ? { DeviceRequests: [{ Driver: "", Count: -1, Capabilities: [["gpu"]] }] }
      : {}),
  };
}

function healthcheck(planned: Fields): Pick<Docker.ContainerCreateOptions, "Healthcheck"> {
  const [check] = blocksOf(planned, "healthcheck");
  if (!check) return {};
  const nanoseconds = (name: string): number => parseDuration(textOf(check, name) ?? "0s") ?? 0;
  return {
    Healthcheck: {
      Test: textsOf(check, "test"),
      Interval: nanoseconds("interval"),
      Timeout: nanoseconds("timeout"),
      StartPeriod: nanoseconds("start_period"),
      Retries: numberOf(check, "retries") ?? 0,
    },
  };
}

function mount(block: Fields): Docker.MountSettings {
  const [bind] = blocksOf(block, "bind_options");
  const [tmpfs] = blocksOf(block, "tmpfs_options");
  const [volume] = blocksOf(block, "volume_options");
  const type = textOf(block, "type");
  return {
    Type: type === "bind" || type === "tmpfs" ? type : "volume",
    Source: textOf(block, "source") ?? "",
    Target: textOf(block, "target") ?? "",
    ReadOnly: isSet(block, "read_only"),
    ...(bind ? { BindOptions: { Propagation: propagation(textOf(bind, "propagation")) } } : {}),
    ...(tmpfs
      ? {
          TmpfsOptions: { SizeBytes: numberOf(tmpfs, "size_bytes") ?? 0, Mode: numberOf(tmpfs, "mode") ?? 0 },
        }
      : {}),
    ...(volume
      ? {
          VolumeOptions: {
            NoCopy: isSet(volume, "no_copy"),
            Labels: labelsFrom(volume),
            DriverConfig: {
              Name: textOf(volume, "driver_name") ?? "",
              Options: textMapOf(volume, "driver_options"),
            },
          },
        }
      : {}),
  };
}

/** How mounts made later below a bind mount are shared with the host. */
export const PROPAGATIONS = ["private", "rprivate", "shared", "rshared", "slave", "rslave"] as const;

function propagation(asked: string | null): Docker.MountPropagation {
  return PROPAGATIONS.find((known) => known === asked) ?? "rprivate";
}

/** The client's types don't know the cgroup namespace; the engine does since API 1.41. */
function cgroupNamespace(planned: Fields): object {
  return text("CgroupnsMode", planned, "cgroupns_mode");
}

function binds(planned: Fields): string[] {
  return blocksOf(planned, "volumes").flatMap((volume) => {
    const source = textOf(volume, "volume_name") || textOf(volume, "host_path");
    const target = textOf(volume, "container_path");
    return source && target ? [`${source}:${target}:${isSet(volume, "read_only") ? "ro" : "rw"}`] : [];
  });
}

function volumesFrom(planned: Fields): string[] {
  return blocksOf(planned, "volumes").flatMap((volume) => {
    const container = textOf(volume, "from_container");
    return container ? [`${container}:${isSet(volume, "read_only") ? "ro" : "rw"}`] : [];
  });
}

function anonymousVolumes(planned: Fields): string[] {
  return blocksOf(planned, "volumes")
    .filter((volume) => !textOf(volume, "volume_name") && !textOf(volume, "host_path"))
    .flatMap((volume) => textOf(volume, "container_path") || []);
}

/** How the engine names a port of a container, e.g. `8080/tcp`. */
export function portKey(port: Fields): string {
  return `${numberOf(port, "internal")}/${textOf(port, "protocol") || "tcp"}`;
}

function portBindings(planned: Fields): Docker.PortMap {
  const bindings: Record<string, Docker.PortBinding[]> = {};
  for (const port of blocksOf(planned, "ports")) {
    const external = numberOf(port, "external");
    const binding = { HostIp: textOf(port, "ip") ?? "", HostPort: external ? String(external) : "" };
    bindings[portKey(port)] = [...(bindings[portKey(port)] ?? []), binding];
  }
  return bindings;
}

function text<Key extends string>(key: Key, fields: Fields, name: string): { [K in Key]?: string } {
  return entry(key, textOf(fields, name) || null);
}

function number<Key extends string>(key: Key, fields: Fields, name: string): { [K in Key]?: number } {
  return entry(key, numberOf(fields, name));
}

function texts<Key extends string>(key: Key, fields: Fields, name: string): { [K in Key]?: string[] } {
  const found = textsOf(fields, name);
  return entry(key, found.length > 0 ? found : null);
}

function entry<Key extends string, Item>(key: Key, item: Item | null): { [K in Key]?: Item } {
  const result: { [K in Key]?: Item } = {};
  if (item !== null) result[key] = item;
  return result;
}
