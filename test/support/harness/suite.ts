import assert from "node:assert/strict";
import { startAws, type Aws } from "../aws";
import { ACCOUNT } from "../aws/moto/account";
import { borrowMoto } from "../aws/moto/pool";
import { engine } from "./engine";

/** What a suite of engine tests shares. */
export interface EngineSuite {
    /** An account of its own, once `before` has run. */
    aws: Aws;
}

let names = 0;

/**
 * Tests on the real engine against one emulator. A request that the emulator does not know fails the test. One may take so
 * many milliseconds.
 */
export function engineSuite(title: string, define: (suite: EngineSuite) => void, patienceMs = 900_000): void {
    describe(title, function () {
        this.timeout(patienceMs);
        const suite = {} as EngineSuite;
        before(async () => {
            const { python } = engine();
            suite.aws = await startAws({ python, moto: borrowMoto(python, ACCOUNT) });
            process.env.AWS_ENDPOINT_URL_CLOUDTRAIL = suite.aws.endpoint; // for programs that run in this process
        });
        afterEach(() => {
            suite.aws.setDelays({});
            assert.deepEqual(suite.aws.unmatched.splice(0), [], "requests that are not emulated");
        });
        after(() => suite.aws?.close());
        define(suite);
    });
}

/** A name that no other test of this file uses. */
export function fresh(prefix: string): string {
    return `${prefix}${++names}`;
}
