export { packTar, type TarEntry } from "./pack.ts";
