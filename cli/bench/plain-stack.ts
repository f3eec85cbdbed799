import { readFileSync } from "node:fs";
import { join } from "node:path";
import { labelNames } from "../../modules/docker/index.ts";
import type { BenchProject } from "./bench-project.ts";
import { pagePath } from "./page.ts";

const folder = join(import.meta.dirname, "plain");
const readyTimeoutMs = 120_000;

/**
 * The stack that most people start with, as a compose file (JSON): Apache with mod_php and MySQL, each with its own
 * defaults; no balancer, no TLS.
 */
export function renderPlainCompose(stackName: string, databaseImage: string, port: number): string {
  const labels = { [labelNames.stack]: stackName };
  return JSON.stringify({
    version: "2.4",
    services: {
      web: {
        container_name: `${stackName}-plain-web`,
        image: plainWebImage(stackName),
        labels,
        environment: {
          DB_READ_HOST: "database",
          DB_READ_PORT: "3306",
          DB_NAME: "app",
          DB_USER: "app",
          DB_PASSWORD_FILE: "/etc/plain-password",
        },
        ports: [`127.0.0.1:${port}:80`],
      },
      database: {
        container_name: `${stackName}-plain-database`,
        image: databaseImage,
        labels,
        entrypoint: ["mysqld", "--no-defaults", "--user=mysql", "--datadir=/var/lib/mysql/data"],
        // How root signs in is in the image's data directory; all else is MySQL's default.
        command: [
          "--plugin-load-add=auth_socket.so",
          "--socket=/run/mysqld/mysqld.sock",
          "--secure-file-priv=NULL",
        ],
      },
    },
    networks: { default: { name: `${stackName}-plain`, labels } },
  });
}

export function plainWebImage(stackName: string): string {
  return `${stackName}-plain-web:latest`;
}

/** The plain stack, while it is measured. */
export class PlainStack {
  readonly url: string;
  readonly #project: BenchProject;

  private constructor(project: BenchProject) {
    this.#project = project;
    this.url = `http://127.0.0.1:${project.plainPort}/${pagePath}`;
  }

  /** Builds it, starts it and fills its database. */
  static async start(project: BenchProject, databaseImage: string): Promise<PlainStack> {
    const { name, plainPort } = project;
    const label = `${labelNames.stack}=${name}`;
    await project.run("docker", "build", "--quiet", "--label", label, "--tag", plainWebImage(name), folder);
    const compose = renderPlainCompose(name, databaseImage, plainPort);
    const up = ["--project-name", `${name}-plain`, "--file", "-", "up", "--detach"];
    await project.runWithInput(compose, "docker-compose", ...up);
    await fill(project);
    return new PlainStack(project);
  }

  /** Takes its processor time, not its connections and memory, while something else is measured. */
  async pause(): Promise<void> {
    await this.#project.run("docker", "pause", ...this.#containers());
  }

  async resume(): Promise<void> {
    await this.#project.run("docker", "unpause", ...this.#containers());
  }

  #containers(): string[] {
    return ["web", "database"].map((service) => `${this.#project.name}-plain-${service}`);
  }
}

async function fill(project: BenchProject): Promise<void> {
  const mysql = ["exec", "--interactive", `${project.name}-plain-database`, "mysql", "--user=root"];
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    try {
      await project.runWithInput("SELECT 1;", "docker", ...mysql);
      break;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await project.pause(250);
    }
  }
  await project.runWithInput(readFileSync(join(folder, "database.sql"), "utf8"), "docker", ...mysql);
}
