import type { EngineSuite } from "../../../support/harness";
import { needVault } from "../../../support/vault";
import type { Figures } from "../figures";
import { inSsm, inVault, type Make, postgresLogin, staticSecret } from "../kinds/kinds";
import { vendorKinds } from "../kinds/vendors";
import type { Plan } from "./matrix";
import { play } from "./play";

/** Plans by what becomes of a previous credential; a login of PostgreSQL may have one of its own. */
export interface Plans {
    kept: Plan;
    deleted: Plan;
    login?: Plan;
}

/** A test for each kind of credential, which plays the matrix of it. */
export function everyKind(suite: EngineSuite, figures: Figures, { kept, deleted, login = kept }: Plans): void {
    const one = (title: string, name: string, make: Make, plan: Plan): void => {
        it(title, function () {
            if (make === inVault) needVault(this);
            return play(suite, figures, name, make, plan);
        });
    };
    one("an IAM key in Parameter Store", "aws-iam", inSsm, kept);
    one("a login of PostgreSQL", "postgres-login", postgresLogin, login);
    one("an IAM key in Vault", "vault-kv", inVault, kept);
    one("a static secret", "static-secret", staticSecret, kept);
    for (const [vendor, make] of Object.entries(vendorKinds)) one(`an API key of ${vendor}`, vendor, make, deleted);
}
