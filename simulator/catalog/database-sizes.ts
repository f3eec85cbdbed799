import { databaseSizes as plans } from "../../modules/digitalocean-catalog/index.ts";

export interface DatabaseSize {
  readonly slug: string;
  /** MiB. */
  readonly storageMib: number;
  /** Nodes from 1 to this. */
  readonly mostNodes: number;
  /** Its place in the list, smallest first. */
  readonly rank: number;
}

const mibPerGib = 1024;

/** Smallest disk of a plan, in GiB by its memory in GiB; documented up to 64, beyond that in proportion. */
const storageGib: Readonly<Record<number, number>> = {
  1: 10,
  2: 30,
  4: 60,
  8: 140,
  16: 290,
  32: 600,
  64: 1120,
};

/** What an account is offered: the plans that the stacks' own catalogue knows. */
export const databaseSizes: readonly DatabaseSize[] = plans.map(({ slug, memoryMb, maxNodes }, rank) => {
  const memoryGib = memoryMb / mibPerGib;
  return {
    slug,
    storageMib: (storageGib[memoryGib] ?? memoryGib * 18) * mibPerGib,
    mostNodes: maxNodes,
    rank,
  };
});

export const mysqlVersions: readonly string[] = ["8"];

const bySlug = new Map(databaseSizes.map((size) => [size.slug, size]));

export function databaseSizeOf(slug: string): DatabaseSize | undefined {
  return bySlug.get(slug);
}
