import type { ResolvedConfig } from "../config/index.ts";
import type { Topology } from "../topology/index.ts";

/** What a guide is written from. */
export interface Stack {
  readonly config: ResolvedConfig;
  readonly topology: Topology;
}

/** A part of the stack explained: a role of the topology, a network, or a program that a role runs. */
export interface Guide {
  /** A role's id, `network-` and a network's id, or the program's name in lower case. Diagrams' anchors lead here. */
  readonly id: string;
  readonly title: string;
  /** Components that are this, or that run it. */
  readonly components: readonly string[];
  /** What such a thing is, wherever it is used. */
  readonly whatItIs: string;
  /** What it does in this stack. */
  readonly roleHere: string;
  /** The values that matter, as they are in this stack. */
  readonly values: readonly Value[];
  readonly whenItFails: string;
  readonly howToLook: readonly Look[];
  readonly furtherReading: readonly Reading[];
}

export interface Value {
  readonly name: string;
  readonly value: string;
  /** The field of lampstand.config.ts that decides it; absent: Lampstand does. */
  readonly field?: string;
}

/** A command that shows something, and changes nothing. */
export interface Look {
  readonly shows: string;
  readonly command: string;
}

/** A public page. */
export interface Reading {
  readonly title: string;
  readonly url: string;
}

export function value(name: string, shown: string | number | boolean, field?: string): Value {
  const text = typeof shown === "boolean" ? (shown ? "yes" : "no") : String(shown);
  return { name, value: text, ...(field === undefined ? {} : { field }) };
}

export function look(shows: string, command: string): Look {
  return { shows, command };
}

export function reading(title: string, url: string): Reading {
  return { title, url };
}

/** A command in the container of a component; containers that roll have changing names, their labels stay. */
export function inContainer({ config }: Stack, component: string, command: string): string {
  const filters = `--filter label=lampstand.stack=${config.name} --filter label=lampstand.component=${component}`;
  return `docker exec $(docker ps --quiet ${filters}) ${command}`;
}

/** The log of a component's container. */
export function logOf({ config }: Stack, component: string): string {
  const filters = `--filter label=lampstand.stack=${config.name} --filter label=lampstand.component=${component}`;
  return `docker logs --tail 50 $(docker ps --all --quiet ${filters})`;
}

/** `1 web node`, `2 web nodes` */
export function counted(count: number, one: string, many: string = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
