import assert from "node:assert/strict";
import { promises as fs } from "node:fs";
import * as path from "node:path";
import { EngineSuite, engineSuite, fresh, Stack, withStack } from "../support/harness";
import { startProxy } from "../support/network/proxy";
import { at, credential } from "./support/story";

/** The addresses are AWS's own; a proxy that signs anew is the only way to them. */
engineSuite("a rotation behind a proxy", (suite) => {
    it("goes out by HTTPS_PROXY and AWS_CA_BUNDLE, the providers' calls and the package's own", async () => {
        await behind(suite, undefined, async ({ stack, user, asked }) => {
            await stack.ok();
            await stack.ok({ now: at(30) });
            assert.equal(suite.aws.keys(user).length, 2);
            for (const service of ["iam", "ssm", "sts"])
                assert.match(asked.join(), new RegExp(`CONNECT ${service}[.\\w-]*\\.amazonaws\\.com:443`));
        });
    });

    it("makes no key that could not be tried from here, and says which address is not reached", async () => {
        await behind(suite, /^sts\./, async ({ stack, user }) => {
            const { mutations } = await stack.fails(/sts[.\w-]*amazonaws\.com.*HTTPS_PROXY/s);
            assert.deepEqual(mutations, []);
            assert.deepEqual(suite.aws.keys(user), []);
        });
    });
});

interface Behind {
    stack: Stack;
    user: string;
    asked: string[];
}

/** A stack whose every command finds the proxy in its environment, and no endpoint in its configuration. */
async function behind(
    { aws }: EngineSuite,
    closed: RegExp | undefined,
    tell: (story: Behind) => Promise<void>,
): Promise<void> {
    const user = fresh("proxied");
    await aws.createUser(user);
    const proxy = await startProxy(aws.endpoint, ["*.amazonaws.com", `*.${aws.region}.amazonaws.com`], closed);
    const config = { "aws:endpoints": undefined };
    try {
        const options = {
            aws,
            credentials: [credential(user)],
            rotator: aws.admin,
            config,
            now: at(0, 12),
            warm: false,
        };
        await withStack(options, async (stack) => {
            const bundle = path.join(stack.place.project, "proxy.pem");
            await fs.writeFile(bundle, proxy.ca);
            const unset = { NO_PROXY: "", no_proxy: "", NODE_EXTRA_CA_CERTS: "" };
            Object.assign(stack.place.env, unset, { HTTPS_PROXY: proxy.url, AWS_CA_BUNDLE: bundle });
            await tell({ stack, user, asked: proxy.asked });
        });
    } finally {
        await proxy.close();
    }
}
