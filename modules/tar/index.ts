export interface TarEntry {
  /** A folder's ends with a slash. */
  readonly path: string;
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** Makes it a symbolic link with this target, and without content. */
  readonly link?: string | undefined;
}

const BLOCK = 512;
const LONGEST_NAME = 100;
const LONGEST_PREFIX = 155;

/**
 * Packs files as a POSIX (ustar) archive, owned by root.
 * @throws Error for a path that the format can't hold (255 bytes at most; a link's target 100)
 */
export function packTar(entries: readonly TarEntry[]): Buffer {
  const parts = entries.flatMap((entry) => {
    const filling = Buffer.alloc((BLOCK - (entry.content.length % BLOCK)) % BLOCK);
    return [header(entry), entry.content, filling];
  });
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)]);
}

function header(entry: TarEntry): Buffer {
  const { prefix, name } = splitPath(entry.path);
  const block = Buffer.alloc(BLOCK);
  block.write(name, 0);
  block.write(octal(entry.mode, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(entry.content.length, 12), 124);
  block.write(octal(0, 12), 136);
  // The checksum is taken with its own place filled by blanks.
  block.write(`        ${typeOf(entry)}`, 148);
  if (entry.link !== undefined) block.write(linkTarget(entry.link), 157);
  block.write("ustar\0", 257);
  block.write("00", 263);
  block.write(prefix, 345);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return block;
}

function typeOf({ path, link }: TarEntry): string {
  if (link !== undefined) return "2";
  return path.endsWith("/") ? "5" : "0";
}

function linkTarget(target: string): string {
  if (Buffer.byteLength(target) <= LONGEST_NAME) return target;
  throw new Error(`The link's target ${target} is too long for a tar archive.`);
}

function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, "0")}\0`;
}

function splitPath(path: string): { readonly prefix: string; readonly name: string } {
  if (Buffer.byteLength(path) <= LONGEST_NAME) return { prefix: "", name: path };
  const cuts = [...path.matchAll(/\//g)].map((match) => match.index);
  const cut = cuts.find(
    (at) =>
      Buffer.byteLength(path.slice(0, at)) <= LONGEST_PREFIX &&
      Buffer.byteLength(path.slice(at + 1)) <= LONGEST_NAME,
  );
  if (cut === undefined) throw new Error(`The path ${path} is too long for a tar archive.`);
  return { prefix: path.slice(0, cut), name: path.slice(cut + 1) };
}
