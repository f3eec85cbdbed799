/** Who has to answer before the old web nodes may go. */
export type Expectation =
  | { readonly kind: "droplets"; readonly ids: readonly string[] }
  /** Of a pool, as many as it has at least; `ids` are its droplets at the moment. */
  | { readonly kind: "pool"; readonly ids: readonly string[]; readonly nodes: number };

/** What came back from the balancer for one question. */
export type Answer =
  | { readonly kind: "answered"; readonly servedBy: string; readonly status: number; readonly body: string }
  | { readonly kind: "failed"; readonly reason: string };

/** What has been seen so far. */
export interface Seen {
  /** Node names, as X-Served-By gives them, that have answered that they are ready. */
  readonly ready: ReadonlySet<string>;
  /** The last answer of each node that isn't ready, by name. */
  readonly notReady: ReadonlyMap<string, string>;
  /** The last failure to get an answer at all. */
  readonly lastFailure: string | undefined;
}

export const nothingSeen: Seen = { ready: new Set(), notReady: new Map(), lastFailure: undefined };

/** How much is shown of the answer of a node that isn't ready. */
const shownCharacters = 200;

export function see(seen: Seen, answer: Answer): Seen {
  if (answer.kind === "failed") return { ...seen, lastFailure: answer.reason };
  const { servedBy, status } = answer;
  if (servedBy === "")
    return { ...seen, lastFailure: `status ${status} from the balancer itself: no web node has joined it` };
  const notReady = new Map(seen.notReady);
  const ready = new Set(seen.ready);
  if (status === 200) {
    ready.add(servedBy);
    notReady.delete(servedBy);
  } else {
    notReady.set(servedBy, `status ${status}: ${answer.body.trim().slice(0, shownCharacters)}`);
    ready.delete(servedBy);
  }
  return { ...seen, ready, notReady };
}

/** What has not been seen yet, for a person; empty when the gate is passed. */
export function missing(expected: Expectation, seen: Seen): readonly string[] {
  const silent = expected.ids.filter((id) => !Array.from(seen.ready).some((name) => isOf(name, id)));
  if (expected.kind === "droplets") return silent.map((id) => `droplet ${id}`);
  const lacking = expected.nodes - (expected.ids.length - silent.length);
  return lacking > 0 ? [`${lacking} of ${expected.nodes} droplets of the pool`] : [];
}

/** A node's name ends with its droplet's id. */
function isOf(nodeName: string, dropletId: string): boolean {
  return nodeName.endsWith(`-${dropletId}`);
}

/** Why the gate stays closed and what to do. */
export function explainClosed(expected: Expectation, seen: Seen, waitedSeconds: number): string {
  const reasons = [
    ...Array.from(seen.notReady, ([name, answer]) => `  ${name} answered ${answer}`),
    ...(seen.lastFailure === undefined ? [] : [`  the last failure was: ${seen.lastFailure}`]),
  ];
  return [
    `Not every new web node has answered through the balancer within ${waitedSeconds} s; still missing: ${missing(expected, seen).join(", ")}.`,
    ...reasons,
    "A new web node joins the balancer once its packages are installed and the database is set up. Open a new droplet's " +
      "console in the control panel: it shows, without a login, why database.init can't be loaded; logged in, see " +
      "journalctl -u cloud-final -u lampstand-database -u apache2. Fix the config, then deploy again. The old web nodes, " +
      "where there are any, stay and serve.",
  ].join("\n");
}
