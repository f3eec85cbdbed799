import type { FailureText } from "./text.ts";

export const config = {
  "config-missing": {
    title: "There is no config",
    meaning: "Every command works on the `lampstand.config.ts` of the project that it is run in.",
    remedies: [
      "Change to the project's folder.",
      "Or write the file: `export default defineConfig({})` is enough, since every field has a default.",
    ],
  },
  "config-present": {
    title: "There is a config already",
    meaning:
      "`init` replaces an edited `lampstand.config.ts` only when you say so, and there was no terminal to ask on.",
    remedies: ["Run it in a terminal, or add `--force`.", "Or move the file away and run it again."],
  },
  "config-unreadable": {
    title: "The config isn't valid TypeScript",
    meaning:
      "`lampstand.config.ts` is a program, and it failed before it returned a config. Nothing was changed.",
    remedies: ["Fix what the message names: most often a bracket, a comma or the path of an import."],
  },
  "config-invalid": {
    title: "The config has a value that isn't allowed",
    meaning:
      "Each line of the message is one mistake: its place, the value given, what is allowed and an example. All mistakes are listed at once, and nothing was changed.",
    remedies: ["Correct each field in `lampstand.config.ts`, then run the command again."],
  },
  "preset-contradicted": {
    title: "A count contradicts the preset",
    meaning:
      "A preset promises something, for example that any one web node, router or member may fail. The config sets a count that breaks this promise.",
    remedies: ["Remove the count: the preset sets it.", "Or choose another preset."],
  },
  "app-missing": {
    title: "The site's folder doesn't exist",
    meaning:
      "`app.path` isn't a folder. The path is relative to the config file, not to the folder in which you run the command.",
    remedies: ["Correct `app.path`, or remove it to deploy the default site."],
  },
  "document-root-missing": {
    title: "The document root doesn't exist",
    meaning:
      "`app.documentRoot` names the folder in `app.path` that Apache serves. That folder doesn't exist.",
    remedies: [
      "Name the folder that holds `index.php`: often `public`, or `web`.",
      'Set it to `""` to serve all of `app.path`.',
    ],
  },
  "init-sql-missing": {
    title: "There is no SQL to load",
    meaning: "`database.init` names neither a file nor a folder with `.sql` files.",
    remedies: ["Correct the path, which is relative to the config file, or remove `database.init`."],
  },
} as const satisfies Record<string, FailureText>;

export const commandLine = {
  "command-unknown": {
    title: "There is no such command",
    meaning: "The word after `npm run` or `npx lampstand` isn't a command.",
    remedies: ["`npx lampstand --help` lists them."],
  },
  "arguments-invalid": {
    title: "The command doesn't accept an argument",
    meaning: "Nothing was done. An option without an effect is an error, so that a typo isn't ignored.",
    remedies: ["`npm run COMMAND -- --help` lists the options. Options follow `--`."],
  },
} as const satisfies Record<string, FailureText>;
