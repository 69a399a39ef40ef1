import { randomBytes } from "node:crypto";
import type { Encrypter } from "../harness/secrets";
import { listen, Refusal, type Reply, type Request } from "./api/http";
import { Routes } from "./api/routes";
import { type Exported } from "./state/deployment";

/** How the service is. */
export interface ServiceOptions {
    /** How much later each answer comes, as over a network. @default 0 */
    delayMs?: number;
    /** Keeps all that it is sent, and rebuilds the state after every batch of a journal. @default true */
    watchful?: boolean;
    /** How long the lease of an update lasts. @default 300000, as the vendor's */
    leaseMs?: number;
    /** @default the machine's clock */
    now?: () => number;
}

/** A service like Pulumi Cloud on this machine: it keeps states, and is told what changes in them. */
export interface Service {
    /** For PULUMI_BACKEND_URL. */
    backend: string;
    /** What is needed to get there, beside the address. */
    env: { PULUMI_ACCESS_TOKEN: string };
    /** Everything that it was sent, save what it was asked to encrypt and decrypt. */
    readonly sent: { what: string; text: string }[];
    /** Requests that it does not know. */
    readonly unmatched: string[];
    /** What it refused: `409 POST …`. */
    readonly refused: string[];
    /** Requests and bytes of their bodies, as they were sent, since this was last asked. */
    traffic(): Traffic;
    /** The state of a stack as it would be exported now. */
    state(stack: string): Exported;
    /** Encrypts configuration as `pulumi config set --secret` has the service do it. */
    encrypter(stack: string): Encrypter;
    stop(): Promise<void>;
}

export interface Traffic {
    requests: number;
    bytes: number;
    /** Requests by what they are: `PATCH journalentries`. */
    byKind: Record<string, number>;
}

/** Starts it, with one user. */
export async function startService(options: ServiceOptions = {}): Promise<Service> {
    const { delayMs = 0, watchful = true, leaseMs = 300_000, now = Date.now } = options;
    const token = `pul-${randomBytes(20).toString("hex")}`;
    const routes = new Routes(token, { leaseMs, watchful, now });
    const sent: Service["sent"] = [];
    const unmatched: string[] = [];
    const refused: string[] = [];
    let traffic: Traffic = { requests: 0, bytes: 0, byKind: {} };
    const note = (request: Request): string => {
        const { method, path, text, bytes } = request;
        const what = `${method} ${path.join("/")}`;
        const kind = `${method} ${path[0] === "stacks" ? path.slice(4).filter(isWord).join("/") : path.join("/")}`;
        traffic.requests++;
        traffic.bytes += bytes;
        traffic.byKind[kind] = (traffic.byKind[kind] ?? 0) + 1;
        if (watchful && !/\/(batch-)?(en|de)crypt$/.test(what)) sent.push({ what, text });
        return what;
    };
    const answer = (request: Request): Reply => {
        const what = note(request);
        try {
            const reply = routes.answer(request);
            if (reply !== undefined) return reply;
            unmatched.push(what);
            throw new Refusal(404, "Not Found");
        } catch (error) {
            const { status = 500, message } = error as Refusal;
            refused.push(`${status} ${what}: ${message}`);
            throw error;
        }
    };
    const { endpoint, stop } = await listen(answer, delayMs);
    return {
        backend: endpoint,
        env: { PULUMI_ACCESS_TOKEN: token },
        ...{ sent, unmatched, refused, stop },
        traffic() {
            const since = traffic;
            traffic = { requests: 0, bytes: 0, byKind: {} };
            return since;
        },
        state: (name) => routes.stacks.named(name).now(),
        encrypter: (name) => ({
            encrypt: (text) => routes.stacks.named(name).crypt.encrypt(Buffer.from(text)).toString("base64"),
        }),
    };
}

function isWord(segment: string): boolean {
    return /^[a-z_-]+$/.test(segment);
}
