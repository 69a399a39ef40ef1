import * as pulumi from "@pulumi/pulumi";
import { runLocal } from "../shared/runScope";

/**
 * What an error of a decision does to the run that finds it.
 *
 * - `fail`: the update does everything else first and then ends with an exit code that is not 0. A preview only warns,
 *   because `pulumi up` begins no update after a preview that failed.
 * - `report`: nothing fails; the error is a warning of the run, and reports and alerts show it.
 * - `fail-preview`: as `fail`, and a preview fails too. For a job that runs `pulumi preview` alone.
 */
export type OnError = "fail" | "report" | "fail-preview";

const CHOICES: OnError[] = ["fail", "report", "fail-preview"];
const KEY = "rotation:onError";
const VARIABLE = "ROTATION_ON_ERROR";

/** What a run does with an error of a decision: how loudly it says it, in which words, and whether it fails. */
export interface Complaint {
    severity: "warning" | "error";
    text: string;
    fails: boolean;
}

/** Pure. */
export function complaintOf(sentence: string, onError: OnError, isPreview: boolean): Complaint {
    if (onError === "report") return { severity: "warning", text: sentence, fails: false };
    if (!isPreview || onError === "fail-preview") return { severity: "error", text: sentence, fails: true };
    const text = `the update will do everything else and then fail: ${sentence}`;
    return { severity: "warning", text, fails: false };
}

/**
 * Reads the choice: environment variable `ROTATION_ON_ERROR`, else config `rotation:onError`. Default: `fail`.
 *
 * @throws Error when it is none of the choices
 */
export function readOnError(
    config: string | undefined = new pulumi.Config("rotation").get("onError"),
    variable: string | undefined = process.env[VARIABLE],
): OnError {
    const [at, value] = variable ? [VARIABLE, variable] : [KEY, config || "fail"];
    if ((CHOICES as string[]).includes(value)) return value as OnError;
    throw new Error(`${at}: ${JSON.stringify(value)}; expected one of ${CHOICES.join(", ")}`);
}

/** Says it under the resource's name, and fails the run at its end if it is to fail. */
export function complain(sentence: string, resource: pulumi.Resource): void {
    const { severity, text, fails } = complaintOf(sentence, readOnError(), pulumi.runtime.isDryRun());
    void (severity === "error" ? pulumi.log.error : pulumi.log.warn)(text, resource);
    if (fails) failAtTheEnd();
}

/** The program that the CLI starts a Node.js program with; in an inline program the process is somebody else's. */
const RUN_BY_CLI = /[\\/]cmd[\\/]run([\\/]|$)/;

/**
 * An error that is only logged leaves the exit code of `pulumi` at 0 (pulumi/pulumi#5085). The code is set when the
 * process exits and not before: with any other code than 0 the SDK does not tell the engine that the program is done, and
 * the engine then deletes nothing. An inline program needs nothing: the SDK fails its run for the logged error, at its end.
 */
const failAtTheEnd = runLocal(() => {
    if (!RUN_BY_CLI.test(process.argv[1] ?? "")) return;
    process.once("exit", (code) => {
        if (code === 0) process.exitCode = 1;
    });
});
