import type { Backdoor } from "../moto/backdoor";
import { type PolicyDocument, list } from "../policy/document";
import { type Params, text } from "../protocol/operation";
import type { User } from "./principals";

interface Attached {
    AttachedPolicies: { PolicyArn: string }[];
}

/** What IAM holds about users, roles and their policies: moto's truth, remembered until it changes. */
export class IamView {
    private readonly users = new Map<string, User>();
    private readonly policies = new Map<string, Promise<PolicyDocument[]>>();

    constructor(private readonly moto: Backdoor) {}

    /** Forgets what a successful call to IAM may have changed. */
    noticed(action: string, params: Params): void {
        if (/User$/.test(action)) this.users.delete(text(params, "UserName") ?? "");
        if (/Polic|Group|(Delete|Update)(User|Role)$/.test(action)) this.policies.clear();
    }

    async user(userName: string): Promise<User | undefined> {
        const known = this.users.get(userName);
        if (known) return known;
        const found = await this.moto.query<{ User: { Arn: string; UserId: string } }>("iam", "GetUser", {
            UserName: userName,
        });
        if (!found) return undefined;
        const user = { userName, arn: found.User.Arn, userId: found.User.UserId };
        this.users.set(userName, user);
        return user;
    }

    async role(roleName: string): Promise<{ arn: string; trust: PolicyDocument } | undefined> {
        const found = await this.moto.query<{
            Role: { Arn: string; AssumeRolePolicyDocument: string };
        }>("iam", "GetRole", { RoleName: roleName });
        if (!found) return undefined;
        return { arn: found.Role.Arn, trust: parsed(found.Role.AssumeRolePolicyDocument) };
    }

    /** Every identity policy of a user: inline, attached, and by its groups. */
    userPolicies(userName: string): Promise<PolicyDocument[]> {
        return this.remembered(`user/${userName}`, async () => {
            const groups = await this.moto.query<{ Groups: { GroupName: string }[] }>("iam", "ListGroupsForUser", {
                UserName: userName,
            });
            const own = await this.policiesOf("User", userName);
            const theirs = list(groups?.Groups).map((group) => this.policiesOf("Group", group.GroupName));
            return [own, ...(await Promise.all(theirs))].flat();
        });
    }

    rolePolicies(roleName: string): Promise<PolicyDocument[]> {
        return this.remembered(`role/${roleName}`, () => this.policiesOf("Role", roleName));
    }

    private remembered(name: string, find: () => Promise<PolicyDocument[]>): Promise<PolicyDocument[]> {
        const known = this.policies.get(name);
        if (known) return known;
        const finding = find();
        finding.catch(() => this.policies.delete(name));
        this.policies.set(name, finding);
        return finding;
    }

    private async policiesOf(kind: "User" | "Role" | "Group", name: string) {
        const who = { [`${kind}Name`]: name };
        const inline = await this.moto.query<{ PolicyNames: string[] }>("iam", `List${kind}Policies`, who);
        const attached = await this.moto.query<Attached>("iam", `ListAttached${kind}Policies`, who);
        return Promise.all([
            ...list(inline?.PolicyNames).map(async (PolicyName) => {
                const found = await this.moto.query<{ PolicyDocument: string }>("iam", `Get${kind}Policy`, {
                    ...who,
                    PolicyName,
                });
                return parsed(found?.PolicyDocument);
            }),
            ...list(attached?.AttachedPolicies).map(({ PolicyArn }) => this.managed(PolicyArn)),
        ]);
    }

    private async managed(PolicyArn: string): Promise<PolicyDocument> {
        const policy = await this.moto.query<{ Policy: { DefaultVersionId: string } }>("iam", "GetPolicy", {
            PolicyArn,
        });
        const version = await this.moto.query<{ PolicyVersion: { Document: string } }>("iam", "GetPolicyVersion", {
            PolicyArn,
            VersionId: policy?.Policy.DefaultVersionId ?? "",
        });
        return parsed(version?.PolicyVersion.Document);
    }
}

/** IAM hands documents out URL-encoded; no document grants nothing. */
function parsed(document: string | PolicyDocument | undefined): PolicyDocument {
    if (document === undefined) return { Statement: [] };
    if (typeof document !== "string") return document;
    const plain = document.startsWith("%") ? decodeURIComponent(document) : document;
    return JSON.parse(plain) as PolicyDocument;
}
