export { agentFor } from "./agent";
export { networkHint } from "./hint";
export { isHere } from "./noProxy";
export { outgoing } from "./outward";
export { proxyFor, type NetworkSettings } from "./settings";
