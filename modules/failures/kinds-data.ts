import type { FailureKind } from "./kind.ts";

export const data = {
  "data-out-of-use": {
    title: "An edit takes data out of use",
    meaning:
      "The config no longer names a folder or stack whose data are deployed. Nothing was changed: data are kept or deleted as you say, never as a side effect of an edit.",
    remedies: [
      "Undo the edit in `lampstand.config.ts`.",
      "`npm run up -- --keep-data` keeps the volumes. `npm run status` lists them as unused, and they are used again when the config names them again.",
      "`npm run up -- --delete-data NAME` deletes what the message names.",
    ],
    exitCode: 1,
  },
  "data-unknown": {
    title: "There are no data of that name",
    meaning: "Only data that exist, and that the config no longer asks for, can be deleted by name.",
    remedies: ["Use one of the names that the message lists."],
    exitCode: 1,
  },
  "database-fixed": {
    title: "The database's name or user can't change",
    meaning:
      "A deployed database keeps the name and user that it was created with. With others the site could not sign in any more. Nothing was changed.",
    remedies: [
      "Set `database.name` and `database.user` back.",
      "Or start with an empty database: `npm run down`, then `npm run up`.",
    ],
    exitCode: 1,
  },
  "members-needed": {
    title: "Too few members hold the database",
    meaning:
      "Fewer members were asked for while none of those that would stay is known to have all rows. Nothing was changed.",
    remedies: [
      "Set `database.members` back, run `npm run up` and wait until `npm run status` shows every member as `PRIMARY` or `SECONDARY`.",
      "Then ask for fewer.",
    ],
    exitCode: 1,
  },
  "removal-unconfirmed": {
    title: "Deleting data has to be confirmed",
    meaning: "`npm run down` deletes the stack's data. It asks on a terminal, and here it could not ask.",
    remedies: [
      "`npm run down -- --yes` deletes the data.",
      "`npm run down -- --keep-data` keeps the volumes for the next `up`.",
    ],
    exitCode: 1,
  },
} as const satisfies Record<string, FailureKind>;
