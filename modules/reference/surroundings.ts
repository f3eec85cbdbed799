import { isReachableFromOutside, listenAddresses } from "../config/index.ts";
import { clientId, componentIds, type NetworkId } from "../topology/index.ts";
import { type Guide, look, reading, type Stack, value } from "./guide.ts";

const networkTitles: Readonly<Record<NetworkId, string>> = {
  front: "Network front",
  back: "Network back",
  data: "Network data",
  monitor: "Network monitor",
  vpc: "Private network (VPC)",
};

/** A guide to each network. */
export function networkGuides({ config, topology }: Stack): Guide[] {
  const isLocal = topology.target === "local";
  return topology.networks.map(({ id, purpose, isInternal }) => ({
    id: `network-${id}`,
    title: networkTitles[id],
    components: topology.components.flatMap((component) =>
      component.networks.some((on) => on === id) ? [component.id] : [],
    ),
    whatItIs: isLocal
      ? "A network of Docker's: those that are on it reach each other by name, others don't reach them at all."
      : "A virtual private cloud: a network with addresses of its own that nobody outside the account is on.",
    roleHere: purpose,
    values: [
      value("reachable from outside", !isInternal),
      ...(isLocal ? [] : [value("addresses", config.cloud.addressRange, "cloud.addressRange")]),
    ],
    whenItFails: isLocal
      ? "Those that are on it don't reach each other. It exists on this machine only, and fails with it."
      : "It is a part of the region, and fails with it.",
    howToLook: [
      isLocal
        ? look("who is on it, and at which address", `docker network inspect ${config.name}-${id}`)
        : look("the networks of the account", "doctl vpcs list"),
    ],
    furtherReading: [
      isLocal
        ? reading("Bridge networks (Docker)", "https://docs.docker.com/engine/network/drivers/bridge/")
        : reading("VPC networks (DigitalOcean)", "https://docs.digitalocean.com/products/networking/vpc/"),
    ],
  }));
}

export function firewallGuide({ config, topology }: Stack): Guide {
  const isLocal = topology.target === "local";
  const { sshSources } = config.cloud;
  return {
    id: "firewall",
    title: "Firewall",
    components: isLocal ? [] : componentIds(topology, "web"),
    whatItIs: "What decides which connections are let through. What isn't allowed is refused.",
    roleHere: isLocal
      ? `There is none to set up: only the load balancer publishes ports, on ${listenAddresses(config.loadBalancer).join(", ")}, ` +
        "and each network lets only those reach each other that have to."
      : "Web nodes take HTTP from the load balancer only, and the database takes connections from web nodes only.",
    values: isLocal
      ? [
          value(
            "open to other machines",
            isReachableFromOutside(config.loadBalancer) ? "HTTP and HTTPS" : "nothing",
            "loadBalancer.listen",
          ),
        ]
      : [
          value("HTTP to web nodes", "from the load balancer"),
          value(
            "SSH to web nodes",
            sshSources.length === 0 ? "from nowhere" : `from ${sshSources.join(", ")}`,
            "cloud.sshSources",
          ),
        ],
    whenItFails: isLocal
      ? "Docker sets the rules when a network is made, and again when it starts."
      : "It is part of DigitalOcean's network, not of a droplet: it fails with the region.",
    howToLook: [
      isLocal
        ? look(
            "which ports are published",
            `docker ps --filter label=lampstand.stack=${config.name} --format "{{.Names}} {{.Ports}}"`,
          )
        : look("the rules", "doctl compute firewall list"),
    ],
    furtherReading: [
      isLocal
        ? reading(
            "Packet filtering (Docker)",
            "https://docs.docker.com/engine/network/packet-filtering-firewalls/",
          )
        : reading(
            "Cloud firewalls (DigitalOcean)",
            "https://docs.digitalocean.com/products/networking/firewalls/",
          ),
    ],
  };
}

/** The machine or the region that everything is on: what no redundancy inside of it can survive. */
export function placeGuide({ config, topology }: Stack): Guide {
  const components = topology.components.flatMap(({ id }) => (id === clientId ? [] : [id]));
  if (topology.target === "cloud")
    return {
      id: "region",
      title: `Region ${topology.region}`,
      components,
      whatItIs:
        "A data centre of the provider, or several in one place: power, cooling, network and machines.",
      roleHere: "Everything of this stack is in it.",
      values: [value("region", topology.region, "cloud.region")],
      whenItFails:
        "Everything is down until it is back: the one single point of failure that this design keeps. A second stack in " +
        "another region, and DNS that stops pointing at a lost one, would be the next step.",
      howToLook: [look("the provider's own word", "https://status.digitalocean.com")],
      furtherReading: [
        reading(
          "Regional availability (DigitalOcean)",
          "https://docs.digitalocean.com/platform/regional-availability/",
        ),
      ],
    };
  return {
    id: "docker-host",
    title: "This machine and its Docker engine",
    components,
    whatItIs: "The computer that all containers share, and the program that runs them.",
    roleHere:
      "It simulates a whole data centre, so that the stack can be built, broken and watched for free.",
    values: [value("containers", components.length)],
    whenItFails:
      "Everything is down until it is back. No redundancy on one machine can change that; it takes more machines, as the " +
      "cloud target has.",
    howToLook: [
      look("the stack's containers", `docker ps --all --filter label=lampstand.stack=${config.name}`),
      look("what Lampstand thinks of this machine", "npm run doctor"),
    ],
    furtherReading: [reading("Docker's documentation", "https://docs.docker.com/engine/")],
  };
}

export function certificatesGuide({ config, topology }: Stack): Guide {
  const isLocal = topology.target === "local";
  return {
    id: "certificates",
    title: "Certificates (TLS)",
    components: topology.components.flatMap(({ id, ports }) =>
      ports.some(({ protocol }) => protocol !== "http") ? [id] : [],
    ),
    whatItIs:
      "A certificate names the owner of a key, and a CA's signature proves it. With it a connection is " +
      "encrypted, and the other end is proved to be the named one.",
    roleHere: isLocal
      ? "The stack has its own CA, made at the first deploy. The balancer's, the web nodes' and every member's certificate are " +
        "of it, and web nodes trust the database only with it."
      : "The balancer ends HTTPS and encrypts again towards the web nodes, whose certificates it doesn't verify. The database " +
        "is reached with TLS only, and web nodes trust its cluster's CA alone.",
    values: isLocal
      ? [value("the CA certificate", `.lampstand/${config.name}/secrets`)]
      : [
          value(
            "the site's certificate",
            config.cloud.certificate?.certificate ?? config.cloud.domain ?? "none",
            "cloud.domain",
          ),
        ],
    whenItFails: "An expired certificate, or one of another CA, is refused, and with it the connection.",
    howToLook: [
      isLocal
        ? look(
            "the balancer's certificate",
            `openssl s_client -connect 127.0.0.1:${config.loadBalancer.httpsPort} < /dev/null`,
          )
        : look("the account's certificates", "doctl compute certificate list"),
    ],
    furtherReading: [
      reading(
        "Transport Layer Security (Wikipedia)",
        "https://en.wikipedia.org/wiki/Transport_Layer_Security",
      ),
      reading("How it works (Let's Encrypt)", "https://letsencrypt.org/how-it-works/"),
    ],
  };
}
