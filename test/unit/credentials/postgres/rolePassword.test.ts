import assert from "node:assert/strict";
import type * as random from "@pulumi/random";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { generatePassword } from "../../../../components/credentials/postgres/generatedPassword";

/** Stands for the library and keeps what its password is asked for with. */
function asked(minting: boolean, ignoreChanges?: string[]): { length: number; ignored: string[] | undefined } {
    let seen: [{ length: number }, CustomResourceOptions] | undefined;
    const lib = {
        RandomPassword: class {
            result = "Aa1";
            constructor(_name: string, args: { length: number }, opts: CustomResourceOptions) {
                seen = [args, opts];
            }
        },
        RandomBytes: class {
            base64 = "AAAA";
        },
    };
    generatePassword(
        lib as unknown as typeof random,
        "app-blue",
        64,
        { generation: 3, creating: minting },
        { ignoreChanges },
    );
    assert.ok(seen);
    return { length: seen[0].length, ignored: seen[1].ignoreChanges };
}

describe("The password of a PostgreSQL login", () => {
    it("has the length that is asked for when it is made, and keeps the one that it has after that", () => {
        assert.deepEqual(asked(true), { length: 64, ignored: undefined });
        assert.deepEqual(asked(false), { length: 64, ignored: ["length"] });
        assert.deepEqual(asked(false, ["status"]), { length: 64, ignored: ["status", "length"] });
    });
});
