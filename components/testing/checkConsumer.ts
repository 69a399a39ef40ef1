import { Confirmation, ConsumerDriver, Release } from "../consumers/consumer";
import { ConsumerAccess } from "../shared/consumerAccess";
import { Fault, page, startFaultyProxy } from "./faultyProxy";
import { Finding, Findings, told } from "./findings";

/** What is needed to play a consumer. */
export interface ConsumerCheck<S> {
    driver: ConsumerDriver<S>;
    /** Base address of a consumer that moves when it is asked to. */
    endpoint: string;
    /** The driver's settings, for the address that they are to name. */
    settings(endpoint: string): S;
    /** What the consumer wants to be shown. */
    secret?: string;
    /** How long it may take to move, in milliseconds. Default: 5,000. */
    deadlineMs?: number;
}

const FAULTS: [string, Fault][] = [
    ["a connection that is cut", { kind: "cut" }],
    ["a server in trouble (500)", { kind: "answer", status: 500, body: "{}" }],
    ["a refusal (403)", { kind: "answer", status: 403, body: "{}" }],
    ["a proxy's page with status 200", page(200)],
    ["a proxy's page with status 502", page(502)],
];

const RELEASE: Release = { credential: "check", generation: 7, slot: "blue", publishedAt: "2030-01-01T00:00:00Z" };

/**
 * Plays a consumer's driver: it moves, confirms what it runs on and nothing else, and says nothing where it could not ask.
 *
 * @returns what is wrong, in words; an empty list where nothing is
 */
export async function checkConsumer<S>(check: ConsumerCheck<S>): Promise<Finding[]> {
    const { driver, endpoint, settings, secret } = check;
    const findings = new Findings();
    if (secret !== undefined) findings.hide(secret);
    const reach = (at: string): ConsumerAccess<S> => ({ settings: settings(at), secret });
    const state = async (played: string, at: string, release: Release): Promise<Confirmation | undefined> => {
        const outcome = await findings.outcome(played, () => driver.confirm(reach(at), release));
        if ("value" in outcome) return outcome.value;
        findings.expect(false, played, told(outcome), "an answer: a failure that says nothing is unknown");
        return undefined;
    };
    const title = driver.title(settings(endpoint));
    findings.expect(title !== "", "title", JSON.stringify(title), "what it is called in sentences");
    const before = await state("confirm, before it was ever asked", endpoint, RELEASE);
    findings.expect(before?.state !== "confirmed", "confirm, before it was ever asked", shown(before), "not confirmed");
    for (const what of ["refresh", "refresh once more for the same release"]) {
        const outcome = await findings.outcome(what, () => driver.refresh(reach(endpoint), RELEASE));
        findings.expect("value" in outcome, what, told(outcome), "success");
    }
    const moved = await eventually(() => state("confirm", endpoint, RELEASE), check.deadlineMs ?? 5_000);
    findings.expect(moved?.state === "confirmed", "confirm, after it was asked", shown(moved), "confirmed");
    const other = await state("confirm of a release that it was not asked for", endpoint, {
        ...RELEASE,
        generation: 8,
    });
    const isOther = other?.state !== "confirmed";
    findings.expect(isOther, "confirm of a release that it was not asked for", shown(other), "not confirmed");
    for (const [what, fault] of FAULTS) {
        const proxy = await startFaultyProxy(endpoint, fault);
        try {
            const found = await state(`confirm, ${what}`, proxy.url, RELEASE);
            findings.expect(found?.state === "unknown", `confirm, ${what}`, shown(found), "unknown");
            const asked = await findings.outcome(`refresh, ${what}`, () => driver.refresh(reach(proxy.url), RELEASE));
            const mustFail = fault.kind === "cut" || (fault.kind === "answer" && fault.status >= 400);
            findings.expect(!mustFail || "error" in asked, `refresh, ${what}`, told(asked), "an error");
        } finally {
            await proxy.close();
        }
    }
    return findings.all;
}

function shown(found: Confirmation | undefined): string {
    return found === undefined ? "nothing" : JSON.stringify(found);
}

async function eventually(
    ask: () => Promise<Confirmation | undefined>,
    deadlineMs: number,
): Promise<Confirmation | undefined> {
    const until = Date.now() + deadlineMs;
    for (;;) {
        const found = await ask();
        if (found?.state === "confirmed" || Date.now() >= until) return found;
        await new Promise((resolve) => setTimeout(resolve, 100));
    }
}
