import { endOf, longestOpening, opening } from "./quoting.ts";

/** A statement of a file of SQL as its bytes are, with its delimiter; or a comment before one, alone. */
export interface Statement {
  /** Text up to the delimiter, in latin1: one character for each byte. */
  readonly text: string;
  /** The delimiter, or a command of the client as it stands (DELIMITER), or "" at the end of the file. */
  readonly end: string;
}

/**
 * Splits SQL as MySQL's own client does: quotes, comments and DELIMITER are heeded. What it gives, put together, is what
 * it was given.
 */
export class StatementReader {
  #rest = "";
  #delimiter = ";";
  /** How far #rest is known to hold no end of a statement; inside what that place is. */
  #position = 0;
  #inside: "code" | "'" | '"' | "`" | "--" | "/*" = "code";
  /** Where that began. */
  #openedAt = 0;

  /** Takes the next piece; gives the statements that are whole now. */
  read(piece: string): Statement[] {
    this.#rest += piece;
    const statements: Statement[] = [];
    for (;;) {
      const statement = this.#next(false);
      if (statement === undefined) return statements;
      statements.push(statement);
    }
  }

  /** Gives what is left at the end of the file. */
  end(): Statement[] {
    const statements: Statement[] = [];
    for (let next = this.#next(true); next !== undefined; next = this.#next(true)) statements.push(next);
    if (this.#rest !== "") statements.push({ text: this.#rest, end: "" });
    this.#rest = "";
    return statements;
  }

  #next(isLast: boolean): Statement | undefined {
    for (;;) {
      if (this.#inside === "code" && this.#position === 0) {
        const command = this.#command(isLast);
        if (command !== undefined) return command;
        if (!isLast && mayBecomeCommand(this.#rest.trimStart())) return undefined;
      }
      const isComment = this.#inside === "--" || this.#inside === "/*";
      if (this.#inside === "code" ? !this.#passCode(isLast) : !this.#passInside(isLast)) return undefined;
      if (isComment && this.#rest.slice(0, this.#openedAt).trim() === "")
        return this.#take(this.#position, 0);
      if (this.#rest.startsWith(this.#delimiter, this.#position) && this.#inside === "code")
        return this.#take(this.#position, this.#delimiter.length);
    }
  }

  /** DELIMITER and USE, which the client takes at the beginning of a line before a statement, also without a semicolon. */
  #command(isLast: boolean): Statement | undefined {
    const used = /^\s*use[ \t]+[^\n;]+(;|\n|$)/i.exec(this.#rest);
    if (used !== null && (used[1] !== "" || isLast)) return this.#take(used[0].length, 0);
    const found = /^(\s*)(delimiter[ \t]+(\S+)[^\n]*)(\n|$)/i.exec(this.#rest);
    const delimiter = found?.[3];
    if (found === null || delimiter === undefined || (found[4] === "" && !isLast)) return undefined;
    this.#delimiter = delimiter;
    return this.#take(found[1]?.length ?? 0, (found[2] ?? "").length);
  }

  #take(length: number, endLength: number): Statement {
    const text = this.#rest.slice(0, length);
    const end = this.#rest.slice(length, length + endLength);
    this.#rest = this.#rest.slice(length + endLength);
    this.#position = 0;
    return { text, end };
  }

  /** Goes to the next place that ends the statement or opens something. False: more of the file is needed. */
  #passCode(isLast: boolean): boolean {
    const first = this.#delimiter[0] ?? ";";
    for (let at = this.#position; at < this.#rest.length; at++) {
      const character = this.#rest[at];
      // Two characters of a comment's beginning, or a whole delimiter, may be cut in two.
      if (!isLast && at + Math.max(longestOpening, this.#delimiter.length) > this.#rest.length) {
        this.#position = at;
        return false;
      }
      if (character === first && this.#rest.startsWith(this.#delimiter, at)) {
        this.#position = at;
        return true;
      }
      const opened = opening(this.#rest, at);
      if (opened !== undefined) {
        this.#inside = opened;
        this.#openedAt = at;
        this.#position = at + (opened === "/*" || opened === "--" ? 2 : 1);
        return true;
      }
    }
    this.#position = this.#rest.length;
    return false;
  }

  /** Goes behind the end of a quoted text or comment. */
  #passInside(isLast: boolean): boolean {
    const end = endOf(this.#inside, this.#rest, this.#position);
    if (end === undefined) {
      // A backslash or a star at the very end belongs to what comes next.
      this.#position = Math.max(this.#position, isLast ? this.#rest.length : this.#safeEnd());
      return false;
    }
    this.#inside = "code";
    this.#position = end;
    return true;
  }

  #safeEnd(): number {
    if (this.#inside === "/*") return this.#rest.length - 1;
    const slashes = /\\*$/.exec(this.#rest.slice(this.#position))?.[0].length ?? 0;
    return this.#rest.length - (slashes % 2);
  }
}

/** Whether a beginning of a statement may be that of a line with DELIMITER which isn't whole yet. */
function mayBecomeCommand(start: string): boolean {
  if (start.includes("\n")) return false;
  return ["delimiter", "use"].some((command) =>
    command.startsWith(start.slice(0, command.length).toLowerCase()),
  );
}
