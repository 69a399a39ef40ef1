import { deviations } from "./check";
import { type Column, lanes, legend } from "./picture/lanes";
import {
    credentialLines,
    footing,
    heading,
    INDENT,
    isRotation,
    othersLine,
    type Style,
    verdict,
} from "./picture/night";
import { secondsText, thousands } from "./picture/text";
import { leftovers, look, type Observed } from "./stage/observe";
import type { Played, Stage, Twists } from "./stage/stage";
import { changes } from "./story/lifecycle";
import type { Night } from "./story/plan";
import { tell } from "./story/telling";
import type { Terminal } from "./terminal";

/** How long the key that never works is tried. */
const DEADLINE = "3s";

/** The half year on the screen, run by run. */
export class Show {
    /** Runs that ended, as told or not. */
    runs = 0;
    /** Set when the first key was replaced and the screen shows it. */
    firstRotationAt?: number;
    private readonly columns: Column[] = [];
    private planned = 0;

    constructor(
        private readonly stage: Stage,
        private readonly terminal: Terminal,
        private readonly verbose: boolean,
    ) {}

    /** Plays an act; false when a night ended otherwise than the story says, and the rest was left out. */
    async play(nights: Night[]): Promise<boolean> {
        if (this.planned === 0) this.terminal.say(legend(this.terminal.paint));
        this.planned += nights.length;
        for (const night of nights) {
            if (!(await this.playNight(night))) return false;
        }
        return true;
    }

    /** All runs in one picture. */
    draw(): void {
        this.terminal.say();
        this.terminal.say(...lanes(this.columns, this.names, this.terminal.paint).map((line) => INDENT + line));
    }

    private get names(): string[] {
        return this.stage.households.map(({ name }) => name);
    }

    private get style(): Style {
        const nameWidth = Math.max(...this.names.map((name) => name.length));
        return { paint: this.terminal.paint, width: this.terminal.width, nameWidth };
    }

    /** Shows that each credential has exactly one key left, which its service uses. */
    async takeStock(): Promise<boolean> {
        let good = true;
        this.terminal.say();
        for (const one of this.stage.households) {
            const { picture, suffix, keys } = await look(one);
            const inUse = `…${one.consumer.stats().slotsSeen.at(-1)?.suffix}`;
            const live = Object.values(picture).includes("live");
            const fine = keys === 1 && live && inUse === suffix;
            const state = `${suffix} ${live ? "active" : "not active"}, published in ${one.shelf.where}, ${inUse} in use`;
            const count = `${keys} ${keys === 1 ? "key" : "keys"} at ${one.tenant.vendor}`;
            this.terminal.say(
                verdict(fine, `${one.name.padEnd(this.style.nameWidth)}  ${count}, ${state}`, this.style),
            );
            good &&= fine;
        }
        return good;
    }

    /** Destroys the stack and shows that vendors and stores are empty. */
    async tearDown(): Promise<boolean> {
        await this.stage.stopConsumers();
        const { ok, text, seconds } = await this.terminal.during(() => "pulumi destroy", this.stage.destroy());
        const left = (await Promise.all(this.stage.households.map(leftovers))).flat();
        const fine = ok && left.length === 0;
        if (!ok || this.verbose) this.terminal.say(text.trim());
        const rest =
            left.length === 0 ? "no key is left at any vendor, nothing in any store" : `left: ${left.join(", ")}`;
        this.terminal.say(verdict(fine, `pulumi destroy, ${secondsText(seconds)}: ${rest}`, this.style));
        return fine;
    }

    /** Looks for every secret in all that was written meanwhile. */
    async search(): Promise<boolean> {
        const { secrets, leaks } = await this.stage.leaks(this.terminal.said());
        const fine = secrets > 0 && leaks.length === 0;
        const rest = fine
            ? "none is in the clear in what runs, servers and agents wrote, or here"
            : `in the clear in ${leaks.join(", ") || "what was not looked at"}`;
        this.terminal.say(verdict(fine, `${secrets} secrets were used: ${rest}`, this.style));
        return fine;
    }

    private async playNight(night: Night): Promise<boolean> {
        const { terminal, style, stage } = this;
        const run = `run ${this.runs + 1} of ${this.planned}`;
        terminal.say("", ...heading(night, tell(night, DEADLINE), run, style));
        const before = stage.tally().logins;
        const doing = () => `pulumi up, ${thousands(stage.tally().logins)} logins`;
        const played = await terminal.during(doing, stage.run(night.at, twistsOf(night)));
        const observed = await this.observe();
        this.runs++;
        this.columns.push({ at: night.at, pictures: picturesOf(observed) });
        this.credentials(night, observed, played);
        const { logins, failedLogins } = stage.tally();
        terminal.say(footing(played.seconds, logins - before, failedLogins, style));
        const wrong = deviations(night, played, observed);
        if (isRotation(night) && wrong.length === 0) this.firstRotationAt ??= Date.now();
        if (wrong.length > 0 || this.verbose) terminal.say(played.text.trim());
        for (const problem of wrong) terminal.say(verdict(false, `not as the story says: ${problem}`, style));
        return wrong.length === 0;
    }

    /** Those to which something happened; all of them where the night is about nothing happening. */
    private credentials({ chapter, happenings }: Night, observed: Record<string, Observed>, played: Played): void {
        const saidOf = (name: string) => played.said.filter((one) => one.name === name);
        const concerned = (name: string) => changes(happenings[name]) || saidOf(name).length > 0;
        const shown = chapter === "quiet" ? this.names : this.names.filter(concerned);
        for (const name of shown) {
            const { picture, nextRotation } = observed[name];
            this.terminal.say(...credentialLines({ name, picture, said: saidOf(name), nextRotation }, this.style));
        }
        const others = this.names.length - shown.length;
        if (others > 0) this.terminal.say(othersLine(others, this.style));
    }

    private async observe(): Promise<Record<string, Observed>> {
        const found = await Promise.all(this.stage.households.map(look));
        return Object.fromEntries(this.names.map((name, index) => [name, found[index]]));
    }
}

function twistsOf({ chapter, about }: Night): Twists {
    if (about === undefined) return {};
    if (chapter === "emergency") return { leaked: about };
    return chapter === "broken" ? { broken: { name: about, deadline: DEADLINE } } : {};
}

function picturesOf(observed: Record<string, Observed>): Column["pictures"] {
    return Object.fromEntries(Object.entries(observed).map(([name, { picture }]) => [name, picture]));
}
