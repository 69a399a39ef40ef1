import { deviations } from "./check";
import { type Column, lanes, legend } from "./picture/lanes";
import { credentialLines, footing, heading, INDENT, isRotation, type Style, verdict } from "./picture/night";
import { secondsText, thousands } from "./picture/text";
import type { Listed } from "./stage/listed";
import type { Observed } from "./stage/observe";
import type { Played, Stage, Twists } from "./stage/stage";
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
    private readonly names: string[];
    private readonly style: Style;

    constructor(
        private readonly stage: Stage,
        private readonly listed: Listed[],
        private readonly nights: Night[],
        private readonly terminal: Terminal,
        private readonly verbose: boolean,
    ) {
        this.names = listed.map(({ name }) => name);
        const nameWidth = Math.max(...this.names.map((name) => name.length));
        this.style = { paint: terminal.paint, width: terminal.width, nameWidth };
    }

    /** Plays all nights; false when one ended otherwise than the story says, and the rest was left out. */
    async play(): Promise<boolean> {
        this.terminal.say(legend(this.terminal.paint));
        for (const night of this.nights) {
            if (!(await this.playNight(night))) return false;
        }
        this.terminal.say();
        this.terminal.say(...lanes(this.columns, this.names, this.terminal.paint).map((line) => INDENT + line));
        return true;
    }

    /** Shows that each credential has exactly one key left, which its consumer uses. */
    async takeStock(): Promise<boolean> {
        let good = true;
        this.terminal.say();
        for (const one of this.listed) {
            const { picture, suffix, keys } = await this.stage.observer.look(one);
            const inUse = `…${this.stage.consumers.get(one.name)?.stats().slotsSeen.at(-1)?.suffix}`;
            const live = Object.values(picture).includes("live");
            const fine = keys === 1 && live && inUse === suffix;
            const state = `${suffix} ${live ? "active" : "not active"}, published in ${one.document}, ${inUse} in use`;
            const count = `${keys} ${keys === 1 ? "key" : "keys"} at AWS`;
            this.terminal.say(
                verdict(fine, `${one.name.padEnd(this.style.nameWidth)}  ${count}, ${state}`, this.style),
            );
            good &&= fine;
        }
        return good;
    }

    /** Destroys the stack and shows that AWS is empty. */
    async tearDown(): Promise<boolean> {
        await this.stage.stopConsumers();
        const { ok, text, seconds } = await this.terminal.during(() => "pulumi destroy", this.stage.destroy());
        const left = await this.stage.observer.leftovers(this.listed);
        const fine = ok && left.length === 0;
        if (!ok || this.verbose) this.terminal.say(text.trim());
        const rest = left.length === 0 ? "no key and no parameter is left at AWS" : `left at AWS: ${left.join(", ")}`;
        this.terminal.say(verdict(fine, `pulumi destroy, ${secondsText(seconds)}: ${rest}`, this.style));
        return fine;
    }

    private async playNight(night: Night): Promise<boolean> {
        const { terminal, style, stage } = this;
        const run = `run ${this.runs + 1} of ${this.nights.length}`;
        terminal.say("", ...heading(night, tell(night, DEADLINE), run, style));
        const before = stage.tally().logins;
        const doing = () => `pulumi up, ${thousands(stage.tally().logins)} logins`;
        const played = await terminal.during(doing, stage.run(night.at, twistsOf(night)));
        const observed = await this.observe();
        this.runs++;
        this.columns.push({ at: night.at, pictures: picturesOf(observed) });
        for (const name of this.names) this.credential(name, observed[name], played);
        const { logins, failed } = stage.tally();
        terminal.say(footing(played.seconds, logins - before, failed, style));
        const wrong = deviations(night, played, observed);
        if (isRotation(night) && wrong.length === 0) this.firstRotationAt ??= Date.now();
        if (wrong.length > 0 || this.verbose) terminal.say(played.text.trim());
        for (const problem of wrong) terminal.say(verdict(false, `not as the story says: ${problem}`, style));
        return wrong.length === 0;
    }

    private credential(name: string, { picture, nextRotation }: Observed, played: Played): void {
        const said = played.said.filter((one) => one.name === name);
        this.terminal.say(...credentialLines({ name, picture, said, nextRotation }, this.style));
    }

    private async observe(): Promise<Record<string, Observed>> {
        const found = await Promise.all(this.listed.map((one) => this.stage.observer.look(one)));
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
