import { build } from "./stack/build";
import { readCredentials } from "./stack/config";

/** Rotates the credentials that the stack's configuration lists; see docs/configuration.md. */
const credentials = build(readCredentials());

/** Where each credential stands. */
export const status = Object.fromEntries(
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
);
