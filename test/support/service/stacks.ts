import { Refusal } from "./api/http";
import { Crypt } from "./state/crypt";
import { type Exported, exported, nothing } from "./state/deployment";
import { fault } from "./state/integrity";
import type { Update } from "./updates";

/** Where a stack is: organization, project, name. */
export type Address = readonly [organization: string, project: string, name: string];

/** A stack as the service keeps it. */
export class StackRecord {
    readonly crypt = new Crypt();
    /** Updates that count, the last one at the end. */
    readonly history: Update[] = [];
    readonly previews: Update[] = [];
    /** The update that was begun last, be it over or not. */
    active: Update | undefined;
    state: Exported = exported(nothing());

    constructor(
        readonly address: Address,
        public tags: Record<string, string>,
    ) {}

    /** The update that holds the stack. */
    get holder(): Update | undefined {
        return this.active?.running() ? this.active : undefined;
    }

    /** The state, with what a run under way has told so far. */
    now(): Exported {
        return this.active?.status === "running" ? this.active.state() : this.state;
    }

    /** @throws Refusal for a state that no engine would take */
    keep(state: Exported): void {
        const wrong = fault(state.deployment);
        if (wrong !== undefined) throw new Refusal(400, `Bad Request: invalid state: ${wrong}`);
        this.state = state;
    }

    /** @throws Refusal while an update is under way */
    free(): void {
        if (this.holder) throw new Refusal(409, "Conflict: Another update is currently in progress.");
    }

    /** As `GET` shows it. */
    shown(): object {
        const [orgName, projectName, stackName] = this.address;
        const { holder, tags, history } = this;
        const currentOperation = holder && { kind: holder.kind, author: orgName, started: holder.startTime };
        const activeUpdate = this.active?.id ?? "";
        const version = history.at(-1)?.version ?? 0;
        return { id: stackName, orgName, projectName, stackName, currentOperation, activeUpdate, tags, version };
    }
}

/** All stacks of the service. */
export class Stacks {
    private readonly all = new Map<string, StackRecord>();

    /** @throws Refusal for a name that is taken or that cannot be */
    create(address: Address, tags: Record<string, string>): StackRecord {
        const [, , name] = address;
        if (!/^[A-Za-z0-9_.-]{1,100}$/.test(name)) throw new Refusal(400, `Bad Request: Invalid stack name '${name}'.`);
        if (this.all.has(address.join("/")))
            throw new Refusal(409, `Conflict: Stack '${address.join("/")}' already exists.`);
        const stack = new StackRecord(address, tags);
        this.all.set(address.join("/"), stack);
        return stack;
    }

    /** @throws Refusal for one that is not there */
    get(address: Address): StackRecord {
        const stack = this.all.get(address.join("/"));
        if (!stack) throw new Refusal(404, `Not Found: Stack '${address.join("/")}' not found`);
        return stack;
    }

    /** @throws Refusal for one that still has resources, or that an update holds */
    remove(address: Address, force: boolean): void {
        const stack = this.get(address);
        stack.free();
        if (!force && (stack.state.deployment.resources ?? []).length > 0)
            throw new Refusal(400, "Bad Request: Stack still contains resources.");
        this.all.delete(address.join("/"));
    }

    /** Those of an organization and a project, where these are given. */
    list(organization?: string | null, project?: string | null): StackRecord[] {
        const fits = ({ address: [one, other] }: StackRecord) =>
            (!organization || one === organization) && (!project || other === project);
        return [...this.all.values()].filter(fits);
    }

    /** The one of that name. */
    named(name: string): StackRecord {
        const [found] = this.list().filter(({ address }) => address[2] === name);
        if (!found) throw new Error(`there is no stack ${name}`);
        return found;
    }
}
