import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../shared/moduleResource";
import { awaited } from "../shared/pulumiOutputs";
import { Facts, Ledger, LedgerRequest, Policy } from "../decision/types";

/** The engine skips a new resource that its targets leave out, and every new one in refresh and destroy. */
const SKIPPED =
    "the credential is new to this stack, and this run leaves it out (--target, --exclude, or the program run by refresh or destroy). " +
    "Nothing was made. Run pulumi up for the whole stack once, or name the credential's component with --target and " +
    "--target-dependents; until then refresh and destroy without --run-program";

/** The memory of one credential: see providers/ledger.ts for what happens in it. */
export class LedgerResource extends ModuleResource {
    /** JSON of the Ledger. */
    declare readonly ledger: pulumi.Output<string>;

    constructor(
        name: string,
        args: { facts: Facts; policy: Policy; window: pulumi.Input<string> },
        opts: pulumi.CustomResourceOptions,
    ) {
        const { window, ...rest } = args;
        const request: LedgerRequest = rest;
        const props = { request: JSON.stringify(request), window, ledger: undefined };
        super("pulumi-credential-rotation/ledger", "rotation:Ledger", name, props, opts);
    }

    /**
     * Waits for the decision; it is known in preview too.
     *
     * @throws Error when the engine skipped the ledger
     */
    async decided(): Promise<Ledger> {
        const text = (await awaited(this.ledger)) as string | undefined;
        if (text === undefined) throw new pulumi.ResourceError(SKIPPED, this, true);
        return JSON.parse(text) as Ledger;
    }
}
