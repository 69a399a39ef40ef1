/** The parts of the command line for programs, for example with an inline program of the Automation API. */
export { type Context, contextOf, pass } from "./commands/context";
export { up } from "./commands/up";
export { credentialsOf, type Credential } from "./state/credentials";
export { statusRows, type StatusRow } from "./state/status";
export { passes, type Outcome, type Result } from "./engine/runPasses";
export { judge, type Verdict } from "./engine/previewResult";
export { ExitCode, UserError } from "./exitCodes";
