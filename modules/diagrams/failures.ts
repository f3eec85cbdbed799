import type { Role, Topology } from "../topology/index.ts";
import { componentIds } from "../topology/index.ts";
import { roleTitle } from "./boxes.ts";
import type { Arrow, Box, Diagram } from "./diagram.ts";
import { type Step, sequence } from "./mermaid.ts";
import { durationText, type FailureTimes } from "./times.ts";

function ask(from: string, to: string, text: string): Arrow {
  return { from, to, text, kind: "solid" };
}

function answer(from: string, to: string, text: string): Arrow {
  return { from, to, text, kind: "dotted" };
}

function fail(from: string, to: string, text: string): Arrow {
  return { from, to, text, kind: "failed" };
}

function note(over: readonly string[], text: string): Step {
  return { over: over.length < 2 ? over : [over.at(0) ?? "", over.at(-1) ?? ""], note: text };
}

/** A sequence with a lane for each component that a step names. */
function story(
  topology: Topology,
  id: string,
  title: string,
  description: string,
  steps: readonly Step[],
): Diagram {
  const named = new Set(steps.flatMap((step) => ("note" in step ? step.over : [step.from, step.to])));
  const boxes = topology.components.flatMap((component): Box[] =>
    named.has(component.id)
      ? [
          {
            id: component.id,
            lines: [component.id, roleTitle(component.role, topology)],
            anchor: component.role,
            components: [component.id],
          },
        ]
      : [],
  );
  const arrows = steps.flatMap((step) => ("note" in step ? [] : [step]));
  return { id, title, description, boxes, arrows, mermaid: sequence({ title, description, boxes }, steps) };
}

const balancer = "load-balancer-1";

/** What happens when a web node is lost in the middle of a request. */
export function webNodeFailsDiagram(topology: Topology, times: FailureTimes): Diagram {
  const [web = "web-1", other] = componentIds(topology, "web");
  const isLocal = topology.target === "local";
  const rest: Step[] =
    other === undefined
      ? [
          answer(balancer, "client", "503, no web node is left"),
          note([web], "The site is down until the web node is back."),
        ]
      : isLocal
        ? [
            ask(balancer, other, "the same request again"),
            answer(other, balancer, "200"),
            answer(balancer, "client", "200"),
          ]
        : [
            answer(balancer, "client", "an error, for requests that were under way"),
            ask("client", balancer, "the next request"),
            ask(balancer, other, "the next request"),
            answer(other, balancer, "200"),
            answer(balancer, "client", "200"),
          ];
  return story(
    topology,
    "web-node-fails",
    "A web node fails",
    other === undefined
      ? "The only web node is lost, and with it the site."
      : "A web node is lost while it works on a request, and the balancer sends requests to another one.",
    [
      ask("client", balancer, "a request"),
      ask(balancer, web, "the request"),
      fail(web, balancer, "no answer"),
      note([balancer], `No request is sent to ${web} any more after ${durationText(times.webOut)}.`),
      ...rest,
      note(
        [balancer, web],
        times.webCheck === undefined
          ? `${web} is checked again and again.`
          : `${web} is checked again and again, every ${durationText(times.webCheck)}.`,
      ),
    ],
  );
}

/** What happens when the database server that takes the writes is lost. */
export function primaryFailsDiagram(topology: Topology, times: FailureTimes): Diagram {
  const steps =
    topology.target === "local" ? localPrimaryFails(topology, times) : cloudPrimaryFails(topology, times);
  return story(
    topology,
    "primary-fails",
    "The primary fails",
    "The database server that takes the writes is lost, and what becomes of a write that comes then.",
    steps,
  );
}

function localPrimaryFails(topology: Topology, times: FailureTimes): Step[] {
  const [web = "web-1"] = componentIds(topology, "web");
  const [router = "database-router-1"] = componentIds(topology, "database-router");
  const [primary = "database-1", successor, third] = componentIds(topology, "database");
  const asked = [
    ask(web, router, "a write"),
    ask(router, primary, "the write"),
    fail(primary, router, "no answer"),
  ];
  if (successor === undefined)
    return [
      ...asked,
      note([primary], "The only member: writes and reads wait until it is back."),
      answer(router, web, "no server"),
    ];
  return [
    ...asked,
    note(
      [successor, third ?? successor],
      `A majority is left. ${primary} is expelled, ${successor} is elected.`,
    ),
    ask(router, successor, "are you the primary?"),
    answer(successor, router, "yes"),
    note([router, successor], `Writes work again after ${durationText(times.primaryReplaced)}.`),
    ask(web, router, "the write again"),
    ask(router, successor, "the write"),
    answer(successor, router, "done"),
    answer(router, web, "done"),
    note([primary, successor], `${primary} joins again as a secondary when it is back.`),
  ];
}

function cloudPrimaryFails(topology: Topology, times: FailureTimes): Step[] {
  const [web = "web-1"] = componentIds(topology, "web");
  const [primary = "database-cluster-1", standby] = componentIds(topology, "database-cluster");
  const asked = [ask(web, primary, "a write"), fail(primary, web, "no answer")];
  if (standby === undefined)
    return [
      ...asked,
      note(
        [primary],
        "No standby: DigitalOcean makes a new node from the backup, and the database is down meanwhile.",
      ),
    ];
  return [
    ...asked,
    note(
      [primary, standby],
      `DigitalOcean makes ${standby} the primary and moves the database's address to it.`,
    ),
    note([web, standby], `Writes work again after ${durationText(times.primaryReplaced)}.`),
    ask(web, standby, "the write again"),
    answer(standby, web, "done"),
    note([primary, standby], `${primary} is replaced by a new standby.`),
  ];
}

/** What happens when everything was down at once and comes back. */
export function everythingRestartsDiagram(topology: Topology, times: FailureTimes): Diagram {
  const ids = (role: Role) => componentIds(topology, role);
  const [web = "web-1"] = ids("web");
  const databases = [...ids("database"), ...ids("database-cluster")];
  const [first = "database-1", ...others] = databases;
  const forming: Step[] =
    topology.target === "cloud" || others.length === 0
      ? [note([first], "The database starts with the data on its disk.")]
      : [
          ...others.slice(0, 2).map((other) => ask(first, other, "which transactions do you hold?")),
          ...others.slice(0, 2).map((other) => answer(other, first, "these")),
          note(
            [first, others[1] ?? first],
            `The one that holds all of them (here ${first}) starts the group again.`,
          ),
          ...others.slice(0, 2).map((other) => ask(other, first, "may I join?")),
        ];
  return story(
    topology,
    "everything-restarts",
    "Everything restarts",
    "All servers were down at once, as after a power cut, and start side by side, each waiting for nobody.",
    [
      ...forming,
      note(
        [web],
        "Web nodes serve pages without the database meanwhile, and report that on pages that need it.",
      ),
      ask(balancer, web, "are you well?"),
      answer(web, balancer, "200"),
      note([web, first], `The first write is taken after ${durationText(times.firstWriteAfterRestart)}.`),
      note([balancer, first], `Everything is back after ${durationText(times.allBack)}.`),
    ],
  );
}
