import { type ConditionContext, type PolicyDocument, type Statement, like, list } from "./document";

export type Decision = "allow" | "deny" | "none";

/** What a caller wants to do: one action on one resource. */
export interface Request {
    action: string;
    resource: string;
    context: ConditionContext;
}

/** Decides by IAM's rule: an explicit deny wins, then an allow, and nothing is a refusal. */
export function evaluate(policies: PolicyDocument[], request: Request): Decision {
    let decision: Decision = "none";
    for (const policy of policies) {
        for (const statement of list(policy.Statement)) {
            if (!applies(statement, request)) continue;
            if (statement.Effect === "Deny") return "deny";
            if (statement.Effect === "Allow") decision = "allow";
        }
    }
    return decision;
}

function applies(statement: Statement, request: Request): boolean {
    return (
        coversAction(statement, request.action) &&
        coversResource(statement, request.resource, request.context) &&
        conditionsHold(statement, request.context)
    );
}

function coversAction(statement: Statement, action: string): boolean {
    const fits = (pattern: string): boolean => like(pattern, action, true);
    if (statement.NotAction !== undefined) return !list(statement.NotAction).some(fits);
    return list(statement.Action).some(fits);
}

function coversResource(statement: Statement, resource: string, context: ConditionContext): boolean {
    const fits = (pattern: string): boolean => like(withVariables(pattern, context), resource);
    if (statement.NotResource !== undefined) return !list(statement.NotResource).some(fits);
    return list(statement.Resource).some(fits);
}

/** Fills in policy variables such as `${aws:username}`; one without a value matches nothing. */
function withVariables(pattern: string, context: ConditionContext): string {
    return pattern.replace(/\$\{([^}]+)\}/g, (_, name: string) => lookup(context, name) ?? "\0");
}

function lookup(context: ConditionContext, name: string): string | undefined {
    return context[name.toLowerCase()];
}

const OPERATORS: Record<string, (wanted: string, found: string) => boolean> = {
    StringEquals: (wanted, found) => wanted === found,
    StringEqualsIgnoreCase: (wanted, found) => wanted.toLowerCase() === found.toLowerCase(),
    StringLike: (wanted, found) => like(wanted, found),
    ArnEquals: (wanted, found) => like(wanted, found),
    ArnLike: (wanted, found) => like(wanted, found),
    Bool: (wanted, found) => wanted.toLowerCase() === found,
};

/**
 * A condition that the guard doesn't understand, or whose value isn't known, does not hold. For a
 * Deny statement that would be lenient, so there it counts as holding.
 */
function conditionsHold(statement: Statement, context: ConditionContext): boolean {
    return Object.entries(statement.Condition ?? {}).every(([operator, keys]) => {
        const negated = /^String(Not)(Equals|Like)$/.exec(operator);
        const compare = OPERATORS[negated ? `String${negated[2]}` : operator];
        if (!compare) return statement.Effect === "Deny";
        return Object.entries(keys).every(([key, wanted]) => {
            const found = lookup(context, key);
            if (found === undefined) return statement.Effect === "Deny" || negated !== null;
            const some = list(wanted).some((value) => compare(String(value), found));
            return negated ? !some : some;
        });
    });
}
