import { enableCompileCache } from "node:module";

// Before anything else is loaded, as it shortens the start.
enableCompileCache();
const [{ serveProvider }, { digitaloceanProvider }] = await Promise.all([
  import("../plugin/index.ts"),
  import("./provider.ts"),
]);
await serveProvider(digitaloceanProvider);
