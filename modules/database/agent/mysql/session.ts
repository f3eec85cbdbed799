import { type Connection, createConnection } from "mysql2/promise";
import { SOCKET } from "../settings.ts";

export type Row = Readonly<Record<string, unknown>>;

/** Statements that this process has sent, so that its own can be taken off mysqld's count. */
let sent = 0;

export function ownStatements(): number {
  return sent;
}

export function resetOwnStatements(): void {
  sent = 0;
}

/** A connection as root over the local socket, opened when needed and again after it broke. */
export class Session {
  #connection: Connection | undefined;

  /** First row of the answer. Throws if there is no answer within the time. */
  async row(sql: string, timeoutMs: number): Promise<Row> {
    const [first] = await this.rows(sql, timeoutMs);
    if (!first) throw new Error("mysqld gave no row");
    return first;
  }

  async rows(sql: string, timeoutMs: number): Promise<Row[]> {
    const answer = await this.#send(sql, [], timeoutMs);
    return Array.isArray(answer) ? answer.filter(isRow) : [];
  }

  /** Runs a statement; values are quoted in place of `?`, names in place of `??`. */
  async run(sql: string, values: readonly string[], timeoutMs: number): Promise<void> {
    await this.#send(sql, values, timeoutMs);
  }

  close(): void {
    this.#connection?.destroy();
    this.#connection = undefined;
  }

  async #send(sql: string, values: readonly string[], timeoutMs: number): Promise<unknown> {
    try {
      this.#connection ??= await connect(timeoutMs);
      sent += 1;
      const [answer] = await this.#connection.query({ sql, timeout: timeoutMs }, [...values]);
      return answer;
    } catch (error) {
      if (!isSqlError(error)) this.close();
      throw error;
    }
  }
}

async function connect(timeoutMs: number): Promise<Connection> {
  const connection = await createConnection({ socketPath: SOCKET, user: "root", connectTimeout: timeoutMs });
  // Without a listener the loss of an idle connection would end the process; the next query notices it.
  connection.on("error", () => undefined);
  return connection;
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** An answer of MySQL with one of these error numbers. */
export function isAnswer(error: unknown, ...numbers: readonly number[]): boolean {
  return error instanceof Error && "errno" in error && numbers.some((number) => number === error.errno);
}

/** An answer of MySQL, as opposed to a broken connection. */
function isSqlError(error: unknown): boolean {
  return error instanceof Error && "sqlState" in error;
}
