/** By what an engine is chosen: a variable, a setting of the Terraform provider, a context or nothing. */
export type ChosenBy =
  | { readonly kind: "host"; readonly variable: "DOCKER_HOST" | "host" }
  | { readonly kind: "context"; readonly name: string; readonly setIn: "DOCKER_CONTEXT" | "config.json" }
  | { readonly kind: "default" };

/** The name that Docker gives to "no context": DOCKER_HOST, else the default socket. */
const DEFAULT_CONTEXT = "default";

/**
 * Which engine Docker's own client would use: DOCKER_HOST goes before a context, and DOCKER_CONTEXT before the one that
 * `docker context use` chose. An empty variable is as good as none.
 *
 * @param currentContext `currentContext` of Docker's config.json
 */
export function chooseEngine(
  environment: Readonly<Record<string, string | undefined>>,
  currentContext: string | undefined,
): ChosenBy {
  if (environment.DOCKER_HOST) return { kind: "host", variable: "DOCKER_HOST" };
  if (environment.DOCKER_CONTEXT) return chooseContext(environment.DOCKER_CONTEXT, "DOCKER_CONTEXT");
  if (currentContext) return chooseContext(currentContext, "config.json");
  return { kind: "default" };
}

function chooseContext(name: string, setIn: "DOCKER_CONTEXT" | "config.json"): ChosenBy {
  return name === DEFAULT_CONTEXT ? { kind: "default" } : { kind: "context", name, setIn };
}

/** The choice in a few words, for messages. */
export function describeChoice(chosenBy: ChosenBy): string {
  switch (chosenBy.kind) {
    case "host":
      return chosenBy.variable;
    case "context":
      return `context ${chosenBy.name}`;
    case "default":
      return "the default";
  }
}

/** What to do, as a clause, to leave the choice for the engine at the default socket. */
export function changeEngineText(chosenBy: ChosenBy): string {
  if (chosenBy.kind === "host")
    return chosenBy.variable === "host" ? "leave it out" : "unset DOCKER_HOST to use this machine's own";
  if (chosenBy.kind === "context" && chosenBy.setIn === "DOCKER_CONTEXT")
    return "unset DOCKER_CONTEXT to use this machine's own";
  return "run `docker context use default` to use this machine's own";
}
