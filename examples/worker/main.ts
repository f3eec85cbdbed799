import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { dockerProviderConfig, LampStack } from "lampstand/docker";

// A site whose pages queue jobs, and a worker that does them with a database user of its own.
const app = new App();
const stack = new TerraformStack(app, "jobs");
new DockerProvider(stack, "docker", dockerProviderConfig());
const lamp = await LampStack.create(stack, "lamp", {
  folder: import.meta.dirname,
  name: "jobs",
  preset: "small",
  app: { path: "site", documentRoot: "public" },
  loadBalancer: { httpPort: 8180, httpsPort: 8543, statusPort: 8504 },
  database: { init: "site/schema.sql" },
  databaseUsers: ["worker"],
  // An existing network of your reverse proxy, e.g. `docker network create proxy`.
  ...(process.env.PUBLIC_NETWORK ? { publicNetwork: process.env.PUBLIC_NETWORK } : {}),
});
lamp.addContainer("worker-1", {
  // The web nodes' image has PHP and the site's code.
  image: lamp.web.image.imageId,
  command: ["php", "/var/www/app/worker.php"],
  databaseUser: "worker",
});
new TerraformOutput(stack, "url", { value: lamp.loadBalancer.url, staticId: true });
app.synth();
