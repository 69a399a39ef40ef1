import * as pulumi from "@pulumi/pulumi";
import { Clock } from "../../shared/verification";

/** Progress of a wait, on the terminal only. */
export function reportProgress(pace: Clock, what: string, resource: pulumi.Resource): Clock {
    return {
        ...pace,
        waiting: (elapsed, detail) =>
            void pulumi.log.info(`${what}: ${Math.round(elapsed / 1000)} s, ${detail}`, resource, undefined, true),
    };
}
