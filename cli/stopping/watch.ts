import { Stop, STOP_SIGNALS, type StopSignal } from "./stop";

const NAMES = Object.keys(STOP_SIGNALS) as StopSignal[];

/** The one of the command line, which ends its process. */
let own: Stop | undefined;

/** Begins to listen for signals, before anything else is loaded or done. */
export function watchCommand(): Stop {
    own = new Stop(
        (text) => void process.stderr.write(`${text}\n`),
        (code) => process.exit(code),
    );
    listen(own);
    return own;
}

/** That of the command line; undefined in a program of somebody else. */
export function commandStop(): Stop | undefined {
    return own;
}

/** Runs something that signals stop: those of the command line, else signals that are listened for meanwhile. */
export async function stoppable<T>(
    given: Stop | undefined,
    say: (text: string) => void,
    body: (stop: Stop) => Promise<T>,
): Promise<T> {
    if (given !== undefined) return given.inOrder(() => body(given));
    const stop = new Stop(say);
    const release = listen(stop);
    try {
        return await stop.inOrder(() => body(stop));
    } finally {
        release();
    }
}

function listen(stop: Stop): () => void {
    const take = (name: NodeJS.Signals): void => stop.take(name as StopSignal);
    for (const name of NAMES) process.on(name, take);
    return () => NAMES.forEach((name) => process.off(name, take));
}
