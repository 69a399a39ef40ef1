/* eslint-disable @typescript-eslint/no-require-imports -- an optional peer, loaded where it is first used */
import { peer } from "../../shared/peers";
import type sodiumModule from "libsodium-wrappers";

/** A box that only GitHub opens, in base64: https://docs.github.com/rest/guides/encrypting-secrets-for-the-rest-api */
export async function seal(value: string, publicKey: string): Promise<string> {
    const sodium = load();
    await sodium.ready;
    const { base64_variants: variants } = sodium;
    const key = sodium.from_base64(publicKey, variants.ORIGINAL);
    return sodium.to_base64(sodium.crypto_box_seal(sodium.from_string(value), key), variants.ORIGINAL);
}

/** @throws Error that says what to install */
export function load(): typeof sodiumModule {
    return peer(
        "libsodium-wrappers",
        "secrets of GitHub Actions",
        () => require("libsodium-wrappers") as typeof sodiumModule,
    );
}
