/** What a check found: what was played, what came of it, and what must come of it. */
export interface Finding {
    played: string;
    found: string;
    expected: string;
}

/** Collects findings, and looks for secrets in everything that is said. */
export class Findings {
    readonly all: Finding[] = [];
    private readonly secrets = new Set<string>();

    /** A text that must not show anywhere. */
    hide(secret: string): void {
        if (secret.length >= 4) this.secrets.add(secret);
    }

    expect(isGood: boolean, played: string, found: string, expected: string): void {
        this.said(played, found);
        if (!isGood) this.all.push({ played, found: this.redacted(found), expected });
    }

    /** Runs it and tells what came of it; an error is looked through for secrets. */
    async outcome<T>(played: string, run: () => Promise<T>): Promise<{ value: T } | { error: Error }> {
        try {
            return { value: await run() };
        } catch (thrown) {
            const error = thrown instanceof Error ? thrown : new Error(String(thrown));
            this.said(played, `${error.stack ?? ""} ${error.message} ${JSON.stringify(error)}`);
            return { error };
        }
    }

    private said(played: string, text: string): void {
        const shown = [...this.secrets].some((secret) => text.includes(secret));
        if (!shown) return;
        this.all.push({
            played,
            found: "a secret shows in what was said",
            expected: "no secret in any error or sentence",
        });
    }

    private redacted(text: string): string {
        return [...this.secrets].reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text);
    }
}

/** An outcome in words. */
export function told(outcome: { value: unknown } | { error: Error }): string {
    return "error" in outcome ? `it threw: ${outcome.error.message}` : `it answered ${JSON.stringify(outcome.value)}`;
}
