export { startAgent } from "./agent";
export { VaultError, type VaultReply } from "./api";
export type { VaultCall } from "./audit";
export { needVault, vaultProgram } from "./program";
export { startVault, type Vault } from "./startVault";
