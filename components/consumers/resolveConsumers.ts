import type * as pulumi from "@pulumi/pulumi";
import { toMilliseconds } from "../schedule/duration";
import { Consumers, ConsumerDriver } from "./consumer";
import { drivers } from "./drivers";

/** A consumer that was read and found good. */
export interface ResolvedConsumer {
    name: string;
    type: string;
    /** What it is called in sentences: its title and, where that does not hold it, its name. */
    title: string;
    settings: object;
    secret?: pulumi.Input<string>;
    context?: string;
    driver: ConsumerDriver<object>;
    deadlineMs: number;
    after: string[];
}

/**
 * Reads the consumers of a credential.
 *
 * @throws Error that names the field, the value and what was expected
 */
export function resolveConsumers(credential: string, consumers: Consumers | undefined): ResolvedConsumer[] {
    if (consumers === undefined) return [];
    if (!Array.isArray(consumers)) {
        if (typeof consumers.none === "string" && consumers.none.trim() !== "") return [];
        throw new Error(
            `${credential}: consumers: expected a list, or { none: "why there is nobody to tell" } with a reason`,
        );
    }
    const names = new Set<string>();
    return consumers.map(
        ({ type, name, settings, secret, context, driver: own, deadline = "10m", after = [] }, index) => {
            const at = `${credential}: consumers[${index}]`;
            if (typeof name !== "string" || !/^[A-Za-z0-9_.-]{1,100}$/.test(name)) {
                throw new Error(`${at}.name: ${JSON.stringify(name)}; expected letters, digits and any of "_.-"`);
            }
            if (names.has(name)) {
                throw new Error(
                    `${at}.name: ${JSON.stringify(name)} is the name of another consumer; expected one of its own`,
                );
            }
            const stranger = after.find((other) => !names.has(other));
            if (stranger !== undefined) {
                throw new Error(
                    `${at}.after: ${JSON.stringify(stranger)}; expected the name of a consumer that stands before it`,
                );
            }
            names.add(name);
            const driver = (own ?? drivers[type]?.()) as ConsumerDriver<object> | undefined;
            if (driver === undefined) {
                const known = Object.keys(drivers).join(", ");
                throw new Error(`${at}: no driver for the type ${JSON.stringify(type)}; expected one of ${known}`);
            }
            const title = driver.title(settings);
            const shown = title.includes(name) ? title : `${title} (${name})`;
            const deadlineMs = toMilliseconds(deadline, `consumers[${index}].deadline`);
            return { name, type, title: shown, settings, secret, context, driver, deadlineMs, after };
        },
    );
}
