const PAUSES_MS = [300, 900];

/** Repeats a call that may be repeated while it fails for reasons that may pass: three times in all. */
export async function withRetry<T>(run: () => Promise<T>, mayPass: (error: unknown) => boolean): Promise<T> {
    for (let tries = 0; ; tries++) {
        try {
            return await run();
        } catch (error) {
            if (tries >= PAUSES_MS.length || !mayPass(error)) throw error;
            await new Promise((resolve) => setTimeout(resolve, PAUSES_MS[tries]));
        }
    }
}
