import { BlockList, isIP } from "node:net";

/**
 * True if the list of NO_PROXY has the host, as Go's programs read it, for the providers are such: `*`, names with all that
 * stands below them (`corp.example`, `.corp.example`), addresses, blocks of addresses (`10.0.0.0/8`), each with a port or
 * without. This machine itself is never reached by a proxy.
 */
export function isDirect({ hostname, port, protocol }: URL, list: string): boolean {
    const host = bare(hostname);
    if (isHere(host)) return true;
    const asked = port || (protocol === "https:" ? "443" : "80");
    return list
        .split(",")
        .map((entry) => entry.trim().toLowerCase())
        .filter((entry) => entry !== "")
        .some((entry) => entry === "*" || names(entry, host, asked));
}

/** True if the host is this machine. */
export function isHere(hostname: string): boolean {
    const host = bare(hostname);
    return host === "localhost" || host === "::1" || holds("127.0.0.0/8", host);
}

function bare(hostname: string): string {
    return hostname.replace(/^\[|\]$/g, "").toLowerCase();
}

function names(entry: string, host: string, asked: string): boolean {
    if (entry.includes("/")) return holds(entry, host);
    const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
    const name = (bracketed ?? plain ?? entry).replace(/^\*(?=\.)/, "");
    if (port !== undefined && port !== asked) return false;
    if (isIP(name)) return host === name;
    return name.startsWith(".") ? host.endsWith(name) : host === name || host.endsWith(`.${name}`);
}

function holds(block: string, host: string): boolean {
    const [net, bits] = block.split("/");
    const [family, of] = [isIP(net), isIP(host)];
    if (family === 0 || family !== of || !(Number(bits) >= 0 && Number(bits) <= (family === 6 ? 128 : 32)))
        return false;
    const type = family === 6 ? "ipv6" : "ipv4";
    const list = new BlockList();
    list.addSubnet(net, Number(bits), type);
    return list.check(host, type);
}
