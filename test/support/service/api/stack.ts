import type { Rules } from "../updates";
import { Update } from "../updates";
import type { StackRecord } from "../stacks";
import type { Exported } from "../state/deployment";
import { bodyOf, Refusal, type Reply, type Request } from "./http";

const ok = (body: unknown): Reply => ({ status: 200, body });
const opened = (text: string): Buffer => Buffer.from(text, "base64");
const closed = (bytes: Buffer): string => bytes.toString("base64");

/** What is asked of a stack, save its updates; undefined for what the service does not know. */
export function answerOf(stack: StackRecord, request: Request, what: string, rules: Rules): Reply | undefined {
    const { crypt } = stack;
    const version = /^GET (?:export|updates)\/(\d+)$/.exec(what)?.[1];
    if (version !== undefined && what.startsWith("GET updates")) return ok({ info: updateOf(stack, version).shown() });
    switch (what) {
        case "GET ":
            return ok(stack.shown());
        case "GET export":
            return ok(stack.now());
        case "POST import":
            return ok({ updateId: importState(stack, bodyOf<Exported>(request), rules).id });
        case "PATCH tags":
            stack.tags = bodyOf<Record<string, string>>(request);
            return { status: 204 };
        case "GET updates":
            return ok({ updates: [...stack.history].reverse().map((update) => update.shown()) });
        case "GET updates/latest":
            return ok({ info: updateOf(stack, "latest").shown() });
        case "GET updates/latest/previews":
            return ok({ updates: [...stack.previews].reverse().map(({ id }) => ({ updateID: id })) });
        case "POST encrypt":
            return ok({ ciphertext: closed(crypt.encrypt(opened(bodyOf<{ plaintext: string }>(request).plaintext))) });
        case "POST decrypt":
            return ok({ plaintext: closed(crypt.decrypt(opened(bodyOf<{ ciphertext: string }>(request).ciphertext))) });
        case "POST batch-encrypt": {
            const { plaintexts } = bodyOf<{ plaintexts: string[] }>(request);
            return ok({ ciphertexts: plaintexts.map((text) => closed(crypt.encrypt(opened(text)))) });
        }
        case "POST batch-decrypt": {
            const { ciphertexts } = bodyOf<{ ciphertexts: string[] }>(request);
            const plain = ciphertexts.map((text) => [text, closed(crypt.decrypt(opened(text)))] as const);
            return ok({ plaintexts: Object.fromEntries(plain) });
        }
        case "POST decrypt/log-decryption":
        case "POST decrypt/log-batch-decryption":
            return { status: 204 };
        default:
            return undefined;
    }
}

function updateOf({ history }: StackRecord, version: string): Update {
    const found = version === "latest" ? history.at(-1) : history.find((one) => one.version === Number(version));
    if (!found) throw new Refusal(404, `Not Found: Update '${version}' not found`);
    return found;
}

/** An import is an update that is over at once. */
function importState(stack: StackRecord, state: Exported, rules: Rules): Update {
    const update = new Update(stack, "import", false, {}, rules);
    update.start(0);
    try {
        update.checkpoint(state);
    } catch (error) {
        update.complete("failed");
        throw error;
    }
    update.complete("succeeded");
    return update;
}
