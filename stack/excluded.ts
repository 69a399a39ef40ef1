import { ModuleResource } from "pulumi-credential-rotation/extend";

/** Environment variable that `credential-rotation up` sets: names to leave out, with the status that stays exported. */
const LEFT_OUT = "ROTATION_LEFT_OUT";

/** What the stack says of a credential. */
export type Status = Record<string, unknown>;

/** Credentials that this run is not to build, because an earlier pass found that they fail, with their last status. */
export function leftOut(): Map<string, Status | null> {
    const text = process.env[LEFT_OUT];
    if (text === undefined || text === "") return new Map();
    return new Map(Object.entries(JSON.parse(text) as Record<string, Status | null>));
}

/**
 * Stops a run that would delete what is left out. The engine deletes what a program does not register, unless the run
 * excludes it. This resource refuses to be made; only a run that excludes it, as it excludes the credentials, gets by.
 */
export class LeftOutGuard extends ModuleResource {
    constructor() {
        super("pulumi-credential-rotation/left-out", "rotation:LeftOut", "left-out", {});
    }
}
