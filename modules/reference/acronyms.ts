/** An acronym that the documentation or the site uses. */
export interface Acronym {
  readonly acronym: string;
  readonly expansion: string;
  /** What it is, and what it does here; begins in lower case and ends with a full stop. */
  readonly meaning: string;
  /** Whether the default site lists it as well: those that its pages use. */
  readonly isOnSite: boolean;
}

const onSite = (acronym: string, expansion: string, meaning: string): Acronym => ({
  acronym,
  expansion,
  meaning,
  isOnSite: true,
});

const onlyHere = (acronym: string, expansion: string, meaning: string): Acronym => ({
  acronym,
  expansion,
  meaning,
  isOnSite: false,
});

/** The acronyms of the stack, in alphabetical order. Those that every web developer knows (HTML, JSON) are left out. */
export const acronyms: readonly Acronym[] = [
  onlyHere(
    "ACME",
    "automatic certificate management environment",
    "the protocol by which Let's Encrypt verifies that a domain is yours before it signs a certificate.",
  ),
  onlyHere(
    "API",
    "application programming interface",
    "how one program uses another; the cloud stack is created through DigitalOcean's.",
  ),
  onSite(
    "CA",
    "certificate authority",
    "signs certificates; this stack has its own, and web nodes trust only that one for the database.",
  ),
  onSite(
    "CDKTF",
    "Cloud Development Kit for Terraform",
    "describes the stack in TypeScript, and gives Terraform a JSON file to deploy.",
  ),
  onlyHere(
    "CDN",
    "content delivery network",
    "servers near the visitors that pass requests on to the site; behind one, the load balancer has to know which addresses it asks from.",
  ),
  onlyHere(
    "CIDR",
    "classless inter-domain routing",
    "a notation for a range of addresses: 10.110.0.0/20 is the 4096 addresses that share their first 20 bits.",
  ),
  onlyHere("CLI", "command-line interface", "commands that are typed, such as npm run up."),
  onlyHere(
    "CPU",
    "central processing unit",
    "the processor; usually the first resource that a web node runs out of.",
  ),
  onSite(
    "CSRF",
    "cross-site request forgery",
    "another site submits a form in your name; a token in each form prevents it.",
  ),
  onSite(
    "DNS",
    "domain name system",
    "resolves names to addresses; the load balancer finds new web nodes with it.",
  ),
  onSite(
    "GTID",
    "global transaction identifier",
    "identifies a transaction on every member; comparing sets of them shows who is behind.",
  ),
  onSite("HA", "high availability", "the service keeps working when a part of it fails."),
  onlyHere(
    "HSTS",
    "HTTP strict transport security",
    "a header by which a browser uses nothing but HTTPS for the site from then on; here for a year, where the config has loadBalancer.hsts.",
  ),
  onSite("HTTP", "hypertext transfer protocol", "the protocol between browsers and web servers."),
  onlyHere("HTTPS", "hypertext transfer protocol secure", "HTTP inside TLS; the load balancer decrypts it."),
  onlyHere("IP", "Internet protocol", "gives machines addresses and delivers packets to them."),
  onSite(
    "LAMP",
    "Linux, Apache, MySQL, PHP",
    "the classic stack for web sites: system, web server, database and language; this project makes it redundant.",
  ),
  onlyHere(
    "MPM",
    "multi-processing module",
    "how Apache works on many requests at once; here prefork, one process for each request.",
  ),
  onSite(
    "PDO",
    "PHP data objects",
    "PHP's interface to databases; its connections can stay open between requests.",
  ),
  onlyHere(
    "PEM",
    "privacy-enhanced mail",
    "the text format of certificates and keys; the name is from an old standard for mail.",
  ),
  onSite("PHP", "PHP: hypertext preprocessor", "the language that the site is written in."),
  onSite("QPS", "queries per second", "how much work a database, or a whole site, does."),
  onSite(
    "RPO",
    "recovery point objective",
    "how much written data a failure may lose; here no acknowledged write.",
  ),
  onSite("RTO", "recovery time objective", "how long an interruption may last; here seconds."),
  onlyHere(
    "SHA",
    "secure hash algorithm",
    "computes a short fingerprint of a file; a changed file has another fingerprint.",
  ),
  onSite(
    "SPOF",
    "single point of failure",
    "a component whose loss stops the service; this stack removes as many as it can.",
  ),
  onSite("SQL", "structured query language", "the language of database queries."),
  onlyHere("SSH", "secure shell", "an encrypted login to a machine; closed here until you open it."),
  onSite(
    "TCP",
    "transmission control protocol",
    "carries bytes in order between two machines; the database routers work at this level.",
  ),
  onSite("TLS", "transport layer security", "encrypts a connection and proves the identity of the server."),
  onlyHere("VM", "virtual machine", "a computer made of software on a real one; a droplet is one."),
  onlyHere("VPC", "virtual private cloud", "a private network at a provider; only your servers are in it."),
];
