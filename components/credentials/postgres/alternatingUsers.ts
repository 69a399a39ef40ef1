import * as pulumi from "@pulumi/pulumi";
import { Claim } from "../../shared/uniqueness";
import { CredentialKind, PublishedInspection, RegisteredSlot, SlotRequest } from "../../rotation/credentialKind";
import { Fields, Scope } from "../../shared/scope";
import { RemoteCredential, RotationRecord, Slot } from "../../decision/types";
import { Probe } from "../../shared/verification";
import { withClient } from "./connect";
import { LoginTeardown } from "./loginTeardown";
import { LOGIN_FIELDS, loginFields } from "./fields";
import { carry, rejectTraits } from "./carry";
import {
    beforeLogin,
    claimsOf,
    Libraries,
    libraries,
    LoginKindArgs,
    inspectLogin,
    obstacleInAddress,
    targetOf,
} from "./loginOptions";
import { dropLogin, forbidLogin } from "./dropLogin";
import { rejectOtherLogin, RoleNames, roleOf } from "./names";
import { tryLogin } from "./tryLogin";
import { FoundRole, numbersOf } from "./roles";
import { generatePassword } from "./generatedPassword";
import { serverProvider } from "./provider";
import { sessionOf } from "./server";
import { givenTo, keptOf, traitsFor } from "./handOn";
import { useOf } from "./inUse";

const SLOTS: Slot[] = ["blue", "green"];

/** Two logins that run as one owner role, of which one at a time is published. */
export class AlternatingUsersKind implements CredentialKind {
    readonly canDisable = true;
    readonly fieldNames = LOGIN_FIELDS;
    readonly remediation: string;
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
        this.remediation = `remove the record and the roles ${names.blue} and ${names.green}, so that it is issued anew`;
    }

    title(): Promise<string> {
        return Promise.resolve(`PostgreSQL login of ${this.names.owner}`);
    }

    claims(): Promise<Claim[]> {
        return claimsOf(this.args, [this.names.blue, this.names.green]);
    }

    async listCredentials(): Promise<RemoteCredential[] | null> {
        const { owner, blue, green } = this.names;
        this.libs = libraries();
        const found = await inspectLogin(this.args, [owner, blue, green], true);
        if (found === undefined) return null;
        this.loopback = await obstacleInAddress(this.args, this.publishedHost);
        this.found = found;
        return SLOTS.flatMap((slot) => {
            const role = found.find(({ name }) => name === this.names[slot]);
            return role === undefined ? [] : [this.remote(role, slot)];
        });
    }

    firstIssueBlocker(): string | undefined {
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

    async findUnlisted({ id }: RotationRecord): Promise<RemoteCredential[]> {
        rejectOtherLogin(await this.title(), id, [this.names.blue, this.names.green]);
        return [];
    }

    async inspectPublished(
        remote: RemoteCredential[],
        _record: unknown,
        published: Fields | undefined,
    ): Promise<PublishedInspection> {
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
        const gated = request.creating ? plain : { ...plain, hooks: { beforeCreate: opts.hooks?.beforeCreate } };
        const { password, verifier } = generatePassword(
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
                ...givenTo(this.names, this.found, request),
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
                    ...(request.creating ? [] : keptOf(this.names, this.found, request)),
                ],
            },
        );
        new LoginTeardown(
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
        const id = request.creating
            ? login.id.apply(() => this.identify(slot))
            : pulumi.output(idOf(names[slot], this.found));
        return { resource: login, id, fields: pulumi.secret(fields) };
    }

    async beforeMint(): Promise<void> {
        const refused = rejectTraits(this.found, this.names);
        if (refused !== undefined) throw new Error(refused);
        await beforeLogin(this.args, this.publishedHost);
    }

    async probe(fields: Fields): Promise<Probe> {
        return tryLogin(this.args, fields, this.names.owner);
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
            await carry(client, name, traitsFor(this.names, this.found, slot));
            return idOf(name, await numbersOf(client, [name]));
        });
    }

    private async session() {
        const session = await sessionOf(this.args.server);
        if (session === undefined) throw new Error("the connection to the server is not known yet");
        return session;
    }

    private remote(role: FoundRole, slot: Slot): RemoteCredential {
        const { name, oid, login } = role;
        const owner = this.found.find((found) => found.name === this.names.owner);
        const inUse = useOf(role, this.names.owner, owner, this.args.terminateSessions);
        const base = { id: idOf(name, [{ name, oid }]), active: login, name, slot };
        return inUse === undefined ? base : { ...base, inUse };
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
                ignoreChanges: OWNER_IGNORED_FIELDS,
            },
        );
        return { provider, owner: [owner] };
    }
}

/** Its number tells a role from a later one of the same name. */
function idOf(name: string, found: { name: string; oid: number }[]): string {
    return `${name}/${found.find((role) => role.name === name)?.oid ?? "gone"}`;
}

/** What somebody may change of the owner role without our undoing it. */
const OWNER_IGNORED_FIELDS = [
    ...["assumeRole", "bypassRowLevelSecurity", "connectionLimit", "createDatabase", "createRole"],
    ...["idleInTransactionSessionTimeout", "inherit", "login", "password", "replication", "roles"],
    ...["searchPaths", "statementTimeout", "superuser", "validUntil"],
];
