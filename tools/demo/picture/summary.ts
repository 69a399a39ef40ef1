import type { Tally } from "../stage/stage";
import { Paint } from "./paint";
import { secondsText, thousands } from "./text";

/** What a demo comes to; `--out` writes it as it is. */
export interface Summary {
    /** Logins that consumers made with what the store said. */
    logins: number;
    /** Logins and reads that failed since the first success; must be 0. */
    failedLogins: number;
    /** `pulumi up` runs, the one that is meant to fail among them. */
    runs: number;
    /** From the start of the command to its last line. */
    seconds: number;
    /** How many credentials were kept alive. */
    credentials: number;
    /** The same by kind of credential. */
    kinds: Record<string, Tally>;
    /** From the start of the command to its first run. */
    setUpSeconds: number;
    /** From the start of the command to the first rotation on the screen. */
    firstRotationSeconds?: number;
    /** True if everything went as the story says. */
    ok: boolean;
}

/** The last line. */
export function lastLine({ logins, failedLogins, runs, seconds }: Summary, paint: Paint): string {
    const failed = paint(`${thousands(failedLogins)} failed`, failedLogins === 0 ? "green" : "red", "bold");
    return `${paint(`${thousands(logins)} logins`, "bold")}, ${failed}, ${runs} runs, ${secondsText(seconds)}`;
}

/** The file of `--out`. */
export function summaryJson(summary: Summary): string {
    const rounded = Object.entries(summary).map(([name, value]) => [
        name,
        typeof value === "number" ? Math.round(value * 100) / 100 : value,
    ]);
    return `${JSON.stringify(Object.fromEntries(rounded), undefined, 4)}\n`;
}
