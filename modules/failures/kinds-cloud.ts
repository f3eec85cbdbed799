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
} as const satisfies Record<string, FailureKind>;
