import sodium from "libsodium-wrappers";
import { listen, Reply, Request } from "./server/http";
import { Fault, Faults, FaultSpec } from "./server/faults";

interface Kept {
    value: string;
    updatedAt: string;
    visibility?: string;
}

/** GitHub's secrets of one repository, one environment and one organization. It opens every sealed value, as GitHub does. */
export interface ActionsDouble {
    endpoint: string;
    token: string;
    /** What jobs would see, by path and name: `/repos/acme/web/actions/secrets/KEY`. */
    secrets: Map<string, Kept>;
    readonly calls: string[];
    unmatched: string[];
    setNow(now: string): void;
    fault(spec: FaultSpec): Fault;
    close(): Promise<void>;
}

const PLACES = ["/repos/acme/web/actions", "/repos/acme/web/environments/prod", "/orgs/acme/actions"];
const PATH = /^(.*)\/secrets\/([\w-]+)$/;
const NAME = /^(?!GITHUB_)[A-Za-z_][A-Za-z0-9_]*$/i;

export async function startActions(): Promise<ActionsDouble> {
    await sodium.ready;
    const pair = sodium.crypto_box_keypair();
    const variant = sodium.base64_variants.ORIGINAL;
    const publicKey = { key_id: "568250167242549743", key: sodium.to_base64(pair.publicKey, variant) };
    const token = "github_pat_double_1234567890";
    const [secrets, faults, calls, unmatched] = [new Map<string, Kept>(), new Faults(), [] as string[], [] as string[]];
    let now = "2030-01-01T12:00:00Z";
    const refused = (status: number, message: string): Reply => ({ status, body: { message, status: String(status) } });
    const put = (path: string, place: string, body: Record<string, unknown>): Reply => {
        if (body.key_id !== publicKey.key_id) return refused(422, "Bad request - key_id is not the current one");
        if (place.startsWith("/orgs/") && !["all", "private", "selected"].includes(String(body.visibility)))
            return refused(422, "Invalid request. visibility wasn't supplied.");
        let value: string;
        try {
            const sealed = sodium.from_base64(String(body.encrypted_value), variant);
            value = sodium.to_string(sodium.crypto_box_seal_open(sealed, pair.publicKey, pair.privateKey));
        } catch {
            return refused(422, "Bad request - improperly encrypted secret");
        }
        const isNew = !secrets.has(path);
        const visibility = body.visibility === undefined ? {} : { visibility: String(body.visibility) };
        secrets.set(path, { value, updatedAt: now, ...visibility });
        return isNew ? { status: 201, body: {} } : { status: 204 };
    };
    const answer = ({ method, path, bearer, body, headers }: Request): [string, Reply] => {
        const [, place = "", name = ""] = PATH.exec(path) ?? [];
        const op = name === "public-key" ? "key" : method.toLowerCase();
        if (headers["user-agent"] === undefined)
            return [op, refused(403, "Request forbidden by administrative rules.")];
        if (bearer !== token) return [op, refused(401, "Bad credentials")];
        if (!PLACES.includes(place)) return [op, refused(404, "Not Found")];
        if (name === "public-key") return [op, { status: 200, body: publicKey }];
        if (!NAME.test(name)) return [op, refused(422, "Secret names can only contain alphanumeric characters")];
        const found = secrets.get(path);
        if (method === "PUT") return [op, put(path, place, body)];
        if (found === undefined) return [op, refused(404, "Not Found")];
        const { updatedAt } = found;
        if (method === "GET")
            return [op, { status: 200, body: { name, created_at: updatedAt, updated_at: updatedAt } }];
        if (method === "DELETE") return [op, (secrets.delete(path), { status: 204 })];
        unmatched.push(`${method} ${path}`);
        return [op, refused(404, "Not Found")];
    };
    const { endpoint, close } = await listen((request) => {
        const [, , name = ""] = PATH.exec(request.path) ?? [];
        const op = name === "public-key" ? "key" : request.method.toLowerCase();
        const kind = faults.strike(op)?.spec.kind;
        if (kind === "refuse-before") return Promise.resolve(undefined);
        if (kind === "deny") return Promise.resolve(refused(403, "Resource not accessible by personal access token"));
        if (kind === "error-500") return Promise.resolve(refused(500, "Server Error"));
        if (kind === "page-404") return Promise.resolve({ status: 404, page: "<html>Please sign in</html>" });
        const [, reply] = answer(request);
        calls.push(`${op} ${name} ${reply.status}`);
        return Promise.resolve(kind === "lose-reply" ? undefined : reply);
    });
    return {
        ...{ endpoint, token, secrets, calls, unmatched, close },
        setNow: (next) => void (now = next),
        fault: (spec) => faults.add(spec),
    };
}
