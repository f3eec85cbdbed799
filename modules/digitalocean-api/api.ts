import { z } from "zod";

/** How to get at an account. */
export interface AccountAccess {
  /** Where the API is, without a slash at its end. */
  readonly url: string;
  readonly token: string;
}

/** The API answered, and the answer was no. */
export class AccountRefusal extends Error {
  override readonly name = "AccountRefusal";
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

const timeoutMs = 30_000;
/** The API's own limit. */
const pageSize = 200;
const pagesSchema = z.object({
  links: z.object({ pages: z.object({ next: z.string() }).optional() }).optional(),
});
const refusalSchema = z.object({ message: z.string() });

/** The account that the environment names, by the variables that the Terraform provider reads too. */
export function accessFrom(environment: NodeJS.ProcessEnv): AccountAccess | undefined {
  const token = environment.DIGITALOCEAN_TOKEN || environment.DIGITALOCEAN_ACCESS_TOKEN;
  if (!token) return undefined;
  const url = environment.DIGITALOCEAN_API_URL || "https://api.digitalocean.com";
  return { url: url.replace(/\/+$/, ""), token };
}

/**
 * One object or page.
 * @throws AccountRefusal with what the API said; Error if it can't be reached or its answer has another shape
 */
export async function fetchOne<T>(access: AccountAccess, path: string, schema: z.ZodType<T>): Promise<T> {
  return schema.parse(await ask(access, path));
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
  for (let page = 1; ; page++) {
    const body = await ask(access, `${path}?page=${page}&per_page=${pageSize}`);
    items.push(...(z.object({ [key]: z.array(item).nullish() }).parse(body)[key] ?? []));
    if (pagesSchema.parse(body).links?.pages?.next === undefined) return items;
  }
}

/**
 * Creates something; its answer isn't looked at.
 * @throws AccountRefusal with what the API said; Error if it can't be reached
 */
export async function createOne(access: AccountAccess, path: string, body: object): Promise<void> {
  await ask(access, path, body);
}

async function ask({ url, token }: AccountAccess, path: string, body?: object): Promise<unknown> {
  const response = await fetch(`${url}${path}`, {
    ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer: unknown = await response.json().catch(() => undefined);
  if (response.ok) return answer;
  const said = refusalSchema.safeParse(answer);
  throw new AccountRefusal(response.status, said.success ? said.data.message : response.statusText);
}
