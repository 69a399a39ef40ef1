import { createHmac, randomUUID } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import { outgoing } from "../../clients/network";
import { After, namesOf } from "../ordering";
import { requirePlain } from "../../shared/plainArgs";
import { Consumer, ConsumerDriver, Release } from "../consumer";
import { ConsumerAccess } from "../../shared/consumerAccess";
import { requestAddress, checkAddress, failure, redirected, redacted, TIMEOUT_MS } from "./generationEndpoint";

/** A service that is told by a signed POST, and says itself on which generation it runs. */
export interface WebhookArgs {
    /** Where the POST goes; `https://`. */
    url: string;
    /** Address that answers a GET with JSON that holds the generation the service runs on. */
    confirmUrl: string;
    /** Field of that answer; dots lead into objects. Default: `generation`. */
    field?: string;
    /** Key of the signature, at least 16 characters. Secret. */
    secret: pulumi.Input<string>;
    /** What it is called among the consumers. Default: host and path of `url`. */
    name?: string;
    /** How long a run waits for it to confirm. Default: `10m`. */
    deadline?: string;
    /** Consumers that must have moved before it is asked, for it reads what they write. Default: none. */
    after?: After;
}

/** Its public settings. */
export interface WebhookSettings {
    url: string;
    confirmUrl: string;
    field: string;
}

/**
 * Tells a service that there is a new credential, and counts it as moved when the service says that it runs on it. The
 * credential itself is never sent.
 *
 * @throws Error when an address is not one, or not encrypted
 */
export class Webhook implements Consumer {
    readonly type = "webhook";
    readonly name: string;
    readonly settings: WebhookSettings;
    readonly secret: pulumi.Input<string>;
    readonly deadline?: string;
    readonly after?: string[];

    constructor(args: WebhookArgs) {
        requirePlain("Webhook", args, ["secret"]);
        const { url, confirmUrl, field = "generation", secret, name, deadline, after } = args;
        checkAddress("webhook.url", url);
        checkAddress("webhook.confirmUrl", confirmUrl);
        if (secret === undefined || secret === "") {
            throw new Error("webhook.secret is missing; expected the key by which the service checks the signature");
        }
        const { host, pathname } = new URL(url);
        this.name = name ?? `${host}${pathname}`.replace(/[^A-Za-z0-9_.-]+/g, "-").replace(/-$/, "");
        this.settings = { url, confirmUrl, field };
        this.secret = pulumi.secret(secret);
        this.deadline = deadline;
        this.after = namesOf(after);
    }
}

/** Shortest key of a signature. */
const MIN_KEY_LENGTH = 16;

/**
 * What is signed: the time of sending, a dot, and the body. With the time in it, a receiver that refuses what is older than
 * some minutes cannot be told the same again by somebody who listened.
 */
export function signatureOf(key: string, timestamp: string, body: string): string {
    return `v1=${createHmac("sha256", key).update(`${timestamp}.${body}`).digest("hex")}`;
}

/** The POST of a release, its headers and its body. */
export function signed(release: Release, key: string, now: Date): { headers: Record<string, string>; body: string } {
    const { credential, generation, slot, publishedAt } = release;
    const body = JSON.stringify({ credential, generation, slot, publishedAt });
    const timestamp = String(Math.floor(now.getTime() / 1000));
    return {
        headers: {
            "content-type": "application/json",
            "x-rotation-timestamp": timestamp,
            "x-rotation-delivery": randomUUID(),
            "x-rotation-signature": signatureOf(key, timestamp, body),
        },
        body,
    };
}

export const webhookDriver: ConsumerDriver<WebhookSettings> = {
    type: "webhook",

    title: ({ url }) => `webhook ${redacted(url)}`,

    async refresh({ settings, secret = "" }: ConsumerAccess<WebhookSettings>, release: Release) {
        if (secret.length < MIN_KEY_LENGTH) {
            throw new Error(`its secret has ${secret.length} characters; expected at least ${MIN_KEY_LENGTH}`);
        }
        const { headers, body } = signed(release, secret, new Date());
        let status: number;
        try {
            const signal = AbortSignal.timeout(TIMEOUT_MS);
            const answer = await outgoing(settings.url, { method: "POST", headers, body, signal, redirect: "manual" });
            await answer.body?.cancel();
            status = answer.status;
        } catch (error) {
            throw new Error(`${redacted(settings.url)}: ${failure(error)}`);
        }
        if (status >= 200 && status < 300) return;
        const hint = status === 401 || status === 403 ? "; does it check the signature with the same secret?" : "";
        throw new Error(`${redacted(settings.url)} answered ${status}${hint}${redirected(status)}`);
    },

    confirm({ settings }, release) {
        return requestAddress(settings.confirmUrl, settings.field, release);
    },
};
