// As package.json's `"cdktf": "npm:cdktn@^0.24"` does: whoever asks for cdktf, the providers' bindings included, gets
// CDK Terrain.
import { registerHooks } from "node:module";

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    nextResolve(specifier.replace(/^cdktf(?=\/|$)/, "cdktn"), context),
});
