// The public API as data: the documentation's API pages are rendered from docs/api/reference.json, which `npm run api-report`
// writes. So a build of the documentation needs neither TypeDoc nor a second.
import { join } from "node:path";
import {
  Application,
  type Comment,
  type CommentDisplayPart,
  type DeclarationReflection,
  makeRecursiveVisitor,
  type ParameterReflection,
  ReflectionKind,
  type SignatureReflection,
} from "typedoc";
import type { ApiEntry, ApiMember } from "../docs-site/src/api-reference.ts";
import { writeGenerated } from "./generated.ts";

const repo = join(import.meta.dirname, "..");
const file = join(repo, "docs", "api", "reference.json");

const kinds = new Map<ReflectionKind, ApiEntry["kind"]>([
  [ReflectionKind.Class, "class"],
  [ReflectionKind.Interface, "interface"],
  [ReflectionKind.Function, "function"],
  [ReflectionKind.TypeAlias, "type"],
  [ReflectionKind.Variable, "constant"],
]);
const longestType = 240;

/** The text of docs/api/reference.json. @param entryPoints names of modules */
export async function renderApiReference(entryPoints: readonly string[]): Promise<string> {
  const app = await Application.bootstrap({
    entryPoints: entryPoints.map((name) => join(repo, "modules", name, "index.ts")),
    tsconfig: join(repo, "tsconfig.json"),
    // `npm run check` checks types.
    skipErrorChecking: true,
    excludePrivate: true,
    sort: ["kind", "source-order"],
    kindSortOrder: ["Class", "Interface", "Function", "TypeAlias", "Variable"],
    excludeExternals: true,
    disableSources: true,
    readme: "none",
    logLevel: "Error",
  });
  const project = await app.convert();
  if (project === undefined) throw new Error("TypeDoc could not read the modules");
  const reference = Object.fromEntries(
    (project.children ?? []).map(({ name, children = [] }) => [name, children.flatMap(entryOf)]),
  );
  return `${JSON.stringify(reference, null, 1)}\n`;
}

function entryOf(reflection: DeclarationReflection): readonly ApiEntry[] {
  const kind = kinds.get(reflection.kind);
  if (kind === undefined) return [];
  const [call] = reflection.signatures ?? [];
  const { name } = reflection;
  const comment = call?.comment ?? reflection.comment;
  const tags = (tag: `@${string}`) => (comment?.getTags(tag) ?? []).map(({ content }) => plain(content));
  const signature = call === undefined ? typeText(reflection) : callText(name, call);
  const [returns] = tags("@returns");
  return [
    {
      name,
      kind,
      text: plain(comment?.summary ?? []),
      ...(signature === "" ? {} : { signature }),
      links: signature === "" ? [] : linksOf(call ?? reflection),
      members: call === undefined ? membersOf(reflection) : (call.parameters ?? []).map(parameterOf),
      ...(returns === undefined ? {} : { returns }),
      throws: tags("@throws"),
    },
  ];
}

function typeText({ kind, type }: DeclarationReflection): string {
  if (kind !== ReflectionKind.TypeAlias && kind !== ReflectionKind.Variable) return "";
  const text = type?.toString() ?? "";
  return text.length > longestType ? "" : text;
}

function callText(name: string, { parameters = [], type }: SignatureReflection): string {
  const given = parameters.map(
    (each) => `${each.name}${isOptional(each) ? "?" : ""}: ${each.type?.toString()}`,
  );
  return `${name}(${given.join(", ")}): ${type?.toString()}`;
}

function membersOf({ children = [] }: DeclarationReflection): readonly ApiMember[] {
  return children
    .filter(({ inheritedFrom, kind }) => inheritedFrom === undefined && kind !== ReflectionKind.Constructor)
    .map((child) => {
      const [call] = child.signatures ?? [];
      return memberOf(child.name, call?.comment ?? child.comment, {
        type: call === undefined ? (child.type?.toString() ?? "") : callText(child.name, call),
        links: linksOf(call ?? child),
        isOptional: child.flags.isOptional,
      });
    });
}

function parameterOf(parameter: ParameterReflection): ApiMember {
  return memberOf(parameter.name, parameter.comment, {
    type: parameter.type?.toString() ?? "",
    links: linksOf(parameter),
    isOptional: isOptional(parameter),
  });
}

/** The names in a type that are exported types of the package, not others of the same name. */
function linksOf(
  reflection: DeclarationReflection | SignatureReflection | ParameterReflection,
): readonly string[] {
  const names = new Set<string>();
  const visitor = makeRecursiveVisitor({
    reference(type) {
      if (type.reflection !== undefined) names.add(type.name);
    },
  });
  reflection.type?.visit(visitor);
  if (reflection.isSignature()) for (const each of reflection.parameters ?? []) each.type?.visit(visitor);
  return [...names].sort();
}

function isOptional({ flags, defaultValue }: ParameterReflection): boolean {
  return flags.isOptional || defaultValue !== undefined;
}

function memberOf(
  name: string,
  comment: Comment | undefined,
  typed: Pick<ApiMember, "type" | "links" | "isOptional">,
): ApiMember {
  const [byDefault] = (comment?.getTags("@default") ?? []).map(({ content }) => plain(content));
  return {
    name,
    ...typed,
    text: plain(comment?.summary ?? []),
    ...(byDefault === undefined ? {} : { byDefault }),
  };
}

/** On one line, with code in backticks; a default is a text or a value, which TypeDoc has as a block of code. */
function plain(parts: readonly CommentDisplayPart[]): string {
  return parts
    .map((part) =>
      part.kind === "inline-tag" ? `\`${part.text}\`` : part.text.replace(/^```ts\n([\s\S]*)\n```$/, "$1"),
    )
    .join("")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/** @returns whether the file differed from the code; with `isCheck` it is left as it is */
export async function writeApiReference(entryPoints: readonly string[], isCheck: boolean): Promise<boolean> {
  return writeGenerated(file, await renderApiReference(entryPoints), isCheck);
}
