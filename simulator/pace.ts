/** What takes time on DigitalOcean. */
export type Work =
  | "droplet"
  | "action"
  | "load_balancer"
  | "certificate"
  | "database"
  | "replica"
  | "autoscale_pool";

/** real: about as long as DigitalOcean takes. fast: a fortieth. instant: done before the next request. */
export type Speed = "real" | "fast" | "instant";

export const SPEEDS: readonly Speed[] = ["real", "fast", "instant"];

/** Milliseconds that each kind of work takes. */
export type Pace = Readonly<Record<Work, number>>;

/** Typical times of the real API, rounded: a droplet boots in half a minute, a cluster in five. */
const real: Pace = {
  droplet: 30_000,
  action: 8_000,
  load_balancer: 60_000,
  certificate: 20_000,
  database: 300_000,
  replica: 240_000,
  autoscale_pool: 40_000,
};

const shares: Readonly<Record<Speed, number>> = { real: 1, fast: 1 / 40, instant: 0 };

export function paceOf(speed: Speed): Pace {
  const share = shares[speed];
  return {
    droplet: real.droplet * share,
    action: real.action * share,
    load_balancer: real.load_balancer * share,
    certificate: real.certificate * share,
    database: real.database * share,
    replica: real.replica * share,
    autoscale_pool: real.autoscale_pool * share,
  };
}
