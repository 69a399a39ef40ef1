import { createHash, createPublicKey, createVerify, generateKeyPairSync, X509Certificate } from "node:crypto";
import { Reply, Request } from "./server/http";
import { Key, Keyring, random } from "./server/keyring";
import { Contract, Operation, startVendor, Vendor } from "./server/vendor";

export const SERVICE_ACCOUNT = "reports@acme-prod.iam.gserviceaccount.com";
const MANAGER = "rotator@acme-prod.iam.gserviceaccount.com";
const PROJECT = "acme-prod";

/** Google's IAM and its sign-in, with a service account and another one that may manage its keys. */
export interface GcpDouble extends Vendor {
    /** An access token that may manage the keys. */
    managementKey: string;
    /** The JSON file of the other service account's key. */
    managerFile: string;
    tokenUri: string;
    /** Ids of the keys, with a mark behind those that are disabled. */
    standing(): string[];
    /** What a consumer does with the file: true where Google lets it in. */
    accepts(file: string): Promise<boolean>;
}

const MOST_KEYS = 10;
const GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const ACCOUNT =
    /^\/v1\/projects\/([^/]+)\/serviceAccounts\/([^/]+?)(\/keys(?::upload|\/[0-9a-f]+(?::disable|:enable)?)?)?$/;

/** Starts it. */
export async function startGcp(): Promise<GcpDouble> {
    const vendor = await startVendor(contract);
    const token = vendor.keyring.add({ id: random(40), name: "token", secret: `ya29.${random(40)}`, managing: true });
    const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
    const id = createHash("sha1").update(pem).digest("hex");
    const more = { publicKey: pem, email: MANAGER, token: token.secret };
    vendor.keyring.add({ id, name: "manager", secret: id, managing: true, more });
    const tokenUri = `${vendor.endpoint}/token`;
    const managerFile = JSON.stringify({
        type: "service_account",
        private_key_id: id,
        private_key: privateKey.export({ type: "pkcs8", format: "pem" }),
        client_email: MANAGER,
        token_uri: tokenUri,
    });
    return {
        ...vendor,
        managementKey: token.secret,
        managerFile,
        tokenUri,
        standing: () =>
            ours(vendor.keyring).map(({ id: key, more: { disabled } }) => `${key}${disabled ? " disabled" : ""}`),
        accepts: async (file) => (await exchange(vendor.keyring, file)).status === 200,
    };
}

