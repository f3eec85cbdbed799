import type { FailureText } from "./text.ts";

export const cloud = {
  "app-too-large": {
    title: "The site is too large for a droplet's user data",
    meaning:
      "A droplet gets the site in its user data. DigitalOcean accepts 64 KiB of it, compressed. The local target has no such limit.",
    remedies: [
      "Remove from `app.path` what the site doesn't need to run: tests, sources of images, caches.",
      "Let droplets download the site: `app.git` with a tag or commit, or `app.archive` with its checksum.",
    ],
  },
  "digitalocean-unreachable": {
    title: "DigitalOcean can't be reached",
    meaning:
      "Several attempts to connect to DigitalOcean's API failed, so nothing is known about the account.",
    remedies: [
      "Check this machine's network and its name server.",
      "Behind a proxy with its own CA certificate: set `NODE_EXTRA_CA_CERTS` to its file.",
      "Unset `DIGITALOCEAN_API_URL`, or correct it.",
    ],
  },
  "digitalocean-token-missing": {
    title: "DIGITALOCEAN_TOKEN isn't set",
    meaning: "Lampstand needs a token to read or change your DigitalOcean account.",
    remedies: [
      "Create a personal access token in the control panel under API, Tokens, and run `export DIGITALOCEAN_TOKEN=TOKEN`.",
      "`npm run rehearse` needs none: it uses a simulated account.",
    ],
  },
  "digitalocean-token-refused": {
    title: "DigitalOcean rejects the token",
    meaning: "DigitalOcean answers 401: the token in `DIGITALOCEAN_TOKEN` is revoked, expired or incomplete.",
    remedies: ["Create a new one in the control panel under API, Tokens, and export it again."],
  },
  "digitalocean-scope-missing": {
    title: "The token lacks a scope",
    meaning: "DigitalOcean knows the token and answers 403 to the request that the message names.",
    remedies: [
      "Create a token with full access.",
      "Or one with custom scopes: read, create, update and delete for every resource of the stack.",
    ],
  },
  "digitalocean-unavailable": {
    title: "DigitalOcean is unavailable",
    meaning:
      "DigitalOcean answered with a server error, or with 429 (the account has used up its requests), also after several retries.",
    remedies: [
      "Wait a few minutes, then run the command again: it continues with what exists.",
      "See https://status.digitalocean.com.",
    ],
  },
  "digitalocean-refused": {
    title: "DigitalOcean rejected a request",
    meaning: "Lampstand doesn't know this error; the message has the request and DigitalOcean's text.",
    remedies: [
      "Unset or correct `DIGITALOCEAN_API_URL`, and check whether a proxy answered in DigitalOcean's place.",
    ],
  },
} as const satisfies Record<string, FailureText>;
