import { enableCompileCache } from "node:module";

// Before anything else is loaded: it halves the time that loading takes (100 to 50 ms).
enableCompileCache();
const [{ serveProvider }, { dockerProvider }] = await Promise.all([
  import("../plugin/index.ts"),
  import("./provider.ts"),
]);
await serveProvider(dockerProvider);
