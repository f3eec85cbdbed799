import { z } from "zod";

/** What the benchmark of deploys measures, in the order in which it is shown. */
export const figureIds = [
  "synth",
  "synth-many",
  "synth-many-ratio",
  "deploy-to-write",
  "deploy-terraform",
  "compose-up",
  "compose-healthy",
  "deploy-compose-ratio",
  "no-op",
  "no-op-terraform",
  "destroy",
  "page",
  "plain-page",
  "page-ratio",
  "same-page",
  "same-page-ratio",
  "idle-memory",
] as const;

export type FigureId = (typeof figureIds)[number];

const figureSchema = z.strictObject({
  id: z.enum(figureIds),
  /** What was measured, as a phrase in lower case. */
  title: z.string().min(1),
  /** s: seconds; x: times, a ratio; req/s: requests per second; MiB. */
  unit: z.enum(["s", "x", "req/s", "MiB"]),
  /** The median of `runs`. */
  value: z.number().nonnegative(),
  runs: z.array(z.number().nonnegative()).min(1),
  /** Absent: this measurement has no target; another one is compared with it. */
  target: z
    .strictObject({
      bound: z.enum(["at most", "at least"]),
      value: z.number().positive(),
      isMet: z.boolean(),
    })
    .optional(),
});

/** The result file of `npm run bench:deploy`. */
export const deployResultSchema = z.strictObject({
  kind: z.literal("deploy"),
  /** Raised whenever an older reader would misread the file. */
  version: z.literal(1),
  measuredAt: z.iso.datetime(),
  durationSeconds: z.number().nonnegative(),
  machine: z.strictObject({
    processors: z.int().positive(),
    memoryMb: z.int().positive(),
    /** Processes that wanted a processor when it began, averaged over a minute: what other work was in the way. */
    loadAverage: z.number().nonnegative(),
    system: z.string().min(1),
    engine: z.string().min(1),
    terraform: z.string().min(1),
    providers: z.enum(["registry", "stand-in"]),
  }),
  /** An earlier version measured fewer. */
  figures: z.array(figureSchema).min(1).max(figureIds.length),
});

export type Figure = z.infer<typeof figureSchema>;
export type DeployResult = z.infer<typeof deployResultSchema>;
