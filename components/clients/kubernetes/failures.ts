/** A call to a cluster that failed. Neither request nor answer are kept, only what is named here. */
export class KubernetesError extends Error {
    constructor(
        message: string,
        /** Status of the answer; undefined if there was none. */
        readonly status: number | undefined,
    ) {
        super(message);
        this.name = "KubernetesError";
    }
}

/** True for failures that may pass: no answer, a conflict, too many requests, a server in trouble. */
export function isTransient(error: unknown): boolean {
    if (!(error instanceof KubernetesError)) return false;
    return error.status === undefined || error.status === 409 || error.status === 429 || error.status >= 500;
}

/** What the client library threw, in a sentence with a way out. Its own message would show headers and bodies. */
export function describeKubernetesError(error: unknown, doing: string, page = "docs/consumers.md"): Error {
    const { code, body } = error as { code?: unknown; body?: unknown };
    if (typeof code !== "number") return new KubernetesError(`could not ${doing}: ${connection(error)}`, undefined);
    const said = messageIn(body);
    return new KubernetesError(`could not ${doing}: ${code}${said ? ` ${said}` : ""}${hint(code, page)}`, code);
}

function hint(status: number, page: string): string {
    if (status === 401)
        return `. The cluster does not accept the credentials of the kubeconfig: they are wrong or expired`;
    if (status === 403) return `. The role that the run needs stands in ${page}`;
    if (status === 404) return `. Correct namespace and name, or create it first`;
    if (status === 429) return `. The cluster asks to wait; run again later`;
    if (status >= 500) return `. The cluster is in trouble; run again later`;
    return "";
}

/** The server's own words, which name objects and users and nothing secret. */
function messageIn(body: unknown): string {
    const parsed = typeof body === "string" ? parse(body) : body;
    const { message } = (parsed ?? {}) as { message?: unknown };
    return typeof message === "string" ? message.replace(/\s+/g, " ").trim().slice(0, 300) : "";
}

function parse(text: string): unknown {
    try {
        return JSON.parse(text) as unknown;
    } catch {
        return undefined;
    }
}

function connection(error: unknown): string {
    const { name, message = "", code } = error as { name?: string; message?: string; code?: string };
    if (name === "AbortError" || name === "TimeoutError") return "no answer in time; check the network";
    if (/certificate|self.signed|UNABLE_TO_VERIFY/i.test(`${message} ${code}`)) {
        return "the cluster's certificate is not trusted; check certificate-authority-data in the kubeconfig";
    }
    if (/ECONN|ENOTFOUND|EAI_AGAIN|socket|hang up|network|Premature/i.test(`${message} ${code}`)) {
        return "the connection failed; check the network and the server in the kubeconfig";
    }
    return `the kubeconfig's user could not be used (${message.split("\n")[0].slice(0, 200)})`;
}
