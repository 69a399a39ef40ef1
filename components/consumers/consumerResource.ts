import * as pulumi from "@pulumi/pulumi";
import { ModuleResource } from "../shared/moduleResource";

/** Which consumer, and which release it runs on. */
export interface ConsumerResourceArgs {
    sort: string;
    /** What it is called in sentences. */
    title: string;
    /** Public settings of its driver. */
    settings: object;
    generation: number;
    slot: string;
    /** The run that moves it once more, because it fell back. */
    again?: string;
}

/**
 * Stands for "this consumer runs on this generation". The work is done by the hooks before its creation and its update:
 * they move the consumer and wait for it, and where they fail, this is neither made nor changed, so that the next run
 * has the same step before it. No secret of the consumer comes into the state.
 */
export class ConsumerResource extends ModuleResource {
    constructor(name: string, args: ConsumerResourceArgs, opts: pulumi.CustomResourceOptions) {
        const { settings, ...rest } = args;
        const props = { ...rest, settings: JSON.stringify(settings) };
        super("pulumi-credential-rotation/consumer", "rotation:Consumer", name, props, opts);
    }
}
