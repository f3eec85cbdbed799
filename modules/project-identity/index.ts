import { randomUUID } from "node:crypto";
import { mkdirSync, realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { Failure } from "../failures/index.ts";
import { readJson } from "../json/index.ts";

const identitySchema = z.object({
  /** On every Docker object that this project makes, as a label. */
  id: z.uuid(),
  /** Where the project was when it was deployed last. */
  folder: z.string(),
});
type Identity = Readonly<z.infer<typeof identitySchema>>;

/**
 * The project's id: made once, kept in `.lampstand/project.json`, and the same after the folder was moved.
 *
 * @throws Failure in a copy of a project that is still there: both would have one id and one Terraform state, so that
 * either would take the other's stack for its own
 */
export function projectIdOf(folder: string): string {
  assertIsOriginal(folder);
  const known = readIdentity(folder);
  const here = realpathSync(folder);
  if (known?.folder === here) return known.id;
  const identity: Identity = { id: known?.id ?? randomUUID(), folder: here };
  writeIdentity(folder, identity);
  return identity.id;
}

/** @throws Failure in a copy of a project that is still there */
export function assertIsOriginal(folder: string): void {
  const original = originalOf(folder);
  if (original !== undefined) throw new Failure("project-copied", copied(original));
}

/** The project's id, or undefined where it has none yet. */
export function knownProjectId(folder: string): string | undefined {
  return readIdentity(folder)?.id;
}

/** The folder that this one is a copy of, while that one is still there. */
function originalOf(folder: string): string | undefined {
  const identity = readIdentity(folder);
  if (identity === undefined || identity.folder === realpathSync(folder)) return undefined;
  if (readIdentity(identity.folder)?.id !== identity.id) return undefined;
  return isSameFile(identityFile(folder), identityFile(identity.folder)) ? undefined : identity.folder;
}

function copied(original: string): string {
  return [
    `This folder is a copy of ${original}, which has the same Terraform state: what is done here would be done to its stack.`,
    "To work on that stack, run the command there.",
    "To make a stack of its own of this folder, set another `name` and other ports in lampstand.config.ts, and move",
    "`.lampstand`, `cdktf.out` and the files `terraform.*.tfstate*` out of this folder: they are the other one's.",
  ].join("\n");
}

function identityFile(folder: string): string {
  return join(folder, ".lampstand", "project.json");
}

function readIdentity(folder: string): Identity | undefined {
  // None yet, or an empty file: what its containers mount still shows whose they are.
  return readJson(identityFile(folder), identitySchema);
}

/** Whole or not at all, even if the machine goes off. */
function writeIdentity(folder: string, identity: Identity): void {
  const file = identityFile(folder);
  mkdirSync(join(folder, ".lampstand"), { recursive: true });
  const partial = `${file}.${process.pid}.partial`;
  writeFileSync(partial, `${JSON.stringify(identity, undefined, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(partial, file);
}

/** One folder under two paths, as where it is mounted into a container, is no copy. */
function isSameFile(one: string, other: string): boolean {
  const [first, second] = [statSync(one), statSync(other)];
  return first.dev === second.dev && first.ino === second.ino;
}
