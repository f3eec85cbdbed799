import { Firewall } from "@cdktf/provider-digitalocean/lib/firewall/index.js";
import type { Loadbalancer } from "@cdktf/provider-digitalocean/lib/loadbalancer/index.js";
import { Construct } from "constructs";
import type { ResolvedConfig } from "../config/index.ts";
import { cloudPorts } from "../topology/index.ts";
import type { Foundation } from "./foundation.ts";
import type { ObjectNames } from "./names.ts";

export interface WebFirewallProps {
  readonly names: ObjectNames;
  readonly config: ResolvedConfig;
  readonly foundation: Foundation;
  readonly balancer: Loadbalancer;
}

const anywhere = ["0.0.0.0/0", "::/0"];

/** Who may talk to web droplets, and to whom they may talk. */
export class WebFirewall extends Construct {
  readonly firewall: Firewall;

  constructor(scope: Construct, id: string, { names, config, foundation, balancer }: WebFirewallProps) {
    super(scope, id);
    const { sshSources, addressRange } = config.cloud;
    const out = (protocol: string, port: number, destinationAddresses: string[]) => ({
      protocol,
      portRange: String(port),
      destinationAddresses,
    });
    this.firewall = new Firewall(this, "firewall", {
      name: names.firewall,
      tags: [foundation.webTag.name],
      inboundRule: [
        ...[cloudPorts.web, cloudPorts.webHttps].map((port) => ({
          protocol: "tcp",
          portRange: String(port),
          sourceLoadBalancerUids: [balancer.id],
        })),
        ...(sshSources.length === 0
          ? []
          : [{ protocol: "tcp", portRange: "22", sourceAddresses: [...sshSources] }]),
      ],
      outboundRule: [
        out("tcp", cloudPorts.database, [addressRange]),
        // Names, time, packages, and what the site itself asks for.
        out("tcp", 53, anywhere),
        out("udp", 53, anywhere),
        out("udp", 123, anywhere),
        out("tcp", 80, anywhere),
        out("tcp", 443, anywhere),
      ],
    });
  }
}
