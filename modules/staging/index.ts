import { chmodSync, constants, copyFileSync, mkdirSync, renameSync, statSync, writeFileSync } from "node:fs";

/**
 * Makes a folder that containers see, and those above it. Its own mode is `mode` whatever the umask, also where the
 * folder was there before.
 */
export function stageFolder(path: string, mode: number): void {
  mkdirSync(path, { recursive: true });
  setMode(path, mode);
}

/** Writes a file that containers see. Its mode is `mode` whatever the umask. */
export function stageFile(path: string, content: string | Uint8Array, mode: number): void {
  // Until it is whole and has its mode it is its owner's alone: it may be a secret.
  writeFileSync(path, content, { mode: 0o600 });
  setMode(path, mode);
}

/** The same for a file that appears whole or not at all, whoever else writes it meanwhile. */
export function stageWhole(path: string, content: string | Uint8Array, mode: number): void {
  const partial = `${path}.${process.pid}.partial`;
  stageFile(partial, content, mode);
  renameSync(partial, path);
}

/** A staged file with another file's bytes, which are shared until one of the two changes where the file system can. */
export function stageCopy(path: string, source: string, mode: number): void {
  copyFileSync(source, path, constants.COPYFILE_FICLONE);
  setMode(path, mode);
}

/** Sets a mode only where it differs: what another user owns may be right already, and can't be changed. */
export function setMode(path: string, mode: number): void {
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
}
