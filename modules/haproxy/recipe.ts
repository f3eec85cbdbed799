import type { ImageRecipe, RecipeFile } from "../image/index.ts";

/** Files that an image of HAProxy is given, and what it runs. */
export interface HaproxyImage {
  readonly files: readonly PlacedFile[];
  /** Further Dockerfile instructions, after the files are in place. */
  readonly instructions: readonly string[];
  readonly entrypoint: readonly string[];
}

/** A file of the build context and its absolute path in the image. */
export interface PlacedFile {
  readonly file: RecipeFile;
  readonly target: string;
}

/** An image with Debian 13's HAProxy 3.0. */
export function haproxyImage(image: HaproxyImage): ImageRecipe {
  const dockerfile = [
    "FROM debian:13",
    "RUN apt-get update \\",
    " && apt-get install --yes --no-install-recommends haproxy \\",
    " && apt-get clean \\",
    " && rm -rf /var/lib/apt/lists/* /var/cache/* /var/log/* /etc/haproxy/*",
    ...image.files.map(({ file, target }) => `COPY ${JSON.stringify([file.path, target])}`),
    ...image.instructions,
    `ENTRYPOINT ${JSON.stringify(image.entrypoint)}`,
    "",
  ].join("\n");
  return { dockerfile, files: image.files.map(({ file }) => file) };
}
