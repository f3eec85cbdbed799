import { z } from "zod";
import { isCidr } from "../addresses/index.ts";
import { databaseSizes, dropletSizes, regions, spacesRegions } from "../digitalocean-catalog/index.ts";
import { certificateSchema, count, domainName, flag } from "./schema-fields.ts";

const slugs = <S extends string>(entries: readonly { readonly slug: S }[]) =>
  entries.map((entry) => entry.slug);

const maintenanceSchema = z.strictObject({
  day: z
    .enum(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
    .meta({ description: "Day of the week.", example: "sunday" }),
  hour: z
    .string()
    .regex(/^([01]\d|2[0-3]):00$/)
    .meta({
      description: "Hour at which it starts.",
      allowed: "a full hour of the day, UTC",
      example: "03:00",
    }),
});

const stateSchema = z.strictObject({
  bucket: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/)
    .meta({
      description: "The bucket, which has to be there already.",
      allowed: "3 to 63 lower-case letters, digits and hyphens",
      example: "my-terraform-state",
    }),
  region: z.enum(spacesRegions).meta({ description: "The bucket's region.", example: "fra1" }),
});

/** What only the cloud target needs. */
export const cloudSchema = z
  .strictObject({
    region: z.enum(slugs(regions)).meta({
      description: "Region of DigitalOcean in which everything is created.",
      example: "fra1",
    }),
    webSize: z.enum(slugs(dropletSizes)).meta({
      description: "Size of each web node's droplet.",
      allowed: "the slug of a droplet size",
      example: "s-1vcpu-1gb",
    }),
    loadBalancerNodes: count(1, 100, "Nodes of the managed load balancer.", 2),
    databaseSize: z.enum(slugs(databaseSizes)).meta({
      description: "Size of each node of the managed database, and of its read replica.",
      allowed: "the slug of a managed MySQL size",
      example: "db-s-1vcpu-2gb",
    }),
    databaseNodes: count(1, 3, "Nodes of the managed database: a primary and its standbys.", 2),
    readReplica: flag("Whether reads go to a read-only replica of the database.", false),
    addressRange: z.string().meta({
      description: "Private addresses of the network (VPC).",
      allowed: "a private network (RFC 1918) of /16 to /28 in CIDR form",
      example: "10.110.0.0/20",
    }),
    domain: domainName.meta({
      description:
        "Domain of the site. Its DNS has to be at DigitalOcean: record and certificate are made for it, and for the names in loadBalancer.hosts.",
      allowed: "a domain name in lower case",
      example: "www.example.org",
    }),
    certificate: certificateSchema.meta({
      description: "A certificate of your own, in place of the one from Let's Encrypt.",
      allowed: "an object with certificate, privateKey, chain",
      example: { certificate: "tls/site.crt", privateKey: "tls/site.key" },
    }),
    alertEmail: z.email().meta({
      description: "Address that alerts are sent to. It has to be confirmed in the account.",
      allowed: "an e-mail address",
      example: "ops@example.org",
    }),
    sshKeys: z
      .array(z.string().min(1).max(4096))
      .max(50)
      .meta({
        description: "Who may log in to web nodes: names of keys in the account, or paths of .pub files.",
        allowed: "a list of names of SSH keys and paths of .pub files",
        example: ["laptop", "keys/ops.pub"],
      }),
    sshSources: z
      .array(z.string().refine(isCidr))
      .max(50)
      .meta({
        description: "Networks from which SSH is allowed. None by default.",
        allowed: "a list of networks in CIDR form",
        example: ["192.0.2.0/24"],
      }),
    maintenance: maintenanceSchema.meta({
      description: "When DigitalOcean may maintain the database, in UTC.",
      allowed: "an object with day, hour",
      example: { day: "sunday", hour: "03:00" },
    }),
    proxy: z
      .string()
      .regex(/^http:\/\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?:\d{1,5}$/)
      .meta({
        description:
          "HTTP proxy in the droplets' network, by which web nodes take packages and fetch the site (`app.git`, `app.archive`).",
        allowed: "http://NAME:PORT, without credentials, since Terraform's state would hold them",
        example: "http://10.110.0.5:3128",
      }),
    metricsAgent: flag("Whether web nodes run DigitalOcean's agent for memory and disk metrics.", false),
    state: stateSchema.meta({
      description: "Bucket on Spaces that keeps Terraform's state, for teams. Without it, a local file does.",
      allowed: "an object with bucket, region",
      example: { bucket: "my-terraform-state", region: "fra1" },
    }),
  })
  .partial();
