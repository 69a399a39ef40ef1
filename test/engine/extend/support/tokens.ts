import { listen, type Reply, type Request } from "../../../support/vendors/server/http";

interface Token {
    id: string;
    token: string;
    active: boolean;
    created: string;
}

/** Acme's service tokens, as docs/write-your-own-kind.md describes them. */
export interface TokenServer {
    endpoint: string;
    /** Identifiers that stand, with a mark behind those that are disabled. */
    standing(): string[];
    /** Lets new tokens be refused, as if they had not come through everywhere. */
    refuseNew(refuse: boolean): void;
    setNow(now: string): void;
    close(): Promise<void>;
}

export const ADMIN = "acme-admin-token";

export async function startTokens(): Promise<TokenServer> {
    const tokens: Token[] = [];
    let now = new Date(0).toISOString();
    let count = 0;
    const refused = new Set<string>();
    let refusing = false;
    const answer = ({ method, path, bearer, body }: Request): Reply => {
        if (path === "/v1/whoami") {
            const known = tokens.some(({ token, active }) => active && token === bearer && !refused.has(token));
            return known ? { status: 200, body: {} } : { status: 401, body: { error: "unknown token" } };
        }
        const [, user, id] = /^\/v1\/users\/([\w-]+)\/tokens(?:\/([\w-]+))?$/.exec(path) ?? [];
        if (user === undefined) return { status: 404, body: { error: "no such path" } };
        if (bearer !== ADMIN) return { status: 401, body: { error: "not an administrator" } };
        const found = tokens.find((token) => token.id === id);
        if (id !== undefined && found === undefined) return { status: 404, body: { error: "no such token" } };
        if (method === "POST") {
            if (tokens.length >= 5) return { status: 409, body: { error: "five tokens are the limit" } };
            const made = { id: `token-${++count}`, token: `secret-of-token-${count}`, active: true, created: now };
            tokens.push(made);
            if (refusing) refused.add(made.token);
            return { status: 201, body: made };
        }
        if (method === "GET") return { status: 200, body: { tokens: tokens.map(({ token: _, ...rest }) => rest) } };
        if (found && method === "PATCH") return ((found.active = body.active === true), { status: 200, body: {} });
        if (found && method === "DELETE") return (tokens.splice(tokens.indexOf(found), 1), { status: 204 });
        return { status: 405, body: { error: "no such method" } };
    };
    const { endpoint, close } = await listen((request) => Promise.resolve(answer(request)));
    return {
        endpoint,
        close,
        standing: () => tokens.map(({ id, active }) => (active ? id : `${id} disabled`)),
        refuseNew: (refuse) => void (refusing = refuse),
        setNow: (moment) => void (now = moment),
    };
}
