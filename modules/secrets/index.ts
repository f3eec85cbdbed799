export { ensureSecrets, type StackSecrets } from "./store.ts";
