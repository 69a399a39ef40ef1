export { agentFor } from "./agent";
export { networkHint } from "./hint";
export { isHere } from "./noProxy";
export { outward } from "./outward";
export { proxyFor, type NetworkSettings } from "./settings";
