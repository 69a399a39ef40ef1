/** Waits until it holds. Throws, with what was said meanwhile, where that takes longer than a minute. */
export async function until(holds: () => Promise<boolean>, said: () => string, within = 60_000): Promise<void> {
    for (const end = Date.now() + within; !(await holds());) {
        if (Date.now() > end) throw new Error(`it never came to hold:\n${said().slice(-4000)}`);
        await new Promise((resolve) => setTimeout(resolve, 50));
    }
}
