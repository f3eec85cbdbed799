import type { State } from "./account/state.ts";
import type { Table } from "./account/tables.ts";

/** A page for people: what is in the account. */
export function overviewPage(state: State, origin: string): string {
  const sections = sectionsOf(state)
    .filter(({ rows }) => rows.length > 0)
    .map(({ title, rows }) => `<h2>${title} (${rows.length})</h2><ul>${rows.map(item).join("")}</ul>`);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>DigitalOcean, simulated</title>
<style>body{font:1rem/1.5 system-ui;max-width:50rem;margin:2rem auto;padding:0 1rem}code{background:#eee3}</style>
<h1>DigitalOcean, simulated</h1>
<p>The API is at <code>${escaped(origin)}/v2</code>. Nothing here exists, and nothing here costs.</p>
${sections.length > 0 ? sections.join("\n") : "<p>The account is empty.</p>"}
</html>
`;
}

interface Section {
  readonly title: string;
  readonly rows: readonly string[];
}

function sectionsOf(state: State): readonly Section[] {
  return [
    section("Projects", state.projects, ({ name }) => name),
    section("VPCs", state.vpcs, ({ name, region, ip_range }) => `${name}, ${region}, ${ip_range}`),
    section("Droplets", state.droplets, ({ name, size, region, tags }) =>
      [name, size, region, ...tags].join(", "),
    ),
    section("Autoscale pools", state.pools, ({ name }) => name),
    section("Load balancers", state.loadBalancers, ({ name, region, ip }) => `${name}, ${region}, ${ip}`),
    section("Firewalls", state.firewalls, ({ name }) => name),
    section(
      "Database clusters",
      state.clusters,
      ({ name, size, num_nodes }) => `${name}, ${num_nodes} x ${size}`,
    ),
    section("Database replicas", state.replicas, ({ name, size }) => `${name}, ${size}`),
    section("Domains", state.domains, ({ name, records }) => `${name}, ${records.length} records`),
    section("Certificates", state.certificates, ({ name, dns_names }) => `${name}: ${dns_names.join(", ")}`),
    section("SSH keys", state.sshKeys, ({ name, fingerprint }) => `${name}, ${fingerprint}`),
    section("Tags", state.tags, ({ name }) => name),
    section("Alert policies", state.alertPolicies, ({ description, type }) => `${description}, ${type}`),
    section("Uptime checks", state.uptimeChecks, ({ name, target }) => `${name}, ${target}`),
  ];
}

function section<T>(title: string, table: Table<T>, line: (row: T) => string): Section {
  return { title, rows: Object.values(table).map(line) };
}

function item(text: string): string {
  return `<li>${escaped(text)}</li>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
