import { quoted } from "./names";
import { describeSessions, FoundRole } from "./roles";

/**
 * Why a login does not leave yet; undefined if nothing speaks against it.
 *
 * @param owner the role that it runs as, if that exists
 * @param terminate true if open sessions are ended with it
 */
export function useOf(
    role: FoundRole,
    ownerName: string,
    owner: FoundRole | undefined,
    terminate: boolean,
): string | undefined {
    const { login, sessions, privileges } = role;
    const open = terminate && login ? [] : sessions;
    const stuck = stuckWith(role, ownerName, owner);
    const uses = [
        ...(stuck === undefined ? [] : [stuck]),
        ...(open.length > 0 ? [describeSessions(open)] : []),
        ...(privileges.length > 0
            ? [
                  `it was granted ${privileges.join(", ")} directly, which its successor lacks; grant them to ${ownerName} and revoke them from it`,
              ]
            : []),
    ];
    return uses.length > 0 ? uses.join("; ") : undefined;
}

/** Why what a login owns could not be handed over, so that it could not be dropped; seen before it is disabled. */
function stuckWith({ name, owns, usable, admin }: FoundRole, ownerName: string, owner?: FoundRole): string | undefined {
    if (owns.length === 0) return undefined;
    const missing = [...(usable ? [] : [name]), ...(owner && !owner.usable ? [owner.name] : [])];
    if (missing.length === 0) return undefined;
    const places = owns.map((database) => (database === null ? "what all databases share" : JSON.stringify(database)));
    return (
        `it owns something itself in ${places.join(", ")}, which ${JSON.stringify(admin)} could not hand over to ` +
        `${JSON.stringify(ownerName)}; run GRANT ${missing.map(quoted).join(", ")} TO ${quoted(admin)}`
    );
}
