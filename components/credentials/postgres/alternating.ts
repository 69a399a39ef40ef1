import type * as postgresql from "@pulumi/postgresql";
import * as pulumi from "@pulumi/pulumi";
import { Claim } from "../../rotation/claims";
import { CredentialKind, Examined, Fields, RegisteredSlot, Scope, SlotRequest } from "../../rotation/kind";
import { awaited } from "../../rotation/outputs";
import { otherSlot, RemoteCredential, RotationRecord, Slot } from "../../rotation/types";
import { Probe } from "../../rotation/verification";
import { withClient } from "./connect";
import { LoginExit } from "./exit";
import { LOGIN_FIELDS, loginFields } from "./fields";
import { carry, refuseTraits } from "./carry";
import {
    beforeLogin,
    claimsOf,
    Libraries,
    libraries,
    LoginKindArgs,
    look,
    obstacleInAddress,
    targetOf,
    triedAt,
} from "./kindArgs";
import { dropLogin, forbidLogin } from "./leave";
import { quoted, refuseOther, RoleNames, roleOf } from "./names";
import { probeLogin } from "./probe";
import { describeSessions, FoundRole, numbersOf } from "./roles";
import { makePassword } from "./secret";
import { serverProvider } from "./provider";
import { sessionOf } from "./server";
import { inherited, nativeOf, Traits } from "./traits";

const SLOTS: Slot[] = ["blue", "green"];

/** Two logins that run as one owner role, of which one at a time is published. */
export class AlternatingKind implements CredentialKind {
    readonly canDisable = true;
    readonly fieldNames = LOGIN_FIELDS;
    readonly wayOut: string;
    private libs?: Libraries;
    private found: FoundRole[] = [];
    private loopback?: string;
    /** The host that stands in the store, as far as it was read. */
    private publishedHost?: string;
    private common?: { provider?: pulumi.ProviderResource; owner: pulumi.Resource[] };

    constructor(
        private readonly args: LoginKindArgs,
        private readonly names: RoleNames,
        /** True if the owner is somebody else's role, which is used and never changed. */
        private readonly ownerIsGiven: boolean,
    ) {
        this.wayOut = `remove the record and the roles ${names.blue} and ${names.green}, so that it is issued anew`;
    }

    title(): Promise<string> {
        return Promise.resolve(`PostgreSQL login of ${this.names.owner}`);
    }

    claims(): Promise<Claim[]> {
        return claimsOf(this.args, [this.names.blue, this.names.green]);
    }

    async observe(): Promise<RemoteCredential[] | null> {
        const { owner, blue, green } = this.names;
        this.libs = libraries();
        const found = await look(this.args, [owner, blue, green], true);
        if (found === undefined) return null;
        this.loopback = await obstacleInAddress(this.args, this.publishedHost);
        this.found = found;
        return SLOTS.flatMap((slot) => {
            const role = found.find(({ name }) => name === this.names[slot]);
            return role === undefined ? [] : [this.remote(role, slot)];
        });
    }

    obstacle(): string | undefined {
        return this.loopback ?? this.inTheWay();
    }

    private inTheWay(): string | undefined {
        const there = this.found.map(({ name }) => name);
        const { owner, blue, green } = this.names;
        const logins = [blue, green].filter((name) => there.includes(name));
        if (logins.length > 0) {
            return `a role ${JSON.stringify(logins[0])} exists and was not made here. Nothing was changed. Rename or remove it, or choose another login`;
        }
        if (this.ownerIsGiven && !there.includes(owner)) {
            return `there is no role ${JSON.stringify(owner)} that could be taken over as owner. Nothing was changed. Correct the name, or leave owner and adopt out to have it made`;
        }
        if (this.ownerIsGiven || !there.includes(owner)) return undefined;
        return `a role ${JSON.stringify(owner)} exists and was not made here. Nothing was changed. To have the logins run as it, set adopt: true; it is not changed then. Or choose another login`;
    }

    async missed({ id }: RotationRecord): Promise<RemoteCredential[]> {
        refuseOther(await this.title(), id, [this.names.blue, this.names.green]);
        return [];
    }

