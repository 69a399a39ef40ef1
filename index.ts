import { build } from "./stack/createCredentials";
import { readCredentials } from "./stack/config";
import { leftOut, LeftOutGuard } from "./stack/excluded";

/** Failing credentials that `credential-rotation up` keeps out of this run; usually none. */
const absent = leftOut();
if (absent.size > 0) new LeftOutGuard();

/** Rotates the credentials that the stack's configuration lists; see docs/configuration.md. */
const credentials = build(readCredentials([...absent.keys()]));

/** Where each credential stands. */
export const status = {
    ...Object.fromEntries([...absent].filter(([, last]) => last !== null)),
    ...Object.fromEntries(
        Object.entries(credentials).map(([name, credential]) => [
            name,
            {
                currentSlot: credential.currentSlot,
                generation: credential.generation,
                rotatedAt: credential.rotatedAt,
                nextRotation: credential.nextRotation,
                previousPhase: credential.previousPhase,
            },
        ]),
    ),
};
