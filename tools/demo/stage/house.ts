import type { Aws } from "../../../test/support/aws";
import { startVault, type Vault } from "../../../test/support/vault";

/** What all credentials share: the emulated AWS, and servers that are started when the first of them asks. */
export class House {
    private starting?: Promise<Vault>;

    constructor(readonly aws: Aws) {}

    /** A real Vault; ends with this process. */
    vault(): Promise<Vault> {
        return (this.starting ??= startVault());
    }

    /** Ends everything that was started. */
    async close(): Promise<void> {
        const vault = await this.starting?.catch(() => undefined);
        await vault?.stop();
        await this.aws.close();
    }
}
