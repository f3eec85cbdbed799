import type { FailureKind } from "./kind.ts";

export const cloud = {
  "app-too-large": {
    title: "The site is too large to come with its web droplets",
    meaning:
      "A droplet gets the site with its user data, of which DigitalOcean takes 64 KiB, compressed. The local target has no such limit.",
    remedies: [
      "Leave out of `app.path` what the site doesn't need to run: tests, sources of images, caches.",
      "Let droplets fetch the site: `app.git` with a tag or commit, or `app.archive` with its checksum.",
    ],
    exitCode: 1,
  },
  "digitalocean-unreachable": {
    title: "DigitalOcean can't be reached",
    meaning:
      "No connection to DigitalOcean's API came about, or it broke off, several times in a row. Nothing is known of the account.",
    remedies: [
      "Check this machine's network and its name server.",
      "Behind a proxy that brings a CA certificate: set `NODE_EXTRA_CA_CERTS` to its file.",
      "Unset `DIGITALOCEAN_API_URL`, or correct it.",
    ],
    exitCode: 1,
  },
  "digitalocean-token-missing": {
    title: "There is no token for DigitalOcean",
    meaning: "`DIGITALOCEAN_TOKEN` is not set, and an account can't be asked without it.",
    remedies: [
      "Make a personal access token in the control panel under API, Tokens, and `export DIGITALOCEAN_TOKEN=TOKEN`.",
      "`npm run rehearse` needs none: it uses a simulated account.",
    ],
    exitCode: 1,
  },
  "digitalocean-token-refused": {
    title: "DigitalOcean refuses the token",
    meaning:
      "`DIGITALOCEAN_TOKEN` is set, and DigitalOcean answers 401: the token is revoked, out of date or incomplete.",
    remedies: ["Make a new one in the control panel under API, Tokens, and export it again."],
    exitCode: 1,
  },
  "digitalocean-scope-missing": {
    title: "The token lacks a scope",
    meaning: "DigitalOcean knows the token and answers 403 to the request that the message names.",
    remedies: [
      "Make a token with full access.",
      "Or one with custom scopes: read, create, update and delete for every resource of the stack.",
    ],
    exitCode: 1,
  },
  "digitalocean-unavailable": {
    title: "DigitalOcean doesn't answer now",
    meaning:
      "DigitalOcean answered with an error of its own, or that the account has used up its requests (429), and went on so when it was asked again.",
    remedies: [
      "Wait a few minutes, then run the command again: it goes on from what exists.",
      "See https://status.digitalocean.com.",
    ],
    exitCode: 1,
  },
  "digitalocean-refused": {
    title: "DigitalOcean refused a request",
    meaning:
      "The answer is none that Lampstand reckons with; the message has the request and DigitalOcean's own words.",
    remedies: [
      "Unset `DIGITALOCEAN_API_URL`, or correct it, and see whether a proxy answers in DigitalOcean's place.",
    ],
    exitCode: 3,
  },
} as const satisfies Record<string, FailureKind>;
