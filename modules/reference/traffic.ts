import { listenAddresses } from "../config/index.ts";
import { componentIds, servesHttps } from "../topology/index.ts";
import { counted, type Guide, inContainer, logOf, look, reading, type Stack, value } from "./guide.ts";

/** The visitor: everyone and everything that asks the site. */
export function clientGuide({ config, topology }: Stack): Guide {
  const isLocal = topology.target === "local";
  const address = isLocal ? `http://127.0.0.1:${config.loadBalancer.httpPort}` : siteAddress(config.cloud);
  return {
    id: "client",
    title: "Visitor",
    components: ["client"],
    whatItIs: "The browser or program that asks for a page. It belongs to no one here, and may be anything.",
    roleHere:
      "It knows one address only, the load balancer's, and so doesn't notice which web node answers, nor that one is gone.",
    values: [value("address", address)],
    whenItFails: "Nothing happens here: the next client is served.",
    howToLook: [look("which web node answered", `curl --silent --head ${address}/ | grep -i x-served-by`)],
    furtherReading: [
      reading(
        "How browsers work (MDN)",
        "https://developer.mozilla.org/en-US/docs/Web/Performance/Guides/How_browsers_work",
      ),
    ],
  };
}

function siteAddress(cloud: Stack["config"]["cloud"]): string {
  if (cloud.domain === undefined) return "http://ADDRESS";
  return `${servesHttps(cloud) ? "https" : "http"}://${cloud.domain}`;
}

export function loadBalancerGuide(stack: Stack): Guide {
  return stack.topology.target === "local" ? localBalancer(stack) : cloudBalancer(stack);
}

const whatABalancerIs =
  "A server in front of several others that do the same work. It takes every request, passes it to one of them, and " +
  "leaves out those that fail its health check.";

function localBalancer(stack: Stack): Guide {
  const { loadBalancer } = stack.config;
  const algorithm =
    loadBalancer.algorithm === "leastconn"
      ? "leastconn: the web node with the fewest open requests"
      : "roundrobin: one web node after the other";
  return {
    id: "load-balancer",
    title: "Load balancer (HAProxy)",
    components: componentIds(stack.topology, "load-balancer"),
    whatItIs: whatABalancerIs,
    roleHere:
      "The only entry point of the stack. It terminates HTTPS, passes the client's address to the web nodes, and retries on another web node when " +
      "one is lost in the middle of a request that may run again. All healthy web nodes work at the same time (active-active).",
    values: [
      value("how it chooses", algorithm, "loadBalancer.algorithm"),
      value("reachable at", listenAddresses(loadBalancer).join(", "), "loadBalancer.listen"),
      value("HTTP", `127.0.0.1:${loadBalancer.httpPort}`, "loadBalancer.httpPort"),
      value("HTTPS", `127.0.0.1:${loadBalancer.httpsPort}`, "loadBalancer.httpsPort"),
      value("sends HTTP on to HTTPS", loadBalancer.redirectToHttps, "loadBalancer.redirectToHttps"),
      value("names sent on to the first", loadBalancer.hosts.join(", ") || "none", "loadBalancer.hosts"),
      value("HSTS", loadBalancer.hsts, "loadBalancer.hsts"),
      value("health check", "GET /nodez five times a second; out after two failures or a broken connection"),
      value("tries again when a web node is lost", loadBalancer.retry, "loadBalancer.retry"),
      value(
        "longest answer",
        `${loadBalancer.requestTimeoutSeconds} s`,
        "loadBalancer.requestTimeoutSeconds",
      ),
      value("largest request body", `${loadBalancer.maxRequestBodyMb} MiB`, "loadBalancer.maxRequestBodyMb"),
    ],
    whenItFails:
      "Nobody reaches the site until Docker has started it again, which takes about a second. There is one of it: it " +
      "holds the published port, so on one machine a second one wouldn't help.",
    howToLook: [
      look("its statistics, as a page", `http://127.0.0.1:${loadBalancer.statusPort}/stats`),
      look("its metrics, for Prometheus", `curl http://127.0.0.1:${loadBalancer.statusPort}/metrics`),
      look("its log", logOf(stack, "load-balancer-1")),
    ],
    furtherReading: [
      reading("HAProxy's configuration manual", "https://docs.haproxy.org/3.0/configuration.html"),
      reading("Load balancing (Wikipedia)", "https://en.wikipedia.org/wiki/Load_balancing_(computing)"),
    ],
  };
}

