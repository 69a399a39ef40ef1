/**
 * The provider behind the guard of a run that leaves credentials out (see stack/excluded.ts). It refuses always. A run
 * that excludes what it leaves out excludes the guard too, and the engine then never asks; any other run would delete
 * what is not registered, and this stops it before.
 */
export function check() {
    const reason =
        "credentials are left out of this program, and this run does not exclude them: it would delete them. Nothing was " +
        "deleted. Unset ROTATION_LEFT_OUT; only `credential-rotation up` sets it, together with --exclude";
    return { failures: [{ property: "", reason }] };
}

/** Never comes to be. */
export function create() {
    throw new Error("the guard of a run that leaves credentials out is never created");
}
