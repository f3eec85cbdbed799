/** An acronym that the documentation or the site uses. */
export interface Acronym {
  readonly acronym: string;
  readonly expansion: string;
  /** What it is, and what it does here; begins in lower case and ends with a full stop. */
  readonly meaning: string;
  /** Whether the site that comes along lists it, too: those that a visitor of it meets. */
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

/** All of them, in alphabetical order. */
export const acronyms: readonly Acronym[] = [
  onlyHere(
    "ACME",
    "automatic certificate management environment",
    "the way in which Let's Encrypt checks that a domain is yours before it signs a certificate.",
  ),
  onlyHere(
    "API",
    "application programming interface",
    "how one program asks another; DigitalOcean's creates the cloud stack.",
  ),
  onSite(
    "CA",
    "certificate authority",
    "signs certificates; this stack has one of its own, and web nodes trust only it when they talk to the database.",
  ),
  onSite(
    "CDKTF",
    "Cloud Development Kit for Terraform",
    "lets the stack be written in TypeScript; Terraform carries it out.",
  ),
  onlyHere("CI", "continuous integration", "tests that run by themselves at each change."),
  onlyHere(
    "CIDR",
    "classless inter-domain routing",
    "the way to write a range of addresses: 10.110.0.0/20 is the 4096 that have the first 20 bits in common.",
  ),
  onlyHere("CLI", "command line interface", "commands that are typed, such as npm run up."),
  onlyHere("CPU", "central processing unit", "the processor; mostly what a web node runs out of first."),
  onlyHere("CSP", "content security policy", "tells a browser from where a page may load things."),
  onSite(
    "CSRF",
    "cross-site request forgery",
    "another site sends a form in your name; the token in our forms prevents it.",
  ),
  onlyHere("CSS", "cascading style sheets", "what a page looks like."),
  onSite(
    "DNS",
    "domain name system",
    "turns names into addresses; the load balancer finds new web nodes with it.",
  ),
  onSite(
    "GTID",
    "global transaction identifier",
    "the number that a transaction carries on every member; comparing them shows who is behind.",
  ),
  onSite("HA", "high availability", "the service goes on when parts of it fail."),
  onlyHere("HTML", "hypertext markup language", "what pages are written in."),
  onSite("HTTP", "hypertext transfer protocol", "what browsers and web servers speak."),
  onlyHere(
    "HTTPS",
    "hypertext transfer protocol secure",
    "HTTP inside TLS; here it ends at the load balancer.",
  ),
  onlyHere("ID", "identifier", "a name that nothing else has; each component has one, such as web-2."),
  onlyHere("IP", "Internet protocol", "gives machines addresses and brings packets to them."),
  onlyHere("JSON", "JavaScript object notation", "data as text; commands give it with --json."),
  onSite("LAMP", "Linux, Apache, MySQL, PHP", "the classic set for web sites, and what you are looking at."),
  onlyHere("MDN", "Mozilla Developer Network", "Mozilla's documentation of the web, for those who build it."),
  onlyHere(
    "MPM",
    "multi-processing module",
    "how Apache works on many requests at once; here prefork, a process for each.",
  ),
  onSite(
    "PDO",
    "PHP data objects",
    "the way this site talks to MySQL; its connections are kept open between requests.",
  ),
  onlyHere(
    "PEM",
    "privacy-enhanced mail",
    "the text form of certificates and keys, left over from a plan for mail.",
  ),
  onSite("PHP", "PHP: hypertext preprocessor", "the language of this site."),
  onSite("QPS", "queries per second", "how much work a database, or the whole site, gets done."),
  onlyHere("RAM", "random-access memory", "the memory of a machine, which forgets when it is switched off."),
  onlyHere(
    "RFC",
    "request for comments",
    "a numbered document that says how the Internet works; 1918 names the private addresses.",
  ),
  onSite(
    "RPO",
    "recovery point objective",
    "how much written data a failure may cost; here, nothing that was acknowledged.",
  ),
  onSite("RTO", "recovery time objective", "how long a failure may last; here, seconds."),
  onlyHere(
    "SHA",
    "secure hash algorithm",
    "a short number that stands for a file's content: another content has another one.",
  ),
  onSite(
    "SPOF",
    "single point of failure",
    "the part whose loss stops everything; finding and doubling them is the point of this stack.",
  ),
  onSite("SQL", "structured query language", "what one asks a database in."),
  onlyHere("SSH", "secure shell", "an encrypted way to log in to a machine; closed here until you open it."),
  onlyHere(
    "SVG",
    "scalable vector graphics",
    "pictures as text, sharp at every size; the diagrams are such.",
  ),
  onSite(
    "TCP",
    "transmission control protocol",
    "carries bytes in order between two machines; the database routers work at this level.",
  ),
  onSite("TLS", "transport layer security", "encrypts a connection and proves who is at the other end."),
  onlyHere("URL", "uniform resource locator", "an address of something on the web."),
  onlyHere("USD", "United States dollar", "what DigitalOcean's prices are in."),
  onlyHere("UTC", "coordinated universal time", "the clock without time zones; maintenance hours are in it."),
  onlyHere("VM", "virtual machine", "a computer made of software on a real one; a droplet is one."),
  onlyHere("VPC", "virtual private cloud", "a network of your own at a provider, which nobody else is on."),
  onlyHere(
    "YAML",
    "YAML ain't markup language",
    "settings as text; cloud-init reads them at a droplet's first boot.",
  ),
];
