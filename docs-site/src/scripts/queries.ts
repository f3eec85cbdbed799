import {
  type CapacityConfig,
  estimateCapacity,
  pages,
  queriesPerSecond,
} from "../../../modules/capacity/index.ts";
import { grouped } from "../words.ts";

/**
 * A row of the table for the number of queries that the reader enters. Without this script the table has its rows all the
 * same, and the field isn't there.
 */
class QueriesTable extends HTMLElement {
  connectedCallback(): void {
    const { config: text = "", cores = "" } = this.dataset;
    const config: CapacityConfig = JSON.parse(text);
    const field = this.querySelector("input");
    const output = this.querySelector("output");
    const label = this.querySelector("label");
    if (field === null || output === null || label === null) return;
    const show = () => {
      output.textContent = field.validity.valid
        ? sentence(config, Number(cores), Number(field.value))
        : `Enter a whole number from ${field.min} to ${field.max}.`;
    };
    field.addEventListener("input", show);
    label.hidden = false;
    show();
  }
}

function sentence(config: CapacityConfig, hostCores: number, reads: number): string {
  const page = { ...pages.read, reads };
  const found = (["local", "cloud"] as const).map((target) => {
    const { pagesPerSecond, bottleneck } = estimateCapacity(config, target, page, { hostCores });
    const place = target === "local" ? "On this machine" : "On DigitalOcean";
    const queries = queriesPerSecond(page, pagesPerSecond);
    return `${place}: ${grouped(pagesPerSecond)} pages and ${grouped(queries)} queries a second, limited by ${bottleneck.resource}.`;
  });
  return found.join(" ");
}

customElements.define("queries-table", QueriesTable);