    async examine(remote: RemoteCredential[], _record: unknown, published: Fields | undefined): Promise<Examined> {
        this.publishedHost = published?.host;
        const refused = await obstacleInAddress(this.args, published?.host);
        if (refused !== undefined) throw new Error(`${await this.title()}: ${refused}`);
        const known = SLOTS.some((slot) => this.names[slot] === published?.user);
        if (published === undefined || !known) return { remote };
        const answer = await this.probe(published);
        return answer.state === "dead" ? { remote, refused: answer.detail } : { remote };
    }

    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot {
        const { args, names } = this;
        const { slot, generation, enabled } = request;
        const { postgresql, random } = this.libs as Libraries;
        const { provider, owner } = (this.common ??= this.shared(scope));
        const name = `${scope.name}-${slot}`;
        const plain = { parent: scope.parent, protect: opts.protect, retainOnDelete: false };
        // Another password alone would be set on the spot, in the login that consumers use. A new login has the gate itself.
        const gated = request.minting ? plain : { ...plain, hooks: { beforeCreate: opts.hooks?.beforeCreate } };
        const { password, verifier } = makePassword(
            random,
            name,
            args.passwordLength,
            request,
            gated,
            args.passwordForm,
        );
        const login = new postgresql.Role(
            name,
            {
                name: names[slot],
                login: enabled,
                password: verifier,
                ...this.given(request),
                assumeRole: names.owner,
                skipReassignOwned: true,
                skipDropRole: true,
            },
            {
                ...opts,
                ...(provider ? { provider } : {}),
                dependsOn: [...owner, ...((opts.dependsOn as pulumi.Resource[] | undefined) ?? [])],
                ignoreChanges: [
                    ...(opts.ignoreChanges?.includes("status") ? ["login"] : []),
                    ...(request.minting ? [] : this.kept(request)),
                ],
            },
        );
        new LoginExit(
            `${name}-exit`,
            {
                ...{ server: args.server, role: login.name, owner: names.owner },
                ...{ generation, enabled, terminate: args.terminateSessions },
            },
            { ...plain, dependsOn: [login] },
        );
        const fields = pulumi
            .all([login.name, password, targetOf(args)])
            .apply(([user, text, target]): Fields => loginFields(user, text, target));
        // Only a new role has to be asked for. An answer that nobody waits for might come, or fail, after the run.
        const id = request.minting
            ? login.id.apply(() => this.identify(slot))
            : pulumi.output(idOf(names[slot], this.found));
        return { resource: login, id, fields: pulumi.secret(fields) };
    }

    async beforeMint(): Promise<void> {
        const refused = refuseTraits(this.found, this.names);
        if (refused !== undefined) throw new Error(refused);
        await beforeLogin(this.args, this.publishedHost);
    }

    async probe(fields: Fields): Promise<Probe> {
        const target = await awaited(triedAt(this.args));
        return probeLogin(fields, { target, runsAs: this.names.owner, check: this.args.check });
    }

    async disable(_scope: Scope, id: string): Promise<void> {
        await withClient(await this.session(), (client) => forbidLogin(client, roleOf(id)));
    }

    async discard(_scope: Scope, id: string): Promise<void> {
        await dropLogin(await this.session(), roleOf(id), this.names.owner);
    }

    private async identify(slot: Slot): Promise<string> {
        const name = this.names[slot];
        return withClient(await this.session(), async (client) => {
            await carry(client, name, this.traitsFor(slot));
            return idOf(name, await numbersOf(client, [name]));
        });
    }

    /** What a new login in this slot is given. */
    private traitsFor(slot: Slot): Traits {
        const { owner } = this.names;
        const role = (name: string) => this.found.find((found) => found.name === name)?.traits;
        return inherited(role(owner), role(this.names[otherSlot(slot)]) ?? role(this.names[slot]), owner);
    }

    /**
     * The arguments of a login that hold what belongs to it. The provider sets the search path at each change of a login,
     * to none where none is named: one that is about to change is named the one that it has.
     */
    private given({ slot, minting, enabled }: SlotRequest): Partial<postgresql.RoleArgs> {
        const { owner } = this.names;
        if (minting) {
            const traits = this.traitsFor(slot);
            return { roles: [owner, ...traits.memberships.map(({ name }) => name)], ...nativeOf(traits) };
        }
        const own = this.found.find(({ name }) => name === this.names[slot]);
        const more = (own?.traits.memberships ?? []).filter(({ name, grantable }) => name !== owner && grantable);
        const roles = [owner, ...more.map(({ name }) => name)];
        const { searchPaths } = own && own.login !== enabled ? nativeOf(own.traits) : {};
        return searchPaths ? { roles, searchPaths } : { roles };
    }

