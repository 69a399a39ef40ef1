const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** `Sun 6 Jan 2030`, with the day of two places so that dates stand below each other. */
export function dateText(at: string): string {
    const date = new Date(at);
    const day = String(date.getUTCDate()).padStart(2);
    return `${DAYS[date.getUTCDay()]} ${day} ${monthText(at)} ${date.getUTCFullYear()}`;
}

/** `Jan`. */
export function monthText(at: string): string {
    return MONTHS[new Date(at).getUTCMonth()];
}

/** `12 345`. */
export function thousands(count: number): string {
    return String(count).replace(/\B(?=(\d{3})+$)/g, " ");
}

/** `12.3 s`, `2 min 05 s`. */
export function secondsText(seconds: number): string {
    if (seconds < 99.95) return `${seconds.toFixed(1)} s`;
    const whole = Math.round(seconds);
    return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}

/** Breaks a text at blanks into lines of at most this width; a longer word has a line of its own. */
export function wrap(text: string, width: number): string[] {
    const lines: string[] = [];
    for (const word of text.split(/\s+/).filter(Boolean)) {
        const last = lines.at(-1);
        if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
    }
    return lines;
}
