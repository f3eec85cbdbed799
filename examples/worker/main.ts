import { DockerProvider } from "@cdktf/provider-docker/lib/provider/index.js";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { dockerProviderConfig, LampStack, type LampStackProps, prepareLampStack } from "lampstand/docker";

/** A site whose pages queue jobs, and a worker that does them with a database user of its own. */
class Jobs extends TerraformStack {
  constructor(scope: Construct, id: string, lamp: LampStackProps) {
    super(scope, id);
    new DockerProvider(this, "docker", dockerProviderConfig());
    const stack = new LampStack(this, "lamp", lamp);
    stack.addContainer("worker-1", {
      // The web nodes' image has PHP and the site's code.
      image: stack.images.web.imageId,
      command: ["php", "/var/www/app/worker.php"],
      databaseUser: "worker",
    });
    new TerraformOutput(this, "url", { value: stack.url, staticId: true });
  }
}

const lamp = await prepareLampStack(
  {
    name: "jobs",
    preset: "small",
    app: { path: "site", documentRoot: "public" },
    loadBalancer: { httpPort: 8180, httpsPort: 8543, statusPort: 8504 },
    database: { init: "site/schema.sql" },
  },
  import.meta.dirname,
  { databaseUsers: ["worker"] },
);
const app = new App();
new Jobs(app, "jobs", lamp);
app.synth();
