/** One change of the credential that a consumer used. */
export interface Step {
    at: Date;
    /** Last four characters of the credential's id. */
    suffix: string;
}

/** The credentials that a consumer used, in order, each noted when it replaced the one before. */
export class History {
    readonly steps: Step[] = [];
    private readonly ids: string[] = [];

    /** Notes which credential is in use. */
    note(id: string): void {
        if (id === this.ids[this.ids.length - 1]) return;
        this.ids.push(id);
        this.steps.push({ at: new Date(), suffix: id.slice(-4) });
    }

    /** Suffixes of credentials that came back after another had taken their place. */
    stepsBack(): string[] {
        const back = this.ids.filter((id, i) => this.ids.indexOf(id) < i);
        return [...new Set(back.map((id) => id.slice(-4)))];
    }
}
