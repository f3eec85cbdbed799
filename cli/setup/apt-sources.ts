/**
 * The mirror that this host's apt takes Debian itself from, out of the text of its sources (either form: one-line
 * `deb ...` or deb822); undefined when none is named. Other vendors' archives also call their folder `debian`:
 * Debian's own is known by carrying the host's release with the component `main`.
 */
export function findDebianMirror(sources: readonly string[], codename: string): string | undefined {
  const archives = sources.flatMap((text) => [...readOneLineForm(text), ...readDeb822Form(text)]);
  const own = archives.find(
    ({ uri, suites, components }) =>
      /^https?:\/\/.*\/debian\/?$/.test(uri) && suites.includes(codename) && components.includes("main"),
  );
  return own?.uri;
}

interface Archive {
  readonly uri: string;
  readonly suites: readonly string[];
  readonly components: readonly string[];
}

function readOneLineForm(text: string): readonly Archive[] {
  return text.split("\n").flatMap((line) => {
    const match = /^\s*deb\s+(?:\[[^\]]*\]\s+)?(\S+)\s+(\S+)\s+([^#]+)/.exec(line);
    const [, uri, suite, components] = match ?? [];
    if (uri === undefined || suite === undefined || components === undefined) return [];
    return [{ uri, suites: [suite], components: words(components) }];
  });
}

function readDeb822Form(text: string): readonly Archive[] {
  return text.split(/\n\s*\n/).flatMap((stanza) => {
    const lines = stanza.split("\n").filter((line) => !line.startsWith("#"));
    const field = (name: string) =>
      words(lines.find((line) => line.toLowerCase().startsWith(`${name}:`))?.slice(name.length + 1) ?? "");
    if (field("enabled").includes("no") || !field("types").includes("deb")) return [];
    return field("uris").map((uri) => ({ uri, suites: field("suites"), components: field("components") }));
  });
}

function words(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => word !== "");
}
