import * as rotation from "pulumi-credential-rotation";

// The secret of a web session, in Vault: weekly. Sessions live for a day, so the value before is accepted for two.
const session = new rotation.StaticSecret("session", {
    rotation: { schedule: { every: "168h" }, overlap: "48h" },
    stores: [new rotation.VaultKv({ path: "secret/web/session" })],
});

// A key that signs webhooks, in Parameter Store: monthly, as 32 bytes in hex.
const webhooks = new rotation.StaticSecret("webhooks", {
    length: 64,
    alphabet: "hex",
    rotation: { schedule: "monthly", overlap: "24h" },
    stores: [new rotation.SsmParameters({ prefix: "/rotation-example/webhooks", names: { value: "signing_key" } })],
});

/** When they rotate next; consumers read the values from the stores. */
export const nextRotation = { session: session.nextRotation, webhooks: webhooks.nextRotation };

/** What the Vault token must be allowed to do. */
export const policy = rotation.vaultRotatorPolicy({ stores: [new rotation.VaultKv({ path: "secret/web/session" })] });
