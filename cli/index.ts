/** The parts of the command line for programs, for example with an inline program of the Automation API. */
export { type Context, contextOf, pass } from "./commands/context";
export { up } from "./commands/up";
export { credentialsOf, type Credential } from "./state/read";
export { statusRows, type StatusRow } from "./state/status";
export { passes, type Outcome, type Result } from "./engine/passes";
export { judge, type Verdict } from "./engine/verdict";
export { ExitCode, UserError } from "./exitCodes";
