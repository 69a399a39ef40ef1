/** What a place that keeps texts by name says of one: its text, and whether this package wrote it. */
export interface FoundText {
    text: string;
    isOurs: boolean;
}

/** A service that keeps texts by name, each with its older versions. */
export interface TextPlace {
    /** Where it is, for sentences: `myapp in Secret Manager of acme-prod`. */
    title: string;
    /** The text that is given out now; undefined where there is none, every other failure is thrown. */
    read(): Promise<FoundText | undefined>;
    /** Gives out this text from now on. */
    write(text: string): Promise<void>;
    /** Takes all of it away; what is gone already is a success. */
    remove(): Promise<void>;
    /** Why nothing can be written though nothing is there; the sentence goes on from the title. Undefined where it can. */
    blockedBy?(): Promise<string | undefined>;
}

/** Why a text that stands there may not be written over; undefined if it may. */
export function whyForeign(title: string, found: FoundText | undefined, overwrite: boolean): string | undefined {
    if (found === undefined || found.isOurs || overwrite) return undefined;
    return `${title} exists and was not made here; it was left as it is. Give the store another name, or set overwrite: true`;
}
