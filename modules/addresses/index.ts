export {
  addressText,
  firstAddress,
  isCidr,
  isPrivate,
  type Network,
  netmaskText,
  networkText,
  overlap,
  parseNetwork,
  sharesAddresses,
  sizeOf,
} from "./network.ts";
