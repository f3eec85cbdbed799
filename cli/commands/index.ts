import { type Command, defineCommand } from "../command/index.ts";

const verbose = { type: "boolean", summary: "show what the tools print" } as const;
const json = { type: "boolean", summary: "print JSON, for programs" } as const;

/**
 * Every command, in the order of the usage text. A new one is an entry here, a file in this folder and a script in
 * package.json. What a command runs is imported when it runs, so that none waits for another's libraries.
 */
export const commands: readonly Command[] = [
  defineCommand({
    name: "up",
    summary: "set this machine up and deploy the local stack",
    options: {
      "keep-data": { type: "boolean", summary: "keep data that an edit takes out of use" },
      "delete-data": {
        type: "string",
        multiple: true,
        summary: "delete the unused data of this name; repeatable",
      },
      verbose,
    },
    run: async ({ projectFolder, options }) =>
      (await import("./up.ts")).up(projectFolder, {
        keepsData: options["keep-data"] === true,
        deletes: options["delete-data"] ?? [],
        isVerbose: options.verbose === true,
      }),
  }),
  defineCommand({
    name: "down",
    summary: "remove the local stack and its data",
    options: {
      "keep-data": { type: "boolean", summary: "keep the volumes for the next `up`" },
      yes: { type: "boolean", isOfNpm: true, summary: "delete the data without asking" },
      verbose,
    },
    run: async ({ projectFolder, options }) =>
      (await import("./down.ts")).down(projectFolder, {
        keepsData: options["keep-data"] === true,
        isConfirmed: options.yes === true,
        isVerbose: options.verbose === true,
      }),
  }),
  defineCommand({
    name: "status",
    summary: "what each component does now",
    negativeResult: "a component isn't healthy",
    options: { json, watch: { type: "boolean", summary: "repeat it every 2 s until Ctrl-C" } },
    run: async ({ projectFolder, options }) =>
      (await import("./status.ts")).status(projectFolder, {
        isJson: options.json === true,
        isWatching: options.watch === true,
      }),
  }),
  defineCommand({
    name: "doctor",
    summary: "what is here, what is missing and how to get it",
    negativeResult: "something is missing, or has a problem",
    options: { json },
    run: async ({ projectFolder, options }) =>
      (await import("./doctor.ts")).doctor(projectFolder, options.json === true),
  }),
  defineCommand({
    name: "init",
    summary: "write the config for a site of your own",
    options: { force: { type: "boolean", isOfNpm: true, summary: "replace a config that was edited" } },
    operands: [{ name: "site", isRequired: true }],
    run: async ({ projectFolder, options, operands: [site = ""] }) =>
      (await import("./init.ts")).init(projectFolder, site, options.force === true),
  }),
  defineCommand({
    name: "docs",
    summary: "serve this stack's documentation, live",
    options: {},
    run: async ({ projectFolder }) => (await import("./docs.ts")).docs(projectFolder, commands),
  }),
  defineCommand({
    name: "docs:build",
    summary: "write this stack's documentation to docs-site/dist",
    options: {
      base: { type: "string", summary: "path that the site is served below, e.g. /lampstand" },
      site: { type: "string", summary: "address of its host, e.g. https://docs.example.org" },
    },
    run: async ({ projectFolder, options }) =>
      (await import("./docs.ts")).docsBuild(projectFolder, commands, {
        base: options.base,
        site: options.site,
      }),
  }),
  defineCommand({
    name: "bench:deploy",
    summary: "measure deploys with a stack of its own; 4 to 6 minutes",
    options: { json },
    run: async ({ projectFolder, options }) =>
      (await import("./bench-deploy.ts")).benchDeploys(projectFolder, options.json === true),
  }),
  defineCommand({
    name: "setup",
    summary: "set this machine up only, and choose the providers anew",
    options: {},
    run: async ({ projectFolder }) => (await import("./setup.ts")).setup(projectFolder),
  }),
  defineCommand({
    name: "plan",
    summary: "what a deploy to the cloud makes, costs and runs into",
    negativeResult: "a problem would stop the deploy",
    options: { json },
    operands: [{ name: "target", allowed: ["cloud"], isRequired: true }],
    run: async ({ projectFolder, options }) =>
      (await import("./plan.ts")).plan(projectFolder, options.json === true),
  }),
  defineCommand({
    name: "rehearse",
    summary: "the cloud stack's whole life in a simulated account",
    negativeResult: "a step of the rehearsal failed",
    options: { json, verbose },
    run: async ({ projectFolder, options }) =>
      (await import("./rehearse.ts")).rehearse(projectFolder, {
        isJson: options.json === true,
        isVerbose: options.verbose === true,
      }),
  }),
  defineCommand({
    name: "test",
    summary: "set this machine up and run every test",
    options: {},
    run: async ({ projectFolder }) => (await import("./test.ts")).test(projectFolder),
  }),
  defineCommand({
    name: "simulator",
    summary: "DigitalOcean's API on this machine, to rehearse against",
    options: {
      port: { type: "string", summary: "on 127.0.0.1; 0: any; default 8025" },
      speed: { type: "string", summary: "real, fast or instant (default)" },
      state: { type: "string", summary: "a file that keeps the account" },
      token: { type: "string", summary: "the only one to let in" },
    },
    run: async ({ options }) => (await import("./simulator.ts")).simulator(options),
  }),
];
