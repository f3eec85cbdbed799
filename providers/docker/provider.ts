import { isSet, type ProviderDefinition, textOf } from "../plugin/index.ts";
import { dockerContainer } from "./container.ts";
import { type Engine, explain, openEngine } from "./engine.ts";
import { dockerImage } from "./image.ts";
import { dockerNetwork } from "./network.ts";
import { providerAttributes } from "./provider-schema.ts";
import { dockerVolume } from "./volume.ts";

/** The stand-in for kreuzwerker/docker 3.6.2, as far as this project's stacks use it. */
export const dockerProvider: ProviderDefinition<Engine> = {
  attributes: providerAttributes,
  resources: {
    docker_container: dockerContainer,
    docker_image: dockerImage,
    docker_network: dockerNetwork,
    docker_volume: dockerVolume,
  },
  async configure(config) {
    const engine = await openEngine(textOf(config, "host"), textOf(config, "cert_path"));
    if (isSet(config, "disable_docker_daemon_check")) return engine;
    try {
      await engine.docker.ping();
    } catch (thrown) {
      throw explain(thrown, "asking the Docker engine whether it is there", engine);
    }
    return engine;
  },
};
