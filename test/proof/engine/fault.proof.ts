import { engineSuite } from "../../support/harness";
import { everyKind } from "./abreast/every";
import type { Plan } from "./abreast/matrix";
import { PATIENCE_MS } from "./abreast/play";
import { ONLY_DELETED, WITH_RETENTION } from "./abreast/stages";
import { nothingYet } from "./figures";

const figures = nothingYet();

/** A denied call ends the run of all lanes. */
const KEPT: Plan = {
    stages: WITH_RETENTION,
    whats: ["error-500", "throttle", "deny", "lose-reply", "refuse-before", "hang"],
    ending: ["deny"],
};
const DELETED: Plan = { ...KEPT, stages: ONLY_DELETED };
/** Whatever goes wrong with a statement ends the run; a call that hangs breaks, too. */
const LOGIN: Plan = {
    stages: WITH_RETENTION,
    whats: ["error-500", "throttle", "deny", "lose-reply", "hang"],
    ending: ["error-500", "throttle", "deny", "lose-reply"],
};

/*
 * One fault at each call that a run makes with the rotating identity, to AWS, PostgreSQL, Vault and vendors alike. A call
 * that hangs is given up by the package's own clients; those of the providers know no time-out, and go on once the
 * connection breaks.
 */
engineSuite(
    "a fault at every call",
    (suite) => everyKind(suite, figures, { kept: KEPT, deleted: DELETED, login: LOGIN }),
    PATIENCE_MS,
);
