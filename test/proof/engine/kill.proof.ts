import { engineSuite } from "../../support/harness";
import { needVault } from "../../support/vault";
import type { Plan } from "./abreast/matrix";
import { PATIENCE_MS, play } from "./abreast/play";
import { ONLY_DELETED, WITH_RETENTION } from "./abreast/stages";
import { nothingYet } from "./figures";
import { inSsm, inVault, postgresLogin, staticSecret } from "./kinds/kinds";
import { WHENS } from "./kinds/line";
import { vendorKinds } from "./kinds/vendors";

const figures = nothingYet();
const KEPT: Plan = { stages: WITH_RETENTION, whats: WHENS };
const DELETED: Plan = { stages: ONLY_DELETED, whats: WHENS };

/*
 * SIGKILL to engine, providers and program at each call that a run makes, to AWS, PostgreSQL, Vault and vendors alike,
 * before the server acts, after it did and before its reply, and just after its reply.
 */
engineSuite(
    "killed at every call",
    (suite) => {
        it("an IAM key in Parameter Store", () => play(suite, figures, "aws-iam", inSsm, KEPT));
        it("a login of PostgreSQL", () => play(suite, figures, "postgres-login", postgresLogin, KEPT));
        it("an IAM key in Vault", function () {
            needVault(this);
            return play(suite, figures, "vault-kv", inVault, KEPT);
        });
        it("a static secret", () => play(suite, figures, "static-secret", staticSecret, KEPT));
        for (const [vendor, make] of Object.entries(vendorKinds)) {
            it(`an API key of ${vendor}`, () => play(suite, figures, vendor, make, DELETED));
        }
    },
    PATIENCE_MS,
);
