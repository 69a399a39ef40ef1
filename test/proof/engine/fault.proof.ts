import { engineSuite } from "../../support/harness";
import type { Plan } from "./abreast/matrix";
import { PATIENCE_MS, play } from "./abreast/play";
import { WITH_RETENTION } from "./abreast/stages";
import { nothingYet } from "./figures";
import { inSsm } from "./kinds/kinds";

const figures = nothingYet();

/** A denied call ends the run of all lanes. */
const PLAN: Plan = {
    stages: WITH_RETENTION,
    whats: ["error-500", "throttle", "deny", "lose-reply", "refuse-before", "hang"],
    ending: ["deny"],
};

/*
 * One fault at each call that a run of AWS IAM makes with the rotating identity. A call that hangs is given up by the
 * package's own clients; those of the AWS provider know no time-out, and go on once the connection breaks.
 */
engineSuite(
    "a fault at every call",
    (suite) => {
        it("of an IAM key in Parameter Store", () => play(suite, figures, "aws-iam", inSsm, PLAN));
    },
    PATIENCE_MS,
);
