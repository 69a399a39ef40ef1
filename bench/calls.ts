/**
 * What the rotation of one IAM key cannot do without, published to SSM as three parameters and a record: no fewer calls
 * can make, prove, publish and confirm it.
 */
export const NEEDED: Record<string, { times: number; why: string }> = {
    ListAccessKeys: { times: 1, why: "is there a place, and does the live key stand" },
    CreateAccessKey: { times: 1, why: "the new key" },
    GetCallerIdentity: {
        times: 5,
        why: "STS within reach, before there is a key; three successes in a row; one with what the store gives back",
    },
    PutParameter: { times: 4, why: "identifier, secret, both together, record" },
    GetParameter: { times: 4, why: "the record before, and what was published read back" },
};

/** How many calls that is. */
export function callsNeeded(): number {
    return Object.values(NEEDED).reduce((sum, { times }) => sum + times, 0);
}

/** Calls for each rotation, of those that were made for so many. */
export function perRotation(actions: Record<string, number>, rotations: number): Record<string, number> {
    return Object.fromEntries(
        Object.entries(actions).map(([action, times]) => [action, Math.round((times / rotations) * 100) / 100]),
    );
}
