/** How every command ends. */
export const ExitCode = {
    /** Done; for `preview` and `status --check`: nothing is due. */
    Done: 0,
    /** It could not be done, in whole or for at least one credential; or the command line was wrong. */
    Failed: 1,
    /** `preview`: a rotation or the retirement of an older credential is due. `status --check`: one is overdue. */
    Due: 2,
    /** `preview`: something was changed behind the rotation's back. */
    Drift: 3,
    /** Somebody else holds the stack's lock, and held it for all the time that was waited. Nothing was done. */
    Locked: 4,
    /** Its terminal went away (SIGHUP). */
    HungUp: 129,
    /** ^C, or SIGINT from somebody else. */
    Interrupted: 130,
    /** SIGTERM: a service manager or a CI runner ended it. */
    Terminated: 143,
} as const;

/** One of them. */
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** A failure that the user can do something about: shown without a stack. */
export class UserError extends Error {
    constructor(
        message: string,
        readonly exitCode: ExitCode = ExitCode.Failed,
    ) {
        super(message);
        this.name = "UserError";
    }
}
