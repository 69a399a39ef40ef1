import { brush, Paint, wantsColour } from "./picture/paint";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MS = 120;
const FIRST_WORD_MS = 5_000;
const WORD_MS = 10_000;

/** Where the story is told: lines that stay, and one line of progress where the terminal can take it back. */
export class Terminal {
    readonly paint: Paint;
    /** Columns for text. */
    readonly width: number;
    private readonly live: boolean;
    private timer?: NodeJS.Timeout;
    private readonly lines: string[] = [];

    constructor(private readonly stream: NodeJS.WriteStream = process.stdout) {
        this.live = stream.isTTY === true && process.env.TERM !== "dumb";
        this.paint = brush(wantsColour(stream.isTTY === true, process.env));
        this.width = Math.max(60, Math.min(stream.columns ?? 110, 110));
    }

    /** Lines that stay; none means an empty one. */
    say(...lines: string[]): void {
        this.lines.push(...lines);
        this.stream.write(`${lines.join("\n")}\n`);
    }

    /** All lines that stayed so far. */
    said(): string {
        return this.lines.join("\n");
    }

    /** Shows that something is going on until it ends; what `doing` says may change meanwhile. */
    async during<T>(doing: () => string, work: Promise<T>): Promise<T> {
        const began = Date.now();
        let told = began - WORD_MS + FIRST_WORD_MS;
        const seconds = () => Math.round((Date.now() - began) / 1000);
        const draw = () => {
            if (this.live) {
                const frame = FRAMES[Math.floor((Date.now() - began) / FRAME_MS) % FRAMES.length];
                const text = `   ${frame} ${doing()}, ${seconds()} s`.slice(0, this.width - 1);
                this.stream.write(`\r\x1b[K${text}`);
            } else if (Date.now() - told >= WORD_MS) {
                told = Date.now();
                this.say(`   … ${doing()}, ${seconds()} s`);
            }
        };
        this.timer = setInterval(draw, FRAME_MS);
        try {
            return await work;
        } finally {
            this.clear();
        }
    }

    /** Takes the line of progress back. */
    clear(): void {
        clearInterval(this.timer);
        if (this.live && this.timer !== undefined) this.stream.write("\r\x1b[K");
        this.timer = undefined;
    }
}
