import { escapeHtml } from "../report/escape";
import type { DueEvent } from "./events";

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

/** A picture of what falls due: a row for each credential, a sign for each event, which differs in shape too. Self-contained SVG. */
export function picture(names: string[], events: DueEvent[], now: Date, until: Date): string {
    const height = TOP + Math.max(1, names.length) * ROW + 40;
    const span = Math.max(1, until.getTime() - now.getTime());
    const x = (at: string | number | Date): number => {
        const share = (new Date(at).getTime() - now.getTime()) / span;
        return Math.round((LEFT + Math.min(1, Math.max(0, share)) * (WIDTH - LEFT - 30)) * 10) / 10;
    };
    const y = (name: string): number => TOP + names.indexOf(name) * ROW + ROW / 2;
    const ticks = ticksOf(now, until).map((day) => {
        const at = x(day);
        const label = day.toISOString().slice(0, 10);
        return `<line class="grid" x1="${at}" x2="${at}" y1="${TOP - 8}" y2="${height - 40}"/><text x="${at}" y="${TOP - 14}" text-anchor="middle">${label}</text>`;
    });
    const rows = names.map(
        (name) =>
            `<text x="${LEFT - 12}" y="${y(name) + 4}" text-anchor="end">${escapeHtml(short(name))}</text><line class="row" x1="${LEFT}" x2="${WIDTH - 30}" y1="${y(name)}" y2="${y(name)}"/>`,
    );
    const dots = events.map(({ name, at, what, overdue }) => {
        const title = `<title>${escapeHtml(`${name}: ${what} ${at}${overdue ? " (overdue)" : ""}`)}</title>`;
        return sign(what, x(at), y(name), overdue, title);
    });
    const legend = (Object.keys(COLOURS) as DueEvent["what"][]).map(
        (what, index) =>
            `${sign(what, LEFT + index * 110, height - 16)}<text x="${LEFT + 12 + index * 110}" y="${height - 12}">${what}</text>`,
    );
    return [
        `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="What falls due">`,
        `<style>text{font:12px system-ui,sans-serif;fill:var(--ink,#24292f)}.grid{stroke:var(--line,#d0d7de);stroke-dasharray:2 4}.row{stroke:var(--line,#d0d7de)}</style>`,
        ...ticks,
        ...rows,
        ...dots,
        ...legend,
        `</svg>`,
    ].join("\n");
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
