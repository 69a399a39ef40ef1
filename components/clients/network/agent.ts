import { caFilesFor, NetworkSettings, proxyFor, trusted } from "./settings";

/** An agent of `node:http` or `node:https`, as far as it is used here: declarations need no types of Node.js. */
export interface Agent {
    destroy(): void;
}

/**
 * An agent that takes the way that the environment names for an address; undefined where Node's own does. The library of
 * proxies is read only where there is one.
 *
 * @param tls what was said of this one service: it comes before what the environment says of all
 * @throws Error that names the variable or the file that is not right
 */
export async function agentFor(
    address: string | URL,
    settings: NetworkSettings = {},
    tls: object = {},
): Promise<Agent | undefined> {
    const url = new URL(address);
    const proxy = proxyFor(url, settings);
    const secure = url.protocol === "https:";
    const ca = secure || proxy?.protocol === "https:" ? trusted(settings) : undefined;
    const options = {
        keepAlive: true,
        ...(ca ? { ca } : {}),
        ...(settings.insecure ? { rejectUnauthorized: false } : {}),
    };
    if (proxy === undefined) {
        if (!secure || (ca === undefined && !settings.insecure)) return undefined;
        const { Agent } = await import("node:https");
        return new Agent({ ...options, ...tls });
    }
    if (!secure) {
        const { HttpProxyAgent } = await import("http-proxy-agent");
        return new HttpProxyAgent(proxy, options);
    }
    const { HttpsProxyAgent } = await import("https-proxy-agent");
    const agent = new HttpsProxyAgent(proxy, options);
    // It keeps its options for the way to the proxy; what is trusted must hold behind it too.
    Object.assign(agent.options, options, tls);
    return agent;
}

/** True if a call to that address takes a way that Node's `fetch` does not know. */
export function isDetour(address: string | URL): boolean {
    const url = new URL(address);
    return proxyFor(url) !== undefined || (url.protocol === "https:" && caFilesFor().length > 0);
}
