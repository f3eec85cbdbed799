import { isZero, ProviderError, type ResourceType, textMapOf, textOf } from "../plugin/index.ts";
import { type Engine, explain, found } from "./engine.ts";
import { labelBlocks, labelsFrom, liftLabels } from "./labels.ts";
import { volumeAttributes } from "./volume-schema.ts";

export const dockerVolume: ResourceType<Engine> = {
  schema: { version: 1, attributes: volumeAttributes, upgrades: { 0: liftLabels } },

  async create({ client }, planned) {
    const name = textOf(planned, "name");
    try {
      // The engine takes an existing volume for the one asked for; its data would be deleted with this resource.
      if (name !== null && (await found(client.docker.getVolume(name).inspect()))) throw volumeExists(name);
      const { name: id } = await client.docker.createVolume({
        ...(name === null ? {} : { Name: name }),
        Driver: textOf(planned, "driver") ?? "local",
        DriverOpts: textMapOf(planned, "driver_opts"),
        Labels: labelsFrom(planned),
      });
      const volume = await client.docker.getVolume(id).inspect();
      return { id, name: id, driver: volume.Driver, mountpoint: volume.Mountpoint };
    } catch (thrown) {
      throw explain(thrown, `creating volume ${name ?? ""}`, client);
    }
  },

  async read({ client }, stored) {
    const id = textOf(stored, "id") ?? "";
    try {
      const volume = await found(client.docker.getVolume(id).inspect());
      if (volume === null) return null;
      const state = {
        name: volume.Name,
        driver: volume.Driver,
        mountpoint: volume.Mountpoint,
        labels: labelBlocks(volume.Labels),
        driver_opts: isZero(volume.Options ?? null) ? null : volume.Options,
      };
      return { state, isLost: false };
    } catch (thrown) {
      throw explain(thrown, `reading volume ${id}`, client);
    }
  },

  async delete({ client }, stored) {
    const id = textOf(stored, "id") ?? "";
    try {
      await found(client.docker.getVolume(id).remove());
    } catch (thrown) {
      throw explain(thrown, `removing volume ${id}`, client);
    }
  },

  async import(_work, id) {
    return { id, name: id };
  },
};

function volumeExists(name: string): ProviderError {
  return new ProviderError(
    `A volume named ${name} exists already`,
    `It is not in this state, so its data is left alone. Take it over with \`terraform import ADDRESS ${name}\`, or choose another name.`,
  );
}
