import type * as postgresql from "@pulumi/postgresql";
import { SlotRequest } from "../../rotation/credentialKind";
import { otherSlot, Slot } from "../../decision/types";
import { RoleNames } from "./names";
import { FoundRole } from "./roles";
import { inherited, nativeOf, Traits } from "./traits";

/** What a new login in this slot is given. */
export function traitsFor(names: RoleNames, found: FoundRole[], slot: Slot): Traits {
    const role = (wanted: string) => found.find(({ name }) => name === wanted)?.traits;
    return inherited(role(names.owner), role(names[otherSlot(slot)]) ?? role(names[slot]), names.owner);
}

/**
 * The arguments of a login that hold what belongs to it. The provider sets the search path at each change of a login, to none
 * where none is named: one that is about to change is named the one that it has.
 */
export function givenTo(
    names: RoleNames,
    found: FoundRole[],
    { slot, creating, enabled }: Pick<SlotRequest, "slot" | "creating" | "enabled">,
): Partial<postgresql.RoleArgs> {
    if (creating) {
        const traits = traitsFor(names, found, slot);
        return { roles: [names.owner, ...traits.memberships.map(({ name }) => name)], ...nativeOf(traits) };
    }
    const own = found.find(({ name }) => name === names[slot]);
    const more = (own?.traits.memberships ?? []).filter(({ name, grantable }) => name !== names.owner && grantable);
    const roles = [names.owner, ...more.map(({ name }) => name)];
    const { searchPaths } = own && own.login !== enabled ? nativeOf(own.traits) : {};
    return searchPaths ? { roles, searchPaths } : { roles };
}

/** The arguments that stay as they are in the state: what somebody set on a login since is not undone. */
export function keptOf(
    names: RoleNames,
    found: FoundRole[],
    request: Pick<SlotRequest, "slot" | "creating" | "enabled">,
): string[] {
    const { searchPaths } = givenTo(names, found, request);
    return [...OWNER_IGNORED_ROLE_FIELDS, ...(searchPaths ? [] : ["searchPaths"])];
}

/** What somebody may change of a login without our undoing it. */
const OWNER_IGNORED_ROLE_FIELDS = ["connectionLimit", "statementTimeout", "idleInTransactionSessionTimeout"];
