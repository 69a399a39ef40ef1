/** Texts that are a key whatever they are called; each with what it is, for sentences. */
const FORMATS: [RegExp, string][] = [
    [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, "a private key"],
    [/\b[sr]k_(live|test)_[A-Za-z0-9]{10,}/, "a Stripe key"],
    [/\bSG\.[\w-]{16,}\.[\w-]{16,}/, "a SendGrid key"],
    [/\b(ghp|gho|ghs|ghu)_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}/, "a GitHub token"],
    [/\bglpat-[\w-]{16,}/, "a GitLab token"],
    [/\bxox[abeoprs]-[\w-]{10,}/, "a Slack token"],
    [/\bhv[sbr]\.[\w-]{20,}/, "a Vault token"],
    [/\bsk-[\w-]{20,}/, "an API key"],
    [/\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:[^\s:/@]+@/, "a URL with a password"],
];

/** The end of a name that says that its value is a secret. */
const SAYS_SECRET =
    /(^|[^a-z0-9])(secret|password|passwd|pwd|token|api[_.-]?key|access[_.-]?key|private[_.-]?key|credentials?)$/i;

/**
 * What a text looks like, if it looks like a key: by its format, or by the name it goes under.
 *
 * @param name what it is called, for example a parameter's path
 */
export function looksLikeKey(text: string, name: string): string | undefined {
    const format = FORMATS.find(([pattern]) => pattern.test(text));
    if (format) return format[1];
    if (isAwsSecret(text)) return "an AWS secret access key";
    const inside = document(text);
    if (inside) return inside.map(([key, value]) => looksLikeKey(value, key)).find((found) => found !== undefined);
    return SAYS_SECRET.test(words(name)) && isOpaque(text) ? `a secret, for it is called ${last(name)}` : undefined;
}

/** True if a name says that what it names is public: the id of a key, not the key. */
export function saysId(name: string): boolean {
    return /(^|[^a-z0-9])(ids?|names?|arn|user)$/i.test(words(name));
}

/** 40 characters of base64 with everything that base64 has; a commit's hash has no capitals. */
function isAwsSecret(text: string): boolean {
    return /^[A-Za-z0-9/+]{40}$/.test(text) && /[a-z]/.test(text) && /[A-Z]/.test(text) && /[0-9]/.test(text);
}

/** Not a flag, a number, an address or a sentence. */
function isOpaque(text: string): boolean {
    return /^\S{8,}$/.test(text) && !/^(arn:|https?:\/\/|\/|\d+$)/i.test(text);
}

function document(text: string): [string, string][] | undefined {
    if (!text.startsWith("{")) return undefined;
    try {
        const found = JSON.parse(text) as Record<string, unknown>;
        return Object.entries(found).flatMap(([key, value]): [string, string][] =>
            typeof value === "string" ? [[key, value]] : [],
        );
    } catch {
        return undefined;
    }
}

function last(name: string): string {
    return name.split("/").pop() ?? name;
}

/** `secretAccessKey` has its words apart as `secret_access_key` has. */
function words(name: string): string {
    return last(name).replace(/([a-z0-9])([A-Z])/g, "$1_$2");
}
