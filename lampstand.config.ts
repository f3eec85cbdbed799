import { defineConfig } from "./modules/config/index.ts";

export default defineConfig({
  name: "lampstand",
  preset: "ha",
  app: { path: "app", documentRoot: "public", writableFolders: ["uploads"] },
  database: { init: "app/schema.sql" },
});
