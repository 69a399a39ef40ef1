import { createHash } from "node:crypto";
import { Release } from "./consumer";

/** Before the name of the credential, in annotations and tags. */
const PREFIX = "pulumi-credential-rotation/";

/** Longest part of an annotation's key behind the slash (Kubernetes: 63 characters). */
const MAX_LENGTH = 63;

/**
 * A run publishes some moments after the time that it gives the release. What a consumer did by itself within this time
 * may have come before that, so it proves nothing.
 */
const CLOCK_MARGIN_MS = 3_600_000;

/** Under which key a consumer carries what it was last asked for. Good for annotations and for tags of AWS. */
export function releaseAnnotationKey({ credential }: Release): string {
    const plain = credential.replace(/[^A-Za-z0-9._-]/g, "-").replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, "");
    if (plain === credential && plain.length <= MAX_LENGTH) return PREFIX + plain;
    const digits = createHash("sha256").update(credential).digest("hex").slice(0, 8);
    const cut = plain.slice(0, MAX_LENGTH - 9).replace(/[^A-Za-z0-9]+$/, "");
    return `${PREFIX}${cut}${cut === "" ? "" : "-"}${digits}`;
}

/**
 * What a consumer was asked for, readable by people: `generation=4 published=2026-03-01T00:00:00Z`, and behind it what the
 * consumer's side showed at that moment, `after=…`. Whatever the consumer did since then it did after the release was
 * published, and no two clocks are compared for this.
 */
export function releaseAnnotationText({ generation, publishedAt }: Release, after?: string): string {
    return `generation=${generation} published=${publishedAt}${after === undefined ? "" : ` after=${after}`}`;
}

/** What stood behind `after=` in a mark of this release; undefined if it is none. */
export function readReleaseAnnotation(text: string | undefined, release: Release): { after: string } | undefined {
    const start = releaseAnnotationText(release, "");
    return text?.startsWith(start) ? { after: text.slice(start.length) } : undefined;
}

/** True if what the consumer did by itself at that time was surely done after the release was published. */
export function isProvablyAfter(at: Date, { publishedAt }: Release): boolean {
    return at.getTime() > Date.parse(publishedAt) + CLOCK_MARGIN_MS;
}
