import { z } from "zod";

/** What an engine reports of a pull, as far as it is used here. */
export const pullEvent = z.object({
  id: z.string().optional(),
  status: z.string().optional(),
  progressDetail: z.object({ current: z.number().optional(), total: z.number().optional() }).optional(),
});
export type PullEvent = z.infer<typeof pullEvent>;

interface Layer {
  readonly status: string;
  readonly currentBytes: number;
  /** 0 while it isn't known. */
  readonly totalBytes: number;
}

/** How far a pull has got, by layer. */
export type PullState = Readonly<Record<string, Layer>>;

export const newPull: PullState = {};

const BYTES_IN_MIB = 1024 * 1024;

/** The state after an event; the same object where the event is no progress. */
export function applyEvent(before: PullState, event: PullEvent): PullState {
  const { id = "", status = "", progressDetail } = event;
  // Said while nothing comes.
  if (/^(Waiting|Retrying)/.test(status)) return before;
  const layer = before[id] ?? { status: "", currentBytes: 0, totalBytes: 0 };
  const currentBytes = progressDetail?.current ?? layer.currentBytes;
  if (layer.status === status && layer.currentBytes === currentBytes) return before;
  const isDownload = status === "Downloading";
  const totalBytes = isDownload ? (progressDetail?.total ?? 0) : layer.totalBytes;
  return { ...before, [id]: { status, currentBytes, totalBytes } };
}

/** The state in a few words, e.g. `12 of 49 MiB are here`. */
export function pulledText(state: PullState): string {
  const layers = Object.values(state).filter(({ totalBytes }) => totalBytes > 0);
  if (layers.length === 0) return "nothing is here yet";
  const mib = (bytes: number) => (bytes / BYTES_IN_MIB).toFixed(bytes < 10 * BYTES_IN_MIB ? 1 : 0);
  const total = layers.reduce((sum, { totalBytes }) => sum + totalBytes, 0);
  if (layers.every(({ status }) => status !== "Downloading")) return `${mib(total)} MiB are here, unpacking`;
  const current = layers.reduce(
    (sum, { status, currentBytes, totalBytes }) =>
      sum + (status === "Downloading" ? currentBytes : totalBytes),
    0,
  );
  return `${mib(current)} of ${mib(total)} MiB are here`;
}
