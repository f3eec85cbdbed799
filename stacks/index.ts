export {
  importsFile,
  synthesizeBoth,
  synthesizeCloud,
  synthesizeLocal,
  synthesizeRemainder,
} from "./synthesize.ts";
