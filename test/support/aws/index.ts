export { type Aws, type AwsOptions, type KeyFact, startAws } from "./startAws";
export type { Unmatched } from "./guard/dispatch";
export type { Fault, FaultKind, FaultMatch, FaultSpec } from "./guard/faults";
export type { Call, Phase } from "./guard/log";
export type { Delays } from "./identity/delays";
export type { Credentials } from "./identity/principals";
export type { PolicyDocument, Statement } from "./policy/document";
export { LightClient, LightError } from "./client/light";
export type { TrailOptions } from "./trail/trail";
