import { resolve } from "node:path";
import { Certificate } from "@cdktf/provider-digitalocean/lib/certificate/index.js";
import { DataDigitaloceanDomains } from "@cdktf/provider-digitalocean/lib/data-digitalocean-domains/index.js";
import { Loadbalancer } from "@cdktf/provider-digitalocean/lib/loadbalancer/index.js";
import { Record as DnsRecord } from "@cdktf/provider-digitalocean/lib/record/index.js";
import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import { type ResolvedConfig, siteDomains } from "../config/index.ts";
import { fromWorkFolder } from "../terraform/index.ts";
import { cloudPorts } from "../topology/index.ts";
import type { Foundation } from "./foundation.ts";
import { CloudLimitError, cloudLimitProblems, idleTimeout } from "./limits.ts";
import type { ObjectNames } from "./names.ts";
import { zoneCandidates } from "./names.ts";
import { shortHash } from "./stage-site.ts";

export interface LoadBalancerProps {
  readonly names: ObjectNames;
  readonly config: ResolvedConfig;
  readonly foundation: Foundation;
  readonly certificateHash: string | undefined;
}

const recordTtlSeconds = 300;

/**
 * DigitalOcean's balancer in front of the web nodes, with its certificate and its DNS record.
 * @throws {CloudLimitError} for a request time-out that it can't have
 */
export class LoadBalancer extends Construct {
  readonly balancer: Loadbalancer;

  constructor(scope: Construct, id: string, props: LoadBalancerProps) {
    super(scope, id);
    const problems = cloudLimitProblems(props.config);
    if (problems.length > 0) throw new CloudLimitError(problems);
    const { names, foundation } = props;
    const { cloud, loadBalancer } = props.config;
    const certificate = this.addCertificate(props);
    this.balancer = new Loadbalancer(this, "balancer", {
      name: names.loadBalancer,
      region: cloud.region,
      vpcUuid: foundation.vpcId,
      projectId: foundation.project.id,
      sizeUnit: cloud.loadBalancerNodes,
      // Not by ids: a list of them takes ten at most, and every replacement would change the balancer.
      dropletTag: foundation.webTag.name,
      forwardingRule: [
        {
          entryPort: cloudPorts.http,
          entryProtocol: "http",
          targetPort: cloudPorts.web,
          targetProtocol: "http",
        },
        ...(certificate === undefined
          ? []
          : [
              {
                entryPort: cloudPorts.https,
                entryProtocol: "https",
                certificateName: certificate.name,
                // By TLS again, so that Apache knows of it: it doesn't verify the droplets' own certificates.
                targetPort: cloudPorts.webHttps,
                targetProtocol: "https",
              },
            ]),
      ],
      redirectHttpToHttps: certificate !== undefined,
      // The record is the stack's own, so that it goes with the stack.
      disableLetsEncryptDnsRecords: true,
      healthcheck: {
        protocol: "http",
        port: cloudPorts.web,
        path: "/healthz",
        checkIntervalSeconds: 3,
        responseTimeoutSeconds: 3,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
      },
      httpIdleTimeoutSeconds: Math.max(loadBalancer.requestTimeoutSeconds, idleTimeout.least),
    });
    this.addRecords(siteDomains(props.config));
  }

  private addCertificate({ names, config, certificateHash }: LoadBalancerProps): Certificate | undefined {
    const { certificate } = config.cloud;
    const domains = siteDomains(config);
    // A certificate that is there keeps its name until something else replaces it; the new one's name is another.
    const lifecycle = { createBeforeDestroy: true, ignoreChanges: ["name"] };
    const read = (path: string) => Fn.file(fromWorkFolder(this, resolve(path)));
    if (certificate !== undefined && certificateHash !== undefined)
      return new Certificate(this, "certificate", {
        name: names.certificate(certificateHash),
        type: "custom",
        // Read by Terraform itself: what is synthesized holds no key.
        privateKey: read(certificate.privateKey),
        leafCertificate: read(certificate.certificate),
        ...(certificate.chain === undefined ? {} : { certificateChain: read(certificate.chain) }),
        lifecycle,
      });
    if (domains.length === 0) return undefined;
    return new Certificate(this, "certificate", {
      name: names.certificate(shortHash(domains.join(","))),
      type: "lets_encrypt",
      domains: [...domains],
      lifecycle,
    });
  }

  private addRecords(names: readonly string[]): void {
    if (names.length === 0) return;
    const domains = new DataDigitaloceanDomains(this, "domains", {});
    const held = `data.digitalocean_domains.${domains.friendlyUniqueId}.domains[*].name`;
    for (const [index, name] of names.entries()) this.addRecord(name, held, index === 0 ? "" : `-${name}`);
  }

  /**
   * In the account's domain that holds it: itself, or the nearest above it.
   * @param held the names of the account's domains, as an expression
   * @param ending of the ids; none for the site's own name
   */
  private addRecord(domain: string, held: string, ending: string): void {
    const candidates = JSON.stringify(zoneCandidates(domain));
    const zone = new TerraformLocal(
      this,
      `zone${ending}`,
      `\${try([for zone in ${candidates} : zone if contains(${held}, zone)][0], "")}`,
    );
    const zoneName = `local.${zone.friendlyUniqueId}`;
    new DnsRecord(this, `record${ending}`, {
      domain: zone.asString,
      type: "A",
      name: `\${${zoneName} == "${domain}" ? "@" : trimsuffix("${domain}", ".\${${zoneName}}")}`,
      value: this.balancer.ip,
      ttl: recordTtlSeconds,
      lifecycle: {
        precondition: [
          {
            condition: `\${${zoneName} != ""}`,
            errorMessage: `${fieldOf(ending)}: the account has none of the domains ${zoneCandidates(domain).join(", ")}. Add one under Networking, Domains, or correct ${fieldOf(ending)}.`,
          },
        ],
      },
    });
  }
}

function fieldOf(ending: string): string {
  return ending === "" ? "cloud.domain" : "loadBalancer.hosts";
}
