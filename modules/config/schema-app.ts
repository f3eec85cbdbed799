import { z } from "zod";
import { filePath, flag, folder, folderRule } from "./schema-fields.ts";

const httpsAddress = z.string().regex(/^https:\/\/[^\s/@?#]+\/\S+$/);

const gitSchema = z.strictObject({
  url: httpsAddress.meta({
    description: "Public address of the repository, for `git clone`.",
    allowed: "an https address without a user or password in it",
    example: "https://github.com/example/site.git",
  }),
  ref: z
    .string()
    .regex(/^(?!.*(\.\.|\/\/|@\{|\.lock$|\/$|\.$))[\w][\w./-]{0,199}$/)
    .meta({
      description: "Tag, branch or commit. A tag or commit makes every web node the same.",
      allowed: "the name of a tag or branch, or a commit's hash",
      example: "v1.0.0",
    }),
});

const archiveSchema = z.strictObject({
  url: httpsAddress.regex(/\.(tar\.gz|tgz)$/).meta({
    description: "Public address of the archive.",
    allowed: "an https address that ends in .tar.gz or .tgz",
    example: "https://example.org/site-1.0.0.tar.gz",
  }),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .meta({
      description: "SHA-256 checksum of the archive; a web node refuses any other file.",
      allowed: "64 hexadecimal digits in lower case",
      example: "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
    }),
});

const writableFolderSchema = z.strictObject({
  path: folder("The folder.", "wp-content"),
  php: flag("Whether PHP runs in it.", true).optional(),
  seed: z
    .enum(["missing", "newer", "always"])
    .meta({
      description:
        "Local target only. What a deploy does with the site's own files in the folder. missing: those that are new are added. " +
        "newer: and those that were edited since the last deploy replace what is there. always: all replace what differs. " +
        "Nothing is removed.",
      example: "newer",
    })
    .optional(),
});

export const appSchema = z
  .strictObject({
    path: filePath("Folder of the PHP site, relative to the config file.", "the path of a folder", "app"),
    documentRoot: folder("Folder below the app's that Apache serves.", "public").or(z.literal("")).meta({
      description: 'Folder below `path` that Apache serves; "" serves `path` itself.',
      allowed: "a path below the app's folder, without a leading slash or ..",
      example: "public",
    }),
    writableFolders: z
      .array(
        folder("A writable folder.", "uploads")
          .or(writableFolderSchema)
          .meta({ description: "A writable folder.", allowed: folderRule, example: "uploads" }),
      )
      .max(20)
      .meta({
        description:
          "Folders below `path` that the site writes to. All web nodes share them. PHP in them runs only where an entry is { path, php: true }, as for plugins that are installed at run time. " +
          "A file of the site's own is added once; { path, seed } also replaces it after an edit.",
        example: ["public/uploads", { path: "public/plugins", php: true, seed: "newer" }],
      }),
    git: gitSchema.meta({
      description:
        "Cloud only: where droplets clone a site from that is too large to come with them (64 KiB).",
      example: { url: "https://github.com/example/site.git", ref: "v1.0.0" },
    }),
    archive: archiveSchema.meta({
      description: "Cloud only: the archive that such a site comes from, in place of `git`.",
      example: { url: "https://example.org/site-1.0.0.tar.gz", sha256: "0123456789abcdef".repeat(4) },
    }),
  })
  .partial();
