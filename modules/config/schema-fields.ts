import { z } from "zod";

/** Names that end up in container names, DNS names and tags: what all of them accept. */
export const stackName = (description: string, example: string, maxLength: number) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/)
    .max(maxLength)
    .meta({
      description,
      allowed: `2 to ${maxLength} lower-case letters, digits and hyphens, starting with a letter`,
      example,
    });

export const count = (min: number, max: number, description: string, example: number, unit?: string) =>
  z.int().min(min).max(max).meta({ description, example, unit });

export const port = (description: string, example: number) => count(1024, 65535, description, example);

export const anyPort = (description: string, example: number) => count(1, 65535, description, example);

/** A name in DNS. */
export const domainName = z
  .string()
  .max(253)
  .regex(/^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/);

export const flag = (description: string, example: boolean) => z.boolean().meta({ description, example });

/** One way to write each folder, so that two that are the same or in each other are seen to be. */
export const folderRule =
  "a path below the app's folder, without a leading, trailing or double slash and without a part that begins with a dot";

export const folder = (description: string, example: string) =>
  z
    .string()
    .regex(/^\w[\w.-]*(\/\w[\w.-]*)*$/)
    .meta({ description, allowed: folderRule, example });

export const filePath = (description: string, allowed: string, example: string) =>
  z.string().min(1).meta({ description, allowed, example });

/** Files of a certificate of the user's own. */
export const certificateSchema = z.strictObject({
  certificate: filePath("The certificate.", "the path of a PEM file", "tls/site.crt"),
  privateKey: filePath("Its private key.", "the path of a PEM file", "tls/site.key"),
  chain: filePath(
    "The certificates between it and its root.",
    "the path of a PEM file",
    "tls/chain.crt",
  ).optional(),
});
