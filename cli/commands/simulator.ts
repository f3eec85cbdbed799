import { once } from "node:events";
import { Failure } from "../../modules/failures/index.ts";
import { type SimulatorOptions, SPEEDS, startSimulator } from "../../simulator/index.ts";

export interface SimulatorCommandOptions {
  readonly port?: string | undefined;
  readonly speed?: string | undefined;
  readonly state?: string | undefined;
  readonly token?: string | undefined;
}

const DEFAULT_PORT = 8025;

/** Runs DigitalOcean's API on this machine until Ctrl-C. @returns the exit code 0. */
export async function simulator(options: SimulatorCommandOptions): Promise<number> {
  const running = await started(simulatorOptions(options));
  console.log(`DigitalOcean's API is simulated at ${running.url}/ until Ctrl-C. For its clients:

  export DIGITALOCEAN_API_URL=${running.url}
  export DIGITALOCEAN_TOKEN=${running.token}
`);
  console.log("Requests and answers are checked by DigitalOcean's OpenAPI document.");
  await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
  await running.close();
  return 0;
}

/** @throws Failure with what was given and what is allowed. */
export function simulatorOptions(options: SimulatorCommandOptions): SimulatorOptions {
  const { port = String(DEFAULT_PORT), speed = "instant", state, token } = options;
  const chosen = SPEEDS.find((each) => each === speed);
  const problems = [
    ...(/^\d{1,5}$/.test(port) && Number(port) <= 65535 ? [] : [`--port: got ${port}; allowed: 0 to 65535`]),
    ...(chosen === undefined ? [`--speed: got ${speed}; allowed: ${SPEEDS.join(", ")}`] : []),
    ...(token === "" ? ["--token: got nothing; allowed: any text, such as dop_v1_simulator"] : []),
  ];
  if (chosen === undefined || problems.length > 0)
    throw new Failure("arguments-invalid", problems.join("\n"));
  return {
    port: Number(port),
    speed: chosen,
    ...(state === undefined ? {} : { stateFile: state }),
    ...(token === undefined ? {} : { token }),
  };
}

async function started(options: SimulatorOptions) {
  try {
    return await startSimulator(options);
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "EADDRINUSE") {
      const problem = `--port: ${options.port} is in use by another program; allowed: a free port, or 0 for any`;
      throw new Failure("arguments-invalid", problem);
    }
    throw new Failure("arguments-invalid", thrown instanceof Error ? thrown.message : String(thrown));
  }
}
