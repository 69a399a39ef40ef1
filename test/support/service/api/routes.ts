import type { Rules, Update } from "../updates";
import { type Address, Stacks } from "../stacks";
import type { Exported } from "../state/deployment";
import { bodyOf, Refusal, type Reply, type Request } from "./http";
import { answerOf as stackAnswer } from "./stack";
import { answerOf as updateAnswer, createUpdate, isKind, LEASED } from "./updates";

/** The user, who is his own organization. */
export const USER = "somebody";

const CAPABILITIES = [
    { capability: "batch-encrypt" },
    { capability: "deployment-schema-version", version: 1, configuration: { version: 4 } },
];

/** The whole API. */
export class Routes {
    readonly stacks = new Stacks();
    private readonly updates = new Map<string, Update>();

    constructor(
        private readonly token: string,
        private readonly rules: Rules,
    ) {}

    /** @returns undefined for a request that the service does not know. @throws Refusal */
    answer(request: Request): Reply | undefined {
        const { method, path, headers } = request;
        const what = `${method} ${path.join("/")}`;
        if (what === "GET capabilities") return { status: 200, body: { capabilities: CAPABILITIES } };
        const leased = path[0] === "stacks" && LEASED.includes(path.slice(6).join("/"));
        if (leased && !headers.authorization?.startsWith("update-token "))
            throw new Refusal(401, "Unauthorized: No update token provided.");
        if (!leased && headers.authorization !== `token ${this.token}`)
            throw new Refusal(401, "Unauthorized: No credentials provided or are invalid.");
        return this.account(what, request) ?? (path[0] === "stacks" ? this.below(request) : undefined);
    }

    private account(what: string, { query }: Request): Reply | undefined {
        const user = { name: USER, githubLogin: USER, avatarUrl: "", email: `${USER}@example.com` };
        switch (what) {
            case "GET user":
                return { status: 200, body: { id: USER, ...user, organizations: [user], identities: [] } };
            case "GET user/organizations/default":
                return { status: 200, body: { GitHubLogin: USER, Messages: [] } };
            case "GET cli/version":
                return { status: 200, body: { latestVersion: "3.256.0", oldestWithoutWarning: "3.256.0" } };
            case "GET user/stacks": {
                const found = this.stacks.list(query.get("organization"), query.get("project"));
                return { status: 200, body: { stacks: found.map((stack) => stack.shown()) } };
            }
        }
        return undefined;
    }

    private below(request: Request): Reply | undefined {
        const { method, path, query } = request;
        const [, organization, project, name, ...rest] = path;
        if (organization !== USER) throw new Refusal(404, `Not Found: Organization '${organization}' not found`);
        if (name === undefined) return this.project(request, project);
        const address: Address = [organization, project, name];
        const stack = this.stacks.get(address);
        if (method === "DELETE" && rest.length === 0) {
            this.stacks.remove(address, query.get("force") === "true");
            return { status: 204 };
        }
        const [kind, id, ...action] = rest;
        if (!isKind(kind)) return stackAnswer(stack, request, `${method} ${rest.join("/")}`, this.rules);
        if (id === undefined) {
            const [update, reply] = createUpdate(stack, kind, request, this.rules);
            this.updates.set(update.id, update);
            return reply;
        }
        const update = this.updates.get(id) ?? [...stack.history].find((one) => one.id === id);
        if (!update) throw new Refusal(404, `Not Found: Update '${id}' not found`);
        return updateAnswer(update, stack, request, `${method} ${action.join("/")}`);
    }

    private project(request: Request, project: string): Reply | undefined {
        if (request.method === "HEAD") return { status: this.stacks.list(USER, project).length > 0 ? 200 : 404 };
        if (request.method !== "POST") return undefined;
        type Body = { stackName: string; tags?: Record<string, string>; state?: Exported };
        const { stackName, tags = {}, state } = bodyOf<Body>(request);
        const stack = this.stacks.create([USER, project, stackName], tags);
        if (state) stack.keep(state);
        return { status: 200, body: {} };
    }
}
