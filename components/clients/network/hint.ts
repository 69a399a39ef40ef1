import { isHere } from "./noProxy";
import { proxyFor, NetworkSettings } from "./settings";

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_GET_ISSUER|UNABLE_TO_VERIFY_LEAF/;

/**
 * What to do where an address gave no answer.
 *
 * @param code of the failure, for example `ECONNREFUSED`
 */
export function networkHint(
    address: string,
    code: string,
    settings: NetworkSettings = {},
    bundle = "NODE_EXTRA_CA_CERTS",
): string {
    if (CERTIFICATE.test(code)) {
        return `its certificate is not trusted here: if a proxy signs it anew, set ${bundle} to the file with that proxy's certificate`;
    }
    const proxy = proxyOf(address, settings);
    if (typeof proxy === "string") return proxy;
    if (proxy) {
        const name = address.startsWith("https:") ? "HTTPS_PROXY" : "HTTP_PROXY";
        return `it was asked through the proxy ${proxy.host} (${name}): check the proxy, or add the host to NO_PROXY`;
    }
    if (isHere(new URL(address).hostname)) return "it is on this machine: check that it runs";
    return `no proxy was used: check the network, or set HTTPS_PROXY if this machine reaches the internet through one`;
}

/** The proxy, or what is wrong with what was set. */
function proxyOf(address: string, settings: NetworkSettings): URL | string | undefined {
    try {
        return proxyFor(new URL(address), settings);
    } catch (error) {
        return (error as Error).message;
    }
}
