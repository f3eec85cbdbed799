import { z } from "zod";
import { failureOf, isCertificateError, tokenMissing, unreadable } from "./account-failure.ts";
import { isPassing, type RetryLimits } from "./retry.ts";
import { type Method, type Outcome, send } from "./send.ts";

/** How to get at an account. */
export interface AccountAccess {
  /** Where the API is, without a slash at its end. */
  readonly url: string;
  readonly token: string;
  /** @default four repetitions after 0.5, 1, 2 and 4 s, or after the time that the API names, within a minute */
  readonly retries?: RetryLimits;
}

const usualRetries: RetryLimits = { most: 4, shortestWaitMs: 500, longestWaitMs: 30_000, budgetMs: 60_000 };
const timeoutMs = 30_000;
/** The API's own limit. */
const pageSize = 200;
const pagesSchema = z.object({
  links: z.object({ pages: z.object({ next: z.string() }).optional() }).optional(),
});

/**
 * The account that the environment names, by the variables that the Terraform provider reads too; undefined without a
 * token.
 */
export function accessFrom(environment: NodeJS.ProcessEnv): AccountAccess | undefined {
  const token = environment.DIGITALOCEAN_TOKEN || environment.DIGITALOCEAN_ACCESS_TOKEN;
  if (!token) return undefined;
  const url = environment.DIGITALOCEAN_API_URL || "https://api.digitalocean.com";
  return { url: url.replace(/\/+$/, ""), token };
}

/** @throws AccountFailure where the environment has no token */
export function requireAccess(environment: NodeJS.ProcessEnv): AccountAccess {
  const access = accessFrom(environment);
  if (access === undefined) throw tokenMissing();
  return access;
}

/**
 * One object or page.
 * @throws AccountFailure if the API refuses, can't be reached, or answers in another shape
 */
export async function fetchOne<T>(access: AccountAccess, path: string, schema: z.ZodType<T>): Promise<T> {
  return ask(access, "GET", path, (body) => schema.parse(body));
}

/**
 * All items of a collection, page by page; `key` is what they are called in the answer.
 * @throws as `fetchOne`
 */
export async function fetchAll<T>(
  access: AccountAccess,
  path: string,
  key: string,
  item: z.ZodType<T>,
): Promise<T[]> {
  const items: T[] = [];
  const itemsSchema = z.object({ [key]: z.array(item).nullish() });
  const read = (body: unknown) => ({
    items: itemsSchema.parse(body)[key] ?? [],
    isLast: pagesSchema.parse(body).links?.pages?.next === undefined,
  });
  for (let page = 1; ; page++) {
    const answer = await ask(access, "GET", `${path}?page=${page}&per_page=${pageSize}`, read);
    items.push(...answer.items);
    if (answer.isLast) return items;
  }
}

/**
 * Creates something; its answer isn't looked at. Sent again only where the API can't have acted on it.
 * @throws as `fetchOne`; one that `isPassing` may have created it all the same
 */
export async function createOne(access: AccountAccess, path: string, body: object): Promise<void> {
  await ask(access, "POST", path, () => undefined, body);
}

async function ask<T>(
  { url, token, retries = usualRetries }: AccountAccess,
  method: Method,
  path: string,
  read: (body: unknown) => T,
  body?: object,
): Promise<T> {
  const request = { endpoint: url, token, method, path, body };
  const { outcome, attempts } = await send(request, { limits: retries, mayRepeat, timeoutMs });
  const label = `${method} ${url}${path}`;
  if (outcome.kind === "no-answer" || outcome.status < 200 || outcome.status > 299)
    throw failureOf(outcome, { label, url, attempts });
  try {
    return read(JSON.parse(outcome.text || "null"));
  } catch {
    throw unreadable(label, outcome.status, outcome.text);
  }
}

/** A request that makes something is sent again only where the API reports that it made nothing, or can't have received it. */
function mayRepeat(method: Method, outcome: Outcome): boolean {
  if (outcome.kind === "no-answer")
    return !isCertificateError(outcome) && (outcome.isUnsent || method !== "POST");
  return outcome.status === 429 || (method !== "POST" && isPassing(outcome.status));
}
