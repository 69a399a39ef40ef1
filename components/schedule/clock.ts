import * as pulumi from "@pulumi/pulumi";
import { DateTime } from "luxon";
import { parseMoment } from "./calendar";
import { runLocal } from "../shared/runScope";

/**
 * The one place where a run's time comes from: the argument, else config `rotation:now`, else the machine's clock.
 *
 * @throws Error when the given moment is not RFC 3339
 */
export function clockOf(now: string | undefined): DateTime {
    const given = now ?? new pulumi.Config("rotation").get("now");
    return given === undefined ? begun() : parseMoment(given, "rotation.now");
}

/** One moment for the whole run: a schedule and the credentials that share it must see one window. */
const begun = runLocal(() => DateTime.utc());
