import { AsyncLocalStorage } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";

/** Where the warnings of a run go; several rigs may play beside each other. */
export const warned = new AsyncLocalStorage<string[]>();
const log = pulumi.log as { warn: typeof pulumi.log.warn };
const { warn } = log;
log.warn = (...args) => {
    const into = warned.getStore();
    if (into === undefined) return warn(...args);
    into.push(`warning: ${args[0]}`);
    return Promise.resolve();
};
