import type * as vaultModule from "@pulumi/vault";

/** It is large, so it is loaded where the first of these resources is made. */
export function vault(): typeof vaultModule {
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    return require("@pulumi/vault") as typeof vaultModule;
}