const contract: Contract = {
    title: "Google",
    recognise(request, keyring): Operation | undefined {
        const { method, path } = request;
        if (method === "POST" && path === "/token") return signIn(keyring, request);
        const [, project, email, rest = ""] = ACCOUNT.exec(path) ?? [];
        if (project === undefined) return undefined;
        const id = /^\/keys\/([0-9a-f]+)/.exec(rest)?.[1];
        const found = id === undefined ? undefined : keyring.byId(id);
        const guarded = (op: string, act: () => Reply): Operation => ({
            op,
            about: id === undefined ? undefined : keyring.keys.find((key) => key.id === id)?.name,
            act: () => {
                const caller = keyring.admit(request.bearer);
                if (!caller?.managing || caller.more.email !== undefined)
                    return failure(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.");
                if (project !== PROJECT || email !== SERVICE_ACCOUNT)
                    return failure(404, "NOT_FOUND", `Unknown service account: ${email}`);
                return act();
            },
        });
        const known = (act: (key: Key) => Reply) => () =>
            found ? act(found) : failure(404, "NOT_FOUND", `Service account key ${id} does not exist.`);
        if (method === "GET" && rest === "")
            return guarded("account", () => ({ status: 200, body: { email, uniqueId: "104378291" } }));
        if (method === "GET" && rest === "/keys") return guarded("list", () => list(keyring, request));
        if (method === "POST" && rest === "/keys:upload") return guarded("create", () => upload(keyring, request));
        if (method === "POST" && rest.endsWith(":disable"))
            return guarded(
                "disable",
                known((key) => ((key.more.disabled = true), { status: 200, body: {} })),
            );
        if (method === "POST" && rest.endsWith(":enable"))
            return guarded(
                "enable",
                known((key) => ((key.more.disabled = false), { status: 200, body: {} })),
            );
        if (method === "DELETE" && id)
            return guarded(
                "retire",
                known((key) => (keyring.end(key), { status: 200, body: {} })),
            );
        return undefined;
    },
    fail: (kind) =>
        ({
            "error-500": failure(500, "INTERNAL", "Internal error encountered."),
            throttle: failure(429, "RESOURCE_EXHAUSTED", "Quota exceeded"),
            deny: failure(403, "PERMISSION_DENIED", "Permission 'iam.serviceAccountKeys.create' denied on resource"),
        })[kind],
};

function ours(keyring: Keyring): Key[] {
    return keyring.standing().filter(({ managing }) => !managing);
}

function list(keyring: Keyring, { query }: Request): Reply {
    if (query.get("keyTypes") !== "USER_MANAGED") return failure(400, "INVALID_ARGUMENT", "unexpected keyTypes");
    const keys = ours(keyring).map(shown);
    return { status: 200, body: keys.length > 0 ? { keys } : {} };
}

/** Google takes a certificate in PEM, in base64 once more, with an RSA key of 2048 bits and more. */
function upload(keyring: Keyring, { body }: Request): Reply {
    if (ours(keyring).length >= MOST_KEYS)
        return failure(429, "RESOURCE_EXHAUSTED", "Maximum number of keys on account reached.");
    let certificate: X509Certificate;
    try {
        certificate = new X509Certificate(Buffer.from(String(body.publicKeyData), "base64"));
    } catch {
        return failure(400, "INVALID_ARGUMENT", "Public key data is invalid.");
    }
    const { publicKey } = certificate;
    const details = publicKey.asymmetricKeyDetails?.modulusLength ?? 0;
    if (publicKey.asymmetricKeyType !== "rsa" || details < 2048 || !certificate.verify(publicKey))
        return failure(
            400,
            "INVALID_ARGUMENT",
            "Public key must be an RSA public key wrapped in an X.509 v3 certificate.",
        );
    const [from, until] = [certificate.validFrom, certificate.validTo].map((date) => Date.parse(date));
    if (from > keyring.now() || until <= keyring.now())
        return failure(400, "INVALID_ARGUMENT", "The certificate is not valid at this time.");
    const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
    const id = createHash("sha1").update(pem).digest("hex");
    const count = keyring.keys.filter(({ managing }) => !managing).length + 1;
    const made = keyring.add({
        id,
        name: `key-${count}`,
        secret: id,
        more: { publicKey: pem, from, until, disabled: false },
    });
    return { status: 200, body: shown(made) };
}

function shown({ id, more: { from, until, disabled } }: Key) {
    const time = (at: unknown) => new Date(Number(at)).toISOString().replace(".000", "");
    return {
        name: `projects/${PROJECT}/serviceAccounts/${SERVICE_ACCOUNT}/keys/${id}`,
        ...{ validAfterTime: time(from), validBeforeTime: time(until), keyAlgorithm: "KEY_ALG_RSA_2048" },
        ...{ keyOrigin: "USER_PROVIDED", keyType: "USER_MANAGED" },
        ...(disabled ? { disabled: true } : {}),
    };
}

function signIn(keyring: Keyring, { body }: Request): Operation {
    const { iss, kid } = claimsOf(String(body.assertion));
    const op = iss === MANAGER ? "sign-in" : "verify";
    const key = keyring.keys.find(({ id }) => id === kid);
    return {
        op,
        about: op === "verify" ? key?.name : undefined,
        act: () =>
            body.grant_type === GRANT ? judge(keyring, String(body.assertion)) : refusal("unsupported_grant_type", ""),
    };
}

function judge(keyring: Keyring, assertion: string): Reply {
    const { iss, kid, aud, scope, exp } = claimsOf(assertion);
    const key = keyring.keys.find(({ id, secret }) => id === kid && keyring.admit(secret));
    const email = key?.more.email ?? SERVICE_ACCOUNT;
    if (!String(aud).endsWith("/token") || !scope)
        return refusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
    if (Number(exp) * 1000 < Date.now())
        return refusal("invalid_grant", "Invalid JWT: Token must be a short-lived token");
    if (
        iss !== email ||
        key === undefined ||
        key.more.disabled === true ||
        keyring.now() >= Number(key.more.until ?? Infinity)
    )
        return refusal("invalid_grant", "Invalid JWT Signature.");
    const [head, claims, signature] = assertion.split(".");
    const verify = createVerify("RSA-SHA256").update(`${head}.${claims}`);
    if (!verify.verify(createPublicKey(String(key.more.publicKey)), Buffer.from(signature, "base64url")))
        return refusal("invalid_grant", "Invalid JWT Signature.");
    const token = key.more.token ?? `ya29.${random(20)}`;
    return { status: 200, body: { access_token: token, expires_in: 3599, token_type: "Bearer" } };
}

interface Claims {
    iss?: string;
    kid?: string;
    aud?: string;
    scope?: string;
    exp?: number;
}

function claimsOf(assertion: string): Claims {
    try {
        const [head, claims] = assertion.split(".").map((part) => Buffer.from(part, "base64url").toString());
        return { ...(JSON.parse(head) as Claims), ...(JSON.parse(claims) as Claims) };
    } catch {
        return {};
    }
}

/** Without the network, for consumers: their calls are in no log. */
async function exchange(keyring: Keyring, file: string): Promise<Reply> {
    const { signAssertion } = await import("../../../components/clients/gcp/jwt");
    const {
        client_email: email,
        private_key_id: keyId,
        private_key: privateKey,
        token_uri: tokenUri,
    } = JSON.parse(file) as Record<string, string>;
    return judge(keyring, signAssertion({ email, keyId, privateKey, tokenUri, scope: "x" }));
}

function refusal(error: string, text: string): Reply {
    return { status: 400, body: { error, error_description: text } };
}

function failure(status: number, code: string, message: string): Reply {
    return { status, body: { error: { code: status, message, status: code } } };
}
