import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { runLocal } from "../../shared/runScope";

/** How often each name was asked for. */
const hookNames = runLocal(() => new Map<string, number>());

/**
 * A hook of this run. Its name must be unique among the program's, and the same in every run: it is kept in the state
 * of the resources that carry it, and each change of it would be written there. So a slot's is named for the slot, and
 * not for what the slot is in this run. The engine calls it from outside; bound to where it was made, it can ask
 * providers in an inline program of the Automation API too.
 */
export function hook(scope: { name: string }, what: string, run: () => Promise<void>): pulumi.ResourceHook {
    const name = `${scope.name}.${what}`;
    const names = hookNames();
    const count = (names.get(name) ?? 0) + 1;
    names.set(name, count);
    return new pulumi.ResourceHook(count === 1 ? name : `${name}.${count}`, AsyncResource.bind(run));
}
