import type Docker from "dockerode";
import { engineMessage } from "../../modules/docker-engine/index.ts";
import { blocksOf, type Fields, numberOf, ProviderError, textOf } from "../plugin/index.ts";
import { type Engine, explain, statusOf } from "./engine.ts";

/** Says why a container could not be created, and what to do. */
export function explainCreation(
  thrown: unknown,
  name: string,
  planned: Fields,
  holder: Docker.ContainerInspectInfo | null,
  engine: Engine,
): ProviderError {
  if (holder) {
    return new ProviderError(
      `A container named ${name} exists already`,
      `It is ${holder.State.Status}, made ${holder.Created}, and not in this state. Take it over with \`terraform import ADDRESS ${holder.Id}\`, remove it with \`docker rm -f ${name}\`, or choose another name. With create_before_destroy the name must change with every replacement.`,
      ["name"],
    );
  }
  if (statusOf(thrown) === 404) {
    return new ProviderError(
      `Container ${name} can't be made: ${engineMessage(thrown)}`,
      `Its image is ${textOf(planned, "image")}. Build or pull it with a docker_image resource and refer to that one's image_id.`,
      ["image"],
    );
  }
  return explain(thrown, `creating container ${name}`, engine);
}

/** Says why a container could not be started; names who holds a port that it wants. */
export async function explainStart(thrown: unknown, planned: Fields, engine: Engine): Promise<ProviderError> {
  const name = textOf(planned, "name") ?? "";
  const message = engineMessage(thrown);
  if (!/port is already allocated|address already in use/.test(message)) {
    return explain(thrown, `starting container ${name}`, engine);
  }
  const wanted = blocksOf(planned, "ports").flatMap((port) => numberOf(port, "external") ?? []);
  const named = Number(/:(\d+)(?: failed|: bind|\b)/.exec(message)?.[1] ?? wanted[0]);
  const port = wanted.includes(named) ? named : wanted[0];
  const running = await engine.docker.listContainers();
  const holder = running.find((other) => other.Ports.some((published) => published.PublicPort === port));
  const who = holder
    ? `Container ${holder.Names[0]?.slice(1) ?? holder.Id} publishes it.`
    : `Another process on this machine listens there (\`ss -ltnp 'sport = :${port}'\` shows it).`;
  return new ProviderError(
    `Port ${port} that container ${name} publishes is in use`,
    `${who} Stop that one or choose another external port.`,
    ["ports"],
  );
}
