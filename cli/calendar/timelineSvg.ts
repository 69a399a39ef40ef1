import { escapeHtml } from "../report/escape";
import type { DueEvent } from "./events";
import type { Span } from "./spans";

const ROW = 28;
const LEFT = 180;
const WIDTH = 980;
const TOP = 46;
/** Colours of a page, and those of a picture that stands alone. */
const COLOURS = {
    rotate: "var(--rotate,#1a7f37)",
    disable: "var(--disable,#9a6700)",
    delete: "var(--delete,#cf222e)",
};

/** So much of the picture's time lies before today, for what is overdue or under way. */
const PAST = 0.08;

/** What a picture shows. */
export interface Timeline {
    names: string[];
    events: DueEvent[];
    spans: Span[];
    now: Date;
    until: Date;
}

/**
 * A picture of what falls due: a row for each credential; a bar while a previous credential is valid, a thin one while it is
 * disabled; a sign for each event, which differs in shape too. Today is a line. Self-contained SVG.
 */
export function picture({ names, events, spans, now, until }: Timeline): string {
    const height = TOP + Math.max(1, names.length) * ROW + 40;
    const start = now.getTime() - PAST * (until.getTime() - now.getTime());
    const span = Math.max(1, until.getTime() - start);
    const x = (at: string | number | Date): number => {
        const share = (new Date(at).getTime() - start) / span;
        return Math.round((LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - 30)) * 10) / 10;
    };
    const y = (name: string): number => TOP + names.indexOf(name) * ROW + ROW / 2;
    const ticks = ticksOf(new Date(start), until).map((day) => {
        const at = x(day);
        const label = day.toISOString().slice(0, 10);
        return `<line class="grid" x1="${at}" x2="${at}" y1="${TOP - 8}" y2="${height - 40}"/><text x="${at}" y="${TOP - 14}" text-anchor="middle">${label}</text>`;
    });
    const rows = names.map(
        (name) =>
            `<text x="${LEFT - 12}" y="${y(name) + 4}" text-anchor="end">${escapeHtml(short(name))}</text><line class="row" x1="${LEFT}" x2="${WIDTH - 30}" y1="${y(name)}" y2="${y(name)}"/>`,
    );
    const bars = spans
        .filter(({ from, to }) => to > start && from < until.getTime())
        .map((one) => bar(one, x(one.from), x(one.to), y(one.name)));
    const today = `<line class="today" x1="${x(now)}" x2="${x(now)}" y1="${TOP - 8}" y2="${height - 40}"><title>now</title></line>`;
    const dots = events.map(({ name, at, what, overdue }) => {
        const title = `<title>${escapeHtml(`${name}: ${what} ${at}${overdue ? " (overdue)" : ""}`)}</title>`;
        return sign(what, x(at), y(name), overdue, title);
    });
    const legend = (Object.keys(COLOURS) as DueEvent["what"][]).map(
        (what, index) =>
            `${sign(what, LEFT + index * 110, height - 16)}<text x="${LEFT + 12 + index * 110}" y="${height - 12}">${what}</text>`,
    );
    const words: [Span["what"], string][] = [
        ["overlap", "two valid"],
        ["disabled", "older disabled"],
    ];
    const barLegend = words.map(([what, text], index) => {
        const at = LEFT + 340 + index * 130;
        return `${bar({ what, name: "", from: 0, to: 0 }, at - 10, at + 12, height - 16)}<text x="${at + 20}" y="${height - 12}">${text}</text>`;
    });
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="What falls due">`,
        `<style>text{font:12px system-ui,sans-serif;fill:var(--ink,#24292f)}.grid{stroke:var(--line,#d0d7de);stroke-dasharray:2 4}.row{stroke:var(--line,#d0d7de)}.today{stroke:var(--ink,#24292f);stroke-width:1.5}</style>`,
        ...ticks,
        ...rows,
        ...bars,
        today,
        ...dots,
        ...legend,
        ...barLegend,
        `</svg>`,
    ].join("\n");
}

/** How long two are valid is a thick bar, how long the older one is disabled a thin one. */
function bar({ what, name, from, to }: Span, x1: number, x2: number, y: number): string {
    const height = what === "overlap" ? 8 : 3;
    const width = Math.max(1, Math.round((x2 - x1) * 10) / 10);
    const colour = what === "overlap" ? COLOURS.rotate : COLOURS.disable;
    const until = (at: number): string => new Date(at).toISOString().replace(/\.\d+Z$/, "Z");
    const told = what === "overlap" ? "two credentials are valid" : "the older one is disabled";
    const title =
        name === "" ? "" : `<title>${escapeHtml(`${name}: ${told} from ${until(from)} until ${until(to)}`)}</title>`;
    return `<rect class="bar" x="${x1}" y="${y - height / 2}" width="${width}" height="${height}" fill="${colour}" fill-opacity=".35">${title}</rect>`;
}

/** A rotation is a dot, a disabling a square, a deletion a cross. */
function sign(what: DueEvent["what"], x: number, y: number, overdue = false, title = ""): string {
    const fill = COLOURS[what];
    const ring = overdue ? ` stroke="${COLOURS.delete}" stroke-width="2.5"` : "";
    if (what === "rotate")
        return `<circle class="sign" cx="${x}" cy="${y}" r="6" fill="${fill}"${ring}>${title}</circle>`;
    if (what === "disable")
        return `<rect class="sign" x="${x - 5}" y="${y - 5}" width="10" height="10" fill="${fill}"${ring}>${title}</rect>`;
    const cross = `M${x - 5} ${y - 5}l10 10m0 -10l-10 10`;
    const width = overdue ? 5 : 3;
    return `<path class="sign" d="${cross}" fill="none" stroke="${fill}" stroke-width="${width}">${title}</path>`;
}

/** At most eight days with a date above them. */
function ticksOf(now: Date, until: Date): Date[] {
    const day = 86_400_000;
    const days = Math.ceil((until.getTime() - now.getTime()) / day);
    const step = Math.max(1, Math.ceil(days / 8));
    const first = Math.ceil(now.getTime() / day) * day;
    const ticks: Date[] = [];
    for (let at = first; at <= until.getTime(); at += step * day) ticks.push(new Date(at));
    return ticks;
}

function short(name: string): string {
    return name.length > 24 ? `${name.slice(0, 23)}…` : name;
}