function cloudBalancer({ config, topology }: Stack): Guide {
  const { cloud } = config;
  const certificate =
    cloud.certificate !== undefined
      ? "your own"
      : cloud.domain !== undefined
        ? `from Let's Encrypt, for ${cloud.domain}`
        : "none: HTTP only, until a domain or a certificate is given";
  return {
    id: "load-balancer",
    title: "Load balancer (managed)",
    components: componentIds(topology, "load-balancer"),
    whatItIs: whatABalancerIs,
    roleHere:
      `DigitalOcean runs ${counted(cloud.loadBalancerNodes, "node")} of it behind one address. It finds the web nodes by ` +
      "their tag, so that a new droplet is found as soon as it is healthy.",
    values: [
      value("nodes", cloud.loadBalancerNodes, "cloud.loadBalancerNodes"),
      value("region", cloud.region, "cloud.region"),
      value(
        "certificate",
        certificate,
        cloud.certificate === undefined ? "cloud.domain" : "cloud.certificate",
      ),
      value(
        "health check",
        "GET /healthz on port 8080 of each web node, which answers 503 until the database is set up",
      ),
    ],
    whenItFails:
      cloud.loadBalancerNodes === 1
        ? "Nobody reaches the site until DigitalOcean has replaced its only node."
        : "The other nodes keep working; DigitalOcean replaces the one that failed.",
    howToLook: [
      look("the balancer and its state", "doctl compute load-balancer list --format Name,IP,Status,SizeUnit"),
    ],
    furtherReading: [
      reading(
        "Load balancers (DigitalOcean)",
        "https://docs.digitalocean.com/products/networking/load-balancers/",
      ),
      reading("Load balancing (Wikipedia)", "https://en.wikipedia.org/wiki/Load_balancing_(computing)"),
    ],
  };
}

export function webGuide(stack: Stack): Guide {
  const { config, topology } = stack;
  const { web, cloud } = config;
  const isLocal = topology.target === "local";
  const ids = componentIds(topology, "web");
  return {
    id: "web",
    title: "Web node",
    components: ids,
    whatItIs: "A server that makes pages: Linux with Apache, which runs PHP, and the site's files.",
    roleHere:
      "Any of them can answer any request, since none keeps anything for itself: sessions and data are in the database" +
      (isLocal ? ", uploads on a volume that all share." : "."),
    values: [
      web.autoscale === undefined || isLocal
        ? value("how many", ids.length, "web.nodes")
        : value(
            "how many",
            `${web.autoscale.min} to ${web.autoscale.max}, aiming at ${web.autoscale.cpu * 100} % CPU`,
            "web.autoscale",
          ),
      isLocal
        ? value("memory limit", `${web.memoryMb} MiB`, "web.memoryMb")
        : value("droplet size", cloud.webSize, "cloud.webSize"),
      value("requests at a time, each", web.requestWorkers, "web.requestWorkers"),
    ],
    whenItFails:
      ids.length === 1
        ? "The site is down until it is back: it is the only one."
        : `The load balancer leaves it out, and the other ${ids.length - 1 === 1 ? "one takes" : `${ids.length - 1} take`} its share.`,
    howToLook: isLocal
      ? [
          look(
            "whether it works",
            inContainer(stack, "web-1", `php -r 'readfile("http://127.0.0.1:8080/healthz");'`),
          ),
          look(
            "whether it reaches the database too",
            inContainer(stack, "web-1", `php -r 'readfile("http://127.0.0.1:8080/readyz");'`),
          ),
          look("its log", logOf(stack, "web-1")),
        ]
      : [
          look("the droplets", `doctl compute droplet list --tag-name ${config.name}-web`),
          look("how its first boot went, on the droplet", "cloud-init status --long"),
          look("its log, on the droplet", "journalctl --unit apache2 --lines 50"),
        ],
    furtherReading: isLocal
      ? [
          reading(
            "Docker's guide to containers",
            "https://docs.docker.com/get-started/docker-concepts/the-basics/what-is-a-container/",
          ),
        ]
      : [
          reading("Droplets (DigitalOcean)", "https://docs.digitalocean.com/products/droplets/"),
          reading("cloud-init's documentation", "https://cloudinit.readthedocs.io/"),
        ],
  };
}
