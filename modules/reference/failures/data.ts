import type { FailureText } from "./text.ts";

export const data = {
  "data-out-of-use": {
    title: "An edit takes data out of use",
    meaning:
      "The config no longer names a folder or stack that has data. Nothing was changed: an edit never deletes data; you decide.",
    remedies: [
      "Undo the edit in `lampstand.config.ts`.",
      "`npm run up -- --keep-data` keeps the volumes. `npm run status` lists them as unused until the config names them again.",
      "`npm run up -- --delete-data NAME` deletes what the message names.",
    ],
  },
  "data-unknown": {
    title: "No unused data has this name",
    meaning: "Only data that the config no longer uses can be deleted by name.",
    remedies: ["Use one of the names that the message lists."],
  },
  "database-fixed": {
    title: "The database's name or user can't change",
    meaning:
      "A deployed database keeps the name and user that it was created with. With others the site couldn't log in. Nothing was changed.",
    remedies: [
      "Set `database.name` and `database.user` back.",
      "Or start with an empty database: `npm run down`, then `npm run up`.",
    ],
  },
  "members-needed": {
    title: "Too few members have the data",
    meaning:
      "The config has fewer members, and none of the remaining ones is known to have all rows. Nothing was changed.",
    remedies: [
      "Set `database.members` back, run `npm run up` and wait until `npm run status` shows every member as `PRIMARY` or `SECONDARY`.",
      "Then reduce it.",
    ],
  },
  "removal-unconfirmed": {
    title: "Deleting data needs a confirmation",
    meaning: "`npm run down` deletes the stack's data. It asks first, and without a terminal it can't.",
    remedies: [
      "`npm run down -- --yes` deletes the data.",
      "`npm run down -- --keep-data` keeps the volumes for the next `up`.",
    ],
  },
  "state-unreadable": {
    title: "Terraform's state can't be read",
    meaning:
      "The state file isn't what Terraform writes, e.g. because the machine stopped while it was written. Nothing was changed.",
    remedies: [
      "Local stack: `npm run up` puts the previous state in its place, finds in Docker what was made since, and keeps the data.",
      "Cloud stack: copy the file that ends with `.backup` over the state, then run `npx cdktf diff cloud`.",
    ],
  },
} as const satisfies Record<string, FailureText>;
