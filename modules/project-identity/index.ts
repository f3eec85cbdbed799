export { assertIsOriginal, knownProjectId, projectIdOf } from "./identity.ts";
