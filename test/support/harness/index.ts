export { type EngineSuite, engineSuite, fresh } from "./suite";
export { type Listed, rotatorFor, storesIn } from "./rotator";
export { type KillPoint, type Run, type RunOptions, Stack } from "./stack";
export { type FolderOptions, type StackOptions, withFolder, withStack } from "./withStack";
export { type ProgramOptions, type ProgramRun, ProgramStack, withProgram } from "./withProgram";
export { stepsSaid } from "./truth";
