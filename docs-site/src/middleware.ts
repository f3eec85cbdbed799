import { defineMiddleware } from "astro:middleware";
import { finishPage } from "../html/finish-page.ts";
import { address } from "./address.ts";
import { glossary } from "./glossary.ts";

/** Every page goes through here, in the build and in the dev server. */
export const onRequest = defineMiddleware(async (_context, next) => {
  const response = await next();
  if (!response.headers.get("content-type")?.startsWith("text/html")) return response;
  const html = finishPage(await response.text(), {
    glossary,
    glossaryAddress: address("acronyms/"),
    hasPolicy: import.meta.env.PROD,
  });
  return new Response(html, { status: response.status, headers: response.headers });
});
