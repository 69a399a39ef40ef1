import { engineSuite } from "../../support/harness";
import { needVault } from "../../support/vault";
import type { Plan } from "./abreast/matrix";
import { PATIENCE_MS, play } from "./abreast/play";
import { ONLY_DELETED, WITH_RETENTION } from "./abreast/stages";
import { nothingYet } from "./figures";
import { inSsm, inVault, postgresLogin, staticSecret } from "./kinds/kinds";
import { vendorKinds } from "./kinds/vendors";

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
    (suite) => {
        it("of an IAM key in Parameter Store", () => play(suite, figures, "aws-iam", inSsm, KEPT));
        it("of a login of PostgreSQL", () => play(suite, figures, "postgres-login", postgresLogin, LOGIN));
        it("of an IAM key in Vault", function () {
            needVault(this);
            return play(suite, figures, "vault-kv", inVault, KEPT);
        });
        it("of a static secret", () => play(suite, figures, "static-secret", staticSecret, KEPT));
        for (const [vendor, make] of Object.entries(vendorKinds)) {
            it(`of an API key of ${vendor}`, () => play(suite, figures, vendor, make, DELETED));
        }
    },
    PATIENCE_MS,
);
