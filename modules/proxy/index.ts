export { isOnThisMachine, type ProxyVariables, proxyVariables } from "./variables.ts";
