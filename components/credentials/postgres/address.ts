import { BlockList, isIP } from "node:net";

const HERE = new BlockList();
HERE.addSubnet("127.0.0.0", 8);
HERE.addSubnet("0.0.0.0", 8); // any address of this machine, or none
HERE.addAddress("::1", "ipv6");
HERE.addAddress("::", "ipv6");

const NAMES = ["localhost", "localhost.localdomain", "ip6-localhost", "ip6-loopback"];

/** True for an address that every machine takes for itself: whoever reads it elsewhere does not come here. */
export function isLoopback(host: string): boolean {
    const name = host.trim().toLowerCase();
    if (/^[/@]/.test(name)) return true; // a socket of this machine
    const plain = name
        .replace(/^\[|\]$/g, "")
        .replace(/%.*$/, "")
        .replace(/\.$/, "");
    if (NAMES.includes(plain) || plain.endsWith(".localhost")) return true;
    const version = isIP(plain);
    if (version !== 0) return HERE.check(plain, version === 4 ? "ipv4" : "ipv6");
    return /^(0|127|127\.\d+|127\.\d+\.\d+|2130706433|0x7f000001)$/.test(plain); // short forms that resolvers take
}

/**
 * Why this address is not published; undefined if it may be. Whoever names it in `connect.host` wants it; what is published
 * already has consumers that live with it.
 *
 * @param asked what `connect.host` says
 * @param published the host that stands in the store, if one does
 */
export function rejectLoopback(host: string, asked?: string, published?: string): string | undefined {
    if (asked !== undefined || !isLoopback(host) || published === host) return undefined;
    const shown = JSON.stringify(host);
    return (
        `server.host: ${shown} is an address of this machine, and would be published as it is: consumers on another machine ` +
        `would look for the server on their own. Nothing was changed. Set connect.host and connect.port to the address that ` +
        `consumers connect to, and verify.host and verify.port to the one by which a login is tried from here, if that is ` +
        `another. If the consumers run on this machine, say so: connect.host: ${shown}`
    );
}
