import { readFileSync } from "node:fs";
import * as tls from "node:tls";
import { isDirect } from "./noProxy";

/** What stands in the way to a service, where the environment does not say it all. */
export interface NetworkSettings {
    /** Proxy for `http://`. Default: HTTP_PROXY. */
    httpProxy?: string;
    /** Proxy for `https://`. Default: HTTPS_PROXY. */
    httpsProxy?: string;
    /** Hosts that are reached without a proxy. Default: NO_PROXY. */
    noProxy?: string;
    /** Files with certificates (PEM) that are trusted besides those of NODE_EXTRA_CA_CERTS and SSL_CERT_FILE. */
    caFiles?: string[];
    /** True: any certificate is taken. Default: false. */
    insecure?: boolean;
}

/**
 * The proxy for an address; undefined where it is reached directly. Capital letters are the default, small ones are read
 * where those are not set, as Go's programs do.
 *
 * @throws Error when what is set is no address of a proxy; it is not shown, for it may hold a password
 */
export function proxyFor(url: URL, settings: NetworkSettings = {}): URL | undefined {
    const variable = url.protocol === "https:" ? "HTTPS_PROXY" : "HTTP_PROXY";
    const field = url.protocol === "https:" ? settings.httpsProxy : settings.httpProxy;
    const found = field ?? read(variable);
    if (!found || isDirect(url, settings.noProxy ?? read("NO_PROXY") ?? "")) return undefined;
    const proxy = parsed(found);
    if (proxy && /^https?:$/.test(proxy.protocol)) return proxy;
    throw new Error(
        `${field ? (url.protocol === "https:" ? "httpsProxy" : "httpProxy") : variable} is not the address of a proxy (it is not ` +
            `shown: it may hold a password); expected one like "http://proxy.corp.example:3128"`,
    );
}

/** Files of certificates that Node does not read by itself. */
export function caFilesFor({ caFiles = [] }: NetworkSettings = {}): string[] {
    const { SSL_CERT_FILE: system } = process.env;
    return [...(system ? [system] : []), ...caFiles];
}

/**
 * All certificates that are trusted; undefined where Node's own choice is right.
 *
 * @throws Error that names the file that cannot be read
 */
export function trusted(settings: NetworkSettings = {}): string[] | undefined {
    const files = caFilesFor(settings);
    if (files.length === 0) return undefined;
    const { NODE_EXTRA_CA_CERTS: extra } = process.env;
    return [...tls.rootCertificates, ...[...(extra ? [extra] : []), ...files].map(contents)];
}

function contents(file: string): string {
    try {
        return readFileSync(file, "utf8");
    } catch (error) {
        const { code = "unreadable" } = error as NodeJS.ErrnoException;
        throw new Error(
            `the certificates in ${file} cannot be read (${code}); see SSL_CERT_FILE, AWS_CA_BUNDLE and NODE_EXTRA_CA_CERTS`,
        );
    }
}

function read(variable: string): string | undefined {
    return process.env[variable] || process.env[variable.toLowerCase()] || undefined;
}

function parsed(text: string): URL | undefined {
    try {
        return new URL(text.includes("://") ? text : `http://${text}`);
    } catch {
        return undefined;
    }
}
