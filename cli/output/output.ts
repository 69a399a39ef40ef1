import Table from "cli-table3";

/** Where a command writes to, and how. */
export interface Output {
    json: boolean;
    /** Standard output: the answer. */
    out(text: string): void;
    /** Standard error: progress and warnings. */
    say(text: string): void;
}

/** The terminal. */
export function terminal(json: boolean): Output {
    return {
        json,
        out: (text) => void process.stdout.write(`${text}\n`),
        say: (text) => void process.stderr.write(`${text}\n`),
    };
}

/** Lets whoever reads an answer go away before its end, as `head` does: that is no failure, and what is under way goes on. */
export function mayBeLeft(stream: NodeJS.WritableStream): void {
    stream.on("error", (error: NodeJS.ErrnoException) => {
        if (error.code !== "EPIPE") throw error;
    });
}

/** An answer as JSON where that was asked for, else as the text that is made of it. */
export function answer<T>(output: Output, value: T, text: (value: T) => string): void {
    output.out(output.json ? JSON.stringify(value, null, 2) : text(value));
}

const BORDERS = ["top", "top-mid", "top-left", "top-right", "bottom", "bottom-mid", "bottom-left", "bottom-right"];
const INNER = ["left", "left-mid", "mid", "mid-mid", "right", "right-mid"];
const PLAIN = Object.fromEntries([...BORDERS, ...INNER].map((part) => [part, ""]));

/** A table without lines. */
export function table(head: string[], rows: string[][]): string {
    const made = new Table({
        head,
        chars: { ...PLAIN, middle: "  " },
        style: { "padding-left": 0, "padding-right": 0, head: [], border: [] },
    });
    made.push(...rows);
    return made
        .toString()
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n");
}

/** Seconds for people: `3 d`, `5 h`, `12 min`. One unit. */
export function roughly(seconds: number): string {
    if (seconds < 60) return `${seconds} s`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min`;
    if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h`;
    return `${Math.floor(seconds / 86_400)} d`;
}
