import type { Fields } from "../../../../../components/shared/scope";
import { Life } from "./life";
import { Rig } from "./rig";

/** A rig whose state can be looked at, brought back and destroyed. */
export class StatefulRig extends Rig {
    /** What a consumer reads. */
    read(): Fields | undefined {
        return this.published?.fields;
    }

    /** Size of all that is kept between runs, in characters. */
    size(): number {
        return JSON.stringify([this.ledger, [...this.held], this.savedText, this.published, this.record]).length;
    }

    /** What `pulumi stack export` gives; `restore` takes it. Stores and vendor are as they are. */
    save(): () => void {
        const { ledger, held, savedText } = this;
        const kept = new Map(held);
        return () => void Object.assign(this, { ledger, held: new Map(kept), savedText });
    }

    /** `pulumi destroy`: what publishes first, then the slots, the published one last. */
    async destroy(): Promise<void> {
        this.forgotten.push(...this.strays().map(({ id }) => id));
        this.published = this.savedText = undefined;
        this.record = null;
        const slots = [...this.held].sort(([one]) => (one === this.ledger?.current ? 1 : -1));
        for (const [slot, held] of slots) await this.remove(slot, held, new Life(undefined, () => undefined));
        this.ledger = undefined;
    }
}
