import { Place } from "./objects";

/** One rule of a Role, as it stands in YAML. */
export interface Rule {
    apiGroups: string[];
    resources: string[];
    verbs: string[];
    resourceNames?: string[];
}

/** A service account that may call, within one namespace. */
export interface Account {
    user: string;
    namespace: string;
    rules: Rule[];
}

/** Whether the rules of an account allow it; only what a rule names is allowed. */
export function mayDo({ rules, namespace }: Account, verb: string, place: Place): boolean {
    return rules.some(
        (rule) =>
            (namespace === place.namespace || namespace === "*") &&
            covers(rule.apiGroups, place.group) &&
            covers(rule.resources, place.resource) &&
            covers(rule.verbs, verb) &&
            (rule.resourceNames === undefined || rule.resourceNames.includes(place.name)),
    );
}

function covers(list: string[], wanted: string): boolean {
    return list.includes("*") || list.includes(wanted);
}
