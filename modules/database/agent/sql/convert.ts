import { outsideParentheses, withoutQuoted } from "./quoting.ts";
import { type Statement, StatementReader } from "./statements.ts";

/** What was changed in SQL of another server, each with how often. */
export type Notes = ReadonlyMap<string, number>;

/** A line for each note on a file. */
export function noteLines(fileName: string, notes: Notes): string[] {
  return [...notes].map(([note, count]) => `${fileName}: ${note}${count === 1 ? "" : ` (${count} times)`}`);
}

/** Engines that a replication group can't hold. */
const otherEngine = /\bENGINE\s*=?\s*(MyISAM|MRG_MyISAM|MEMORY|HEAP|Aria|ARCHIVE|CSV|TokuDB|RocksDB)\b/gi;
/** Options of tables that only those engines know. */
const otherOptions = /\s*\b(PAGE_CHECKSUM|TRANSACTIONAL)\s*=\s*[01]|\s*\bROW_FORMAT\s*=\s*(FIXED|PAGE)\b/gi;
const definer =
  /\bDEFINER\s*=\s*(`[^`]*`|'[^']*'|"[^"]*"|\w+(\(\))?)(\s*@\s*(`[^`]*`|'[^']*'|"[^"]*"|[\w.%-]+))?\s*/i;

/** Of a column, or of a table; not where it is dropped. */
const primaryKey = /(?<!\bDROP\s+)\bPRIMARY\s+KEY\b/i;

/** Statements that only the server that the dump is of needs, by what is said about them. */
const needless: readonly (readonly [pattern: RegExp, note: string])[] = [
  [
    /^SET\s[^;]*\b(SQL_LOG_BIN|MYSQLDUMP_TEMP_LOG_BIN|GTID_PURGED)\b/i,
    "left out: SET of the other server's replication",
  ],
  [/^SET\s+(@@)?GLOBAL\b/i, "left out: SET GLOBAL"],
  [/^(CREATE|DROP|ALTER)\s+(DATABASE|SCHEMA)\b/i, "left out: CREATE, DROP or ALTER DATABASE"],
  [/^(CREATE|DROP|ALTER)\s+(USER|ROLE)\b/i, "left out: CREATE, DROP or ALTER USER"],
  [/^(GRANT|REVOKE|FLUSH)\b/i, "left out: GRANT, REVOKE or FLUSH"],
];

/**
 * Makes SQL of another server fit for the site's own database and user. Lines stay where they were, so that MySQL's
 * message about one is right; data are never touched.
 *
 * @param isStrict whether tables without a primary key and of other engines are to be refused by the server
 * @param makesKeys whether the server gives tables without a primary key an invisible one
 */
export class DumpConverter {
  readonly #reader = new StatementReader();
  readonly #notes = new Map<string, number>();
  readonly #isStrict: boolean;
  readonly #makesKeys: boolean;
  #isStarted = false;
  /** Tables that MySQL gave an invisible primary key, since the dump adds its own later. */
  readonly #keyless = new Set<string>();
  #database: string | undefined;

  constructor(isStrict: boolean, makesKeys = !isStrict) {
    this.#isStrict = isStrict;
    this.#makesKeys = makesKeys;
  }

  get notes(): Notes {
    return this.#notes;
  }

  /** What to set before the first statement, on no line of its own. */
  readonly preamble =
    "SET SESSION sql_mode = REPLACE(REPLACE(@@sql_mode, 'NO_ZERO_DATE', ''), 'NO_ZERO_IN_DATE', '');";

  /** @throws Error if the dump is of more than one database */
  convert(piece: string): string {
    // A byte order mark, which no server takes.
    const text = this.#isStarted ? piece : piece.replace(/^\xef\xbb\xbf/, "");
    this.#isStarted = true;
    return this.#joined(this.#reader.read(text));
  }

  end(): string {
    return this.#joined(this.#reader.end());
  }