    /** The arguments that stay as they are in the state: what somebody set on a login since is not undone. */
    private kept({ slot, enabled }: SlotRequest): string[] {
        const own = this.found.find(({ name }) => name === this.names[slot]);
        const named = own !== undefined && own.login !== enabled && nativeOf(own.traits).searchPaths !== undefined;
        return [...OWN_BUSINESS, ...(named ? [] : ["searchPaths"])];
    }

    private async session() {
        const session = await sessionOf(this.args.server);
        if (session === undefined) throw new Error("the connection to the server is not known yet");
        return session;
    }

    private remote(role: FoundRole, slot: Slot): RemoteCredential {
        const { name, oid, login, sessions, privileges } = role;
        const open = this.args.terminateSessions && login ? [] : sessions;
        const stuck = this.stuck(role);
        const uses = [
            ...(stuck === undefined ? [] : [stuck]),
            ...(open.length > 0 ? [describeSessions(open)] : []),
            ...(privileges.length > 0
                ? [
                      `it was granted ${privileges.join(", ")} directly, which its successor lacks; grant them to ${this.names.owner} and revoke them from it`,
                  ]
                : []),
        ];
        const base = { id: idOf(name, [{ name, oid }]), active: login, name, slot };
        return uses.length > 0 ? { ...base, inUse: uses.join("; ") } : base;
    }

    /** Why what a login owns could not be handed over, so that it could not be dropped; seen before it is disabled. */
    private stuck({ name, owns, usable, admin }: FoundRole): string | undefined {
        if (owns.length === 0) return undefined;
        const owner = this.found.find((role) => role.name === this.names.owner);
        const missing = [...(usable ? [] : [name]), ...(owner && !owner.usable ? [owner.name] : [])];
        if (missing.length === 0) return undefined;
        const places = owns.map((database) =>
            database === null ? "what all databases share" : JSON.stringify(database),
        );
        return (
            `it owns something itself in ${places.join(", ")}, which ${JSON.stringify(admin)} could not hand over to ` +
            `${JSON.stringify(this.names.owner)}; run GRANT ${missing.map(quoted).join(", ")} TO ${quoted(admin)}`
        );
    }

    /** What both slots need. The owner stays when the stack is destroyed, for the tables are its. */
    private shared(scope: Scope): { provider?: pulumi.ProviderResource; owner: pulumi.Resource[] } {
        const { postgresql } = this.libs as Libraries;
        const provider = serverProvider(this.libs as Libraries, scope, this.args);
        if (this.ownerIsGiven) return { provider, owner: [] };
        const exists = this.found.some(({ name }) => name === this.names.owner);
        const owner = new postgresql.Role(
            `${scope.name}-owner`,
            { name: this.names.owner, login: false },
            {
                parent: scope.parent,
                ...(provider ? { provider } : {}),
                retainOnDelete: true,
                // An interrupted first issue may have made it without its being in the state.
                ...(exists ? { import: this.names.owner } : {}),
                ignoreChanges: OWNERS_BUSINESS,
            },
        );
        return { provider, owner: [owner] };
    }
}

/** Its number tells a role from a later one of the same name. */
function idOf(name: string, found: { name: string; oid: number }[]): string {
    return `${name}/${found.find((role) => role.name === name)?.oid ?? "gone"}`;
}

/** What somebody may change of a login without our undoing it. */
const OWN_BUSINESS = ["connectionLimit", "statementTimeout", "idleInTransactionSessionTimeout"];

/** What somebody may change of the owner role without our undoing it. */
const OWNERS_BUSINESS = [
    ...["assumeRole", "bypassRowLevelSecurity", "connectionLimit", "createDatabase", "createRole"],
    ...["idleInTransactionSessionTimeout", "inherit", "login", "password", "replication", "roles"],
    ...["searchPaths", "statementTimeout", "superuser", "validUntil"],
];
