import * as pulumi from "@pulumi/pulumi";
import { Claim } from "../../shared/uniqueness";
import { CredentialKind, PublishedInspection, RegisteredSlot, SlotRequest } from "../../rotation/credentialKind";
import { Fields, Scope } from "../../shared/scope";
import { awaited } from "../../shared/pulumiOutputs";
import { RemoteCredential, RotationRecord } from "../../decision/types";
import { Probe } from "../../shared/verification";
import { withClient } from "./connect";
import { LOGIN_FIELDS, loginFields } from "./fields";
import {
    beforeLogin,
    claimsOf,
    Libraries,
    libraries,
    LoginKindArgs,
    inspectLogin,
    obstacleInAddress,
    targetOf,
    triedAt,
} from "./loginOptions";
import { rejectOtherLogin } from "./names";
import { RolePassword } from "./rolePassword";
import { setVerifier } from "./setVerifier";
import { tryLogin } from "./tryLogin";
import { FoundRole } from "./roles";
import { GeneratedPassword, generatePassword } from "./generatedPassword";
import { sessionOf } from "./server";

/**
 * One login whose password is replaced, for applications that cannot change their user name. The slots are passwords, of
 * which the server knows one at a time; the other one is kept so that it can be set again.
 */
export class SingleUserKind implements CredentialKind {
    readonly canDisable = false;
    readonly singleValid = true;
    readonly fieldNames = LOGIN_FIELDS;
    readonly remediation = "remove the record, so that a new password is issued with adopt: true";
    private libs?: Libraries;
    private role?: FoundRole;
    private loopback?: string;
    /** The host that stands in the store, as far as it was read. */
    private publishedHost?: string;
    private readonly made: { id: string; verifier: pulumi.Output<string> }[] = [];

    constructor(
        private readonly args: LoginKindArgs,
        private readonly login: string,
    ) {}

    title(): Promise<string> {
        return Promise.resolve(`PostgreSQL password of ${this.login}`);
    }

    claims(): Promise<Claim[]> {
        return claimsOf(this.args, [this.login]);
    }

    /** The server cannot tell which password it knows; the record tells which one it was given. */
    async listCredentials(): Promise<RemoteCredential[] | null> {
        this.libs = libraries();
        const found = await inspectLogin(this.args, [this.login]);
        this.role = found?.[0];
        if (found === undefined) return null;
        this.loopback = await obstacleInAddress(this.args, this.publishedHost);
        return [];
    }

    firstIssueBlocker(): string | undefined {
        if (this.loopback !== undefined) return this.loopback;
        const name = JSON.stringify(this.login);
        if (this.role === undefined) {
            if (!this.args.adopt) return undefined;
            return `there is no role ${name} that could be taken over. Nothing was changed. Correct login, or leave adopt out to have it made`;
        }
        if (this.args.adopt) return undefined;
        return `a role ${name} exists and was not made here. Nothing was changed. To have its password replaced, set adopt: true; or choose another login`;
    }

    async findUnlisted({ id }: RotationRecord): Promise<RemoteCredential[]> {
        rejectOtherLogin(await this.title(), id, [this.login]);
        return [];
    }

    async inspectPublished(
        _remote: unknown,
        record: RotationRecord,
        published: Fields | undefined,
    ): Promise<PublishedInspection> {
        this.publishedHost = published?.host;
        const loopback = await obstacleInAddress(this.args, published?.host);
        if (loopback !== undefined) throw new Error(`${await this.title()}: ${loopback}`);
        if (this.role === undefined) return { remote: [] };
        const active = this.role.login;
        const ids = [record.id, ...(record.previous ? [record.previous.id] : [])];
        const remote = ids.map((id) => ({ id, active }));
        if (published === undefined || !active) return { remote };
        const answer = await this.probe(published);
        return answer.state === "dead" ? { remote, refused: answer.detail } : { remote };
    }

    register(scope: Scope, request: SlotRequest, opts: pulumi.CustomResourceOptions): RegisteredSlot {
        const { args, login } = this;
        const { slot, generation, published } = request;
        const lib = (this.libs as Libraries).random;
        const made = generatePassword(
            lib,
            `${scope.name}-${slot}`,
            args.passwordLength,
            request,
            opts,
            args.passwordForm,
        );
        this.made.push({ id: `${login}/${generation}`, verifier: made.verifier });
        const target = targetOf(args);
        const set = published ? this.set(scope, made, generation) : undefined;
        const fields = pulumi
            .all([made.password, target, set?.generation])
            .apply(([text, at]): Fields => loginFields(login, text, at));
        const id = pulumi.all([made.resource.id, set?.generation]).apply(() => `${login}/${generation}`);
        return { resource: made.resource, id, fields: pulumi.secret(fields) };
    }

    beforeMint(): Promise<void> {
        return beforeLogin(this.args, this.publishedHost);
    }

    async probe(fields: Fields): Promise<Probe> {
        return tryLogin(this.args, fields, this.login);
    }

    /** Nothing can be disabled beside what is published. */
    disable(scope: Scope, id: string): Promise<void> {
        return this.discard(scope, id);
    }

    /** A password that does not work makes way for the one before it, in the same run. */
    async discard(_scope: Scope, id: string): Promise<void> {
        const other = this.made.find((one) => one.id !== id);
        const session = await sessionOf(this.args.server);
        if (other === undefined || session === undefined) return;
        const verifier = await awaited(other.verifier);
        await withClient(session, (client) => setVerifier(client, this.login, verifier));
    }

    private set(scope: Scope, made: GeneratedPassword, generation: number): RolePassword {
        const target = triedAt(this.args);
        const { server, check, deadlineMs } = this.args;
        return new RolePassword(
            `${scope.name}-role`,
            {
                ...{ server, role: this.login, generation, newPassword: made.password, verifier: made.verifier },
                ...{ target: target.apply((at) => JSON.stringify(at)), check, deadlineMs },
            },
            { parent: scope.parent },
        );
    }
}
