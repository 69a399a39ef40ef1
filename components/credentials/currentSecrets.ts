/**
 * What this run's program says of the secrets that deletions need. A resource that is deleted is not registered any more, so
 * all that its state holds is the secret of an earlier run, which somebody may have replaced since.
 */
export class CurrentSecrets {
    private readonly told = new Map<string, string>();

    /** Each resource that is registered says what it is given. */
    note(whose: string, secret: string | undefined): void {
        if (secret !== undefined) this.told.set(whose, secret);
    }

    /** Does it with the secret that the state holds; where that is refused, and there is a later one, with that. */
    async use<T>(
        whose: string,
        held: string | undefined,
        isRefused: (error: unknown) => boolean,
        run: (secret: string | undefined) => Promise<T>,
    ): Promise<T> {
        try {
            return await run(held);
        } catch (error) {
            const later = this.told.get(whose);
            if (later === undefined || later === held || !isRefused(error)) throw error;
            return run(later);
        }
    }
}
