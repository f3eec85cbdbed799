import assert from "node:assert/strict";

/** Uploads a text by the default site's form, as a browser does. */
export async function uploadText(url: string, text: string): Promise<void> {
  const page = await fetch(`${url}/uploads`);
  const [, token = ""] = /name="token" value="([0-9a-f]+)"/.exec(await page.text()) ?? [];
  const [cookie = ""] = (page.headers.get("set-cookie") ?? "").split(";");
  const body = new FormData();
  body.set("token", token);
  body.set("file", new Blob([text], { type: "text/plain" }), "note.txt");
  const answer = await fetch(`${url}/uploads`, {
    method: "POST",
    headers: { cookie },
    body,
    redirect: "manual",
  });
  assert.equal(answer.status, 303, await answer.text());
}

/** Every text that the default site lists, as it serves it. */
export async function uploadedTexts(url: string): Promise<readonly string[]> {
  const page = await (await fetch(`${url}/uploads`)).text();
  const paths = [...page.matchAll(/href="(\/uploads\/[0-9a-f]{32}\.txt)"/g)].map(([, path]) => path);
  return Promise.all(paths.map(async (path) => (await fetch(`${url}${path}`)).text()));
}
