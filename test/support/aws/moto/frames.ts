/** Splits a byte stream into the frames that `serve.py` describes. */
export class FrameReader {
    private pending: Buffer = Buffer.alloc(0);

    constructor(private readonly onFrame: (head: unknown, body: Buffer) => void) {}

    /** Takes the next chunk of the stream; calls `onFrame` for each frame that is now complete. */
    push(chunk: Buffer): void {
        this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
        for (;;) {
            if (this.pending.length < 8) return;
            const headEnd = 8 + this.pending.readUInt32BE(0);
            const bodyEnd = headEnd + this.pending.readUInt32BE(4);
            if (this.pending.length < bodyEnd) return;
            const head: unknown = JSON.parse(this.pending.toString("utf8", 8, headEnd));
            const body = this.pending.subarray(headEnd, bodyEnd);
            this.pending = this.pending.subarray(bodyEnd);
            this.onFrame(head, body);
        }
    }
}

/** One frame, ready to be written. */
export function frame(head: unknown, body: Buffer): Buffer {
    const text = Buffer.from(JSON.stringify(head));
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32BE(text.length, 0);
    lengths.writeUInt32BE(body.length, 4);
    return Buffer.concat([lengths, text, body]);
}
