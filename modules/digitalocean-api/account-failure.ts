import { Failure } from "../failures/index.ts";
import { isPassing } from "./retry.ts";
import type { Outcome } from "./send.ts";

/** The request, and how often it was sent. */
export interface Asked {
  /** e.g. `GET https://api.digitalocean.com/v2/vpcs` */
  readonly label: string;
  /** The API's address. */
  readonly url: string;
  readonly attempts: number;
}

export type AccountFailureId =
  | "digitalocean-unreachable"
  | "digitalocean-token-missing"
  | "digitalocean-token-refused"
  | "digitalocean-scope-missing"
  | "digitalocean-unavailable"
  | "digitalocean-refused";

/** The account could not be queried, or it refused. */
export class AccountFailure extends Failure {
  override readonly name = "AccountFailure";
  readonly id: AccountFailureId;
  /** What the API answered, or why it didn't, on one line. */
  readonly reason: string;
  /** Of the answer; undefined where none came. */
  readonly status: number | undefined;

  constructor(id: AccountFailureId, reason: string, remedy: string, status?: number) {
    super(id, `${reason}.\n${remedy}`);
    this.id = id;
    this.reason = reason;
    this.status = status;
  }

  /** Whether the same request may succeed later, with nothing changed. */
  get isPassing(): boolean {
    return this.id === "digitalocean-unreachable" || this.id === "digitalocean-unavailable";
  }
}

export function tokenMissing(): AccountFailure {
  return new AccountFailure(
    "digitalocean-token-missing",
    "DIGITALOCEAN_TOKEN is not set",
    "Make a personal access token in the control panel under API, Tokens, then: export DIGITALOCEAN_TOKEN=TOKEN",
  );
}

/** The failure that an outcome other than a good answer is. */
export function failureOf(outcome: Outcome, { label, url, attempts }: Asked): AccountFailure {
  const tries = attempts === 1 ? "" : `, ${attempts} attempts`;
  if (outcome.kind === "no-answer")
    return new AccountFailure(
      "digitalocean-unreachable",
      `DigitalOcean's API can't be reached at ${url} (${outcome.message}${tries})`,
      isCertificateError(outcome)
        ? "Something between here and DigitalOcean uses a CA certificate that isn't known here: set NODE_EXTRA_CA_CERTS to its file."
        : "Check this machine's network, and DIGITALOCEAN_API_URL if it is set. Then run the command again.",
    );
  const { status } = outcome;
  const answer = `${status} ${messageOf(outcome.text)}${tries}`;
  if (status === 401)
    return new AccountFailure(
      "digitalocean-token-refused",
      `DigitalOcean refuses the token in DIGITALOCEAN_TOKEN (${answer})`,
      "It may be revoked, out of date or copied in part. Make one in the control panel under API, Tokens, and export it again.",
      status,
    );
  if (status === 403)
    return new AccountFailure(
      "digitalocean-scope-missing",
      `The token in DIGITALOCEAN_TOKEN lacks the scope for ${label} (${answer})`,
      "Make a token with full access, or with read, create, update and delete for every resource of the stack, and export it again.",
      status,
    );
  if (isPassing(status))
    return new AccountFailure(
      "digitalocean-unavailable",
      `DigitalOcean doesn't answer ${label} now (${answer})`,
      status === 429
        ? "The account has used up its requests for now: at most 5,000 an hour, 250 a minute. Wait, then run the command again."
        : "See https://status.digitalocean.com. Then run the command again.",
      status,
    );
  return refused(label, answer, status);
}

/** An answer that isn't one of the API's. */
export function unreadable(label: string, status: number, text: string): AccountFailure {
  return refused(label, `${status} ${messageOf(text)}, which is no answer of the API's`, status);
}

function refused(label: string, answer: string, status: number): AccountFailure {
  return new AccountFailure(
    "digitalocean-refused",
    `DigitalOcean refused ${label} (${answer})`,
    "Check DIGITALOCEAN_API_URL if it is set, and the network's proxy. Then run the command again.",
    status,
  );
}

export function isCertificateError(outcome: Outcome): boolean {
  return outcome.kind === "no-answer" && /CERT|SIGNED|VERIFY|ISSUER/.test(outcome.code);
}

const shownCharacters = 200;

function messageOf(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && "message" in body) return String(body.message);
  } catch {
    // Not the API's own message, but the only one that exists.
  }
  return text.replace(/\s+/g, " ").trim().slice(0, shownCharacters) || "without a word";
}