  #joined(statements: readonly Statement[]): string {
    let text = "";
    for (const statement of statements) text += this.#one(statement);
    return text;
  }

  #one({ text, end }: Statement): string {
    const body = text.trimStart();
    if (/^(INSERT|REPLACE)\b/i.test(body)) return text + end;
    if (/^\/\*M?!999999/.test(body)) {
      this.#note("left out: MariaDB's sandbox comment");
      return blank(text);
    }
    const plain = body.replace(/^\/\*!\d*\s*/, "");
    if (this.#isNeedless(plain)) return blank(text + end);
    return text.slice(0, text.length - body.length) + this.#converted(body, plain) + end;
  }

  #isNeedless(plain: string): boolean {
    const used = /^USE\s+(`[^`]+`|[^\s;]+)/i.exec(plain)?.[1]?.replaceAll("`", "");
    if (used !== undefined) {
      if (this.#database !== undefined && this.#database !== used)
        throw new Error(
          `the dump is of more than one database (${this.#database}, ${used}); dump the site's own alone, for example by \`mysqldump NAME\``,
        );
      this.#database = used;
      this.#note("left out: USE, since everything goes into the site's database");
      return true;
    }
    const found = needless.find(([pattern]) => pattern.test(plain));
    if (found !== undefined) this.#note(found[1]);
    return found !== undefined;
  }

  #converted(body: string, plain: string): string {
    let text = body;
    const isTable = /^(CREATE\s+(TEMPORARY\s+)?|ALTER\s+)TABLE\b/i.test(plain);
    if (!isTable && (/^(CREATE|ALTER)\b/i.test(plain) || body.startsWith("/*!")))
      text = text.replace(definer, () => {
        this.#note("the site's user owns what had a DEFINER");
        return "";
      });
    if (/^(CREATE|ALTER|SET)\b/i.test(plain)) text = this.#withKnownNames(text, plain);
    if (this.#isStrict) return text;
    if (/^CREATE\s+(TEMPORARY\s+)?TABLE\b/i.test(plain)) return this.#table(text, plain);
    if (/^ALTER\s+TABLE\b/i.test(plain)) return this.#alteration(text, plain);
    return text;
  }

  /** Collations and modes that MySQL doesn't have. A text that has such a name in it, as a default or a comment, stays. */
  #withKnownNames(text: string, plain: string): string {
    const masked = withoutQuoted(text);
    const isSetting = /^SET\b/i.test(plain);
    const names = /(\bCOLLATE\s*=?\s*['"]?)?\b(utf8mb[34]|utf8)(_uca1400\w*|_\w+_nopad_ci)\b/gi;
    return text
      .replace(
        names,
        (found: string, before: string | undefined, charset: string, _rest: string, at: number) => {
          const name = found.slice(before?.length ?? 0);
          const isName = isSetting || (before === undefined ? masked[at] === text[at] : masked[at] !== "x");
          if (!isName) return found;
          const mapped = mappedCollation(charset, name);
          this.#note(`collation ${name} became ${mapped}`);
          return `${before ?? ""}${mapped}`;
        },
      )
      .replace(/,?\bNO_AUTO_CREATE_USER\b/gi, "");
  }

  #table(text: string, plain: string): string {
    const masked = withoutQuoted(text);
    let options = outsideParentheses(masked);
    let converted = text;
    const replace = (pattern: RegExp, by: (engine: string) => string) => {
      // From the last one on, so that the places before it stay.
      for (const found of [...options.matchAll(pattern)].reverse()) {
        const to = found.index + found[0].length;
        converted = converted.slice(0, found.index) + by(found[1] ?? "") + converted.slice(to);
      }
      options = outsideParentheses(withoutQuoted(converted));
    };
    replace(otherEngine, (engine) => {
      this.#note(`ENGINE=${engine} became InnoDB`);
      return "ENGINE=InnoDB";
    });
    replace(otherOptions, () => "");
    const name = tableName(plain);
    // It may have been made without a key before, and dropped.
    this.#keyless.delete(name);
    const isTemporary = /^CREATE\s+TEMPORARY/i.test(plain);
    if (this.#makesKeys && !isTemporary && !primaryKey.test(masked)) {
      this.#keyless.add(name);
      this.#note("tables got an invisible primary key (unless the dump adds one later)");
    }
    return converted;
  }

  #alteration(text: string, plain: string): string {
    const name = tableName(plain);
    if (!this.#keyless.has(name) || !primaryKey.test(withoutQuoted(text))) return text;
    this.#keyless.delete(name);
    return text.replace(
      /^((?:\/\*!\d*\s*)?ALTER\s+TABLE\s+(?:`[^`]+`|[^\s(]+)\s+)/i,
      "$1DROP PRIMARY KEY, DROP COLUMN my_row_id, ",
    );
  }

  #note(note: string): void {
    this.#notes.set(note, (this.#notes.get(note) ?? 0) + 1);
  }
}

/** MySQL's own collation that is nearest to one of MariaDB's. */
function mappedCollation(charset: string, name: string): string {
  if (charset.toLowerCase() !== "utf8mb4") return "utf8mb3_unicode_ci";
  if (/_as_cs|_cs$/i.test(name)) return "utf8mb4_0900_as_cs";
  return /_as_ci/i.test(name) ? "utf8mb4_0900_as_ci" : "utf8mb4_0900_ai_ci";
}

/** The name in CREATE TABLE or ALTER TABLE, without the quotes and the database. */
function tableName(plain: string): string {
  const name =
    /^\w+\s+(?:TEMPORARY\s+)?TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(?:(?:`[^`]+`|[\w$]+)\s*\.\s*)?(`[^`]+`|[\w$]+)/i.exec(
      plain,
    )?.[1] ?? "";
  return name.replaceAll("`", "");
}

/** Nothing but the ends of its lines. */
function blank(text: string): string {
  return text.replace(/[^\n]+/g, "");
}
