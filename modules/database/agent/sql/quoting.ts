/** MariaDB's client begins dumps with it, for its own sandbox; to MySQL it would be a statement that fails. */
const sandbox = "/*!999999";
/** Length of the longest text that begins a quoted text or a comment. */
export const longestOpening = sandbox.length;

/** What begins at a place: a quoted text, a quoted name or a comment. */
export function opening(text: string, at: number): "'" | '"' | "`" | "--" | "/*" | undefined {
  switch (text[at]) {
    case "'":
      return "'";
    case '"':
      return '"';
    case "`":
      return "`";
    case "#":
      return "--";
    case "-":
      return text[at + 1] === "-" && /[\s]/.test(text[at + 2] ?? "\n") ? "--" : undefined;
    case "/":
      // What MySQL runs, `/*! ... */`, is quoted and delimited as any other statement.
      return text[at + 1] === "*" && (text[at + 2] !== "!" || text.startsWith(sandbox, at))
        ? "/*"
        : undefined;
    default:
      return undefined;
  }
}

/** The place behind the end; undefined if it isn't there yet. */
export function endOf(inside: string, text: string, from: number): number | undefined {
  if (inside === "--" || inside === "/*" || inside === "`") {
    const closing = inside === "--" ? "\n" : inside === "/*" ? "*/" : "`";
    const at = text.indexOf(closing, from);
    return at === -1 ? undefined : at + closing.length;
  }
  const pattern = inside === "'" ? /\\[\s\S]|'/g : /\\[\s\S]|"/g;
  pattern.lastIndex = from;
  for (let found = pattern.exec(text); found !== null; found = pattern.exec(text))
    if (found[0] === inside) return pattern.lastIndex;
  return undefined;
}

/** The same text, as long, with an x for each character of quoted texts, quoted names and comments. */
export function withoutQuoted(text: string): string {
  let masked = "";
  for (let at = 0; at < text.length; ) {
    const inside = opening(text, at);
    if (inside === undefined) {
      masked += text[at++];
      continue;
    }
    const end = endOf(inside, text, at + inside.length) ?? text.length;
    masked += "x".repeat(end - at);
    at = end;
  }
  return masked;
}

/** The same with what is in parentheses: of a table, what is said about the table itself. */
export function outsideParentheses(masked: string): string {
  let depth = 0;
  return masked.replace(/[()]|[^()]+/g, (piece) => {
    if (piece === "(") depth += 1;
    const shown = depth === 0 ? piece : "x".repeat(piece.length);
    if (piece === ")") depth = Math.max(0, depth - 1);
    return shown;
  });
}
