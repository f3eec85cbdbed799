export { type InternalSocket, internalSocket } from "./internal-socket.ts";
export { type HaproxyImage, haproxyImage, type PlacedFile } from "./recipe.ts";
export { dockerResolvers, foundByDns, resolversName } from "./sections.ts";
export {
  dnsLabel,
  HaproxySettingError,
  quoted,
  renderSections,
  type Section,
  wholeNumber,
} from "./text.ts";
