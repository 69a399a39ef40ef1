type OneOrMore = string | string[];

/** One statement of an IAM policy document. */
export interface Statement {
    Sid?: string;
    Effect: "Allow" | "Deny";
    Action?: OneOrMore;
    NotAction?: OneOrMore;
    Resource?: OneOrMore;
    NotResource?: OneOrMore;
    Principal?: "*" | Record<string, OneOrMore>;
    Condition?: Record<string, Record<string, OneOrMore>>;
}

/** An IAM policy document, as much of it as the guard understands. */
export interface PolicyDocument {
    Version?: string;
    Id?: string;
    Statement: Statement | Statement[];
}

/** The values that a policy's conditions can ask for. */
export type ConditionContext = Record<string, string | undefined>;

export function list<T>(value: T | T[] | undefined): T[] {
    if (value === undefined) return [];
    return Array.isArray(value) ? value : [value];
}

const patterns = new Map<string, RegExp>();

/** Whether a text fits a pattern in which `*` is any run and `?` any one character. */
export function like(pattern: string, text: string, ignoreCase = false): boolean {
    const name = `${ignoreCase}${pattern}`;
    let regexp = patterns.get(name);
    if (!regexp) {
        const source = pattern
            .replace(/[.+^${}()|[\]\\]/g, "\\$&")
            .replace(/\*/g, "[^]*")
            .replace(/\?/g, "[^]");
        regexp = new RegExp(`^${source}$`, ignoreCase ? "i" : "");
        patterns.set(name, regexp);
    }
    return regexp.test(text);
}
