import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { type EngineSuite, engineSuite, type Run, type Stack, withStack } from "../support/harness";
import {
    inSsm,
    inVault,
    type Kind,
    type Make,
    postgresLogin,
    type Service,
    staticSecret,
} from "../proof/engine/kinds/kinds";
import { stay } from "../support/door";
import { vendorKinds } from "../proof/engine/kinds/vendors";
import { at } from "./support/story";

const ROOT = path.resolve(__dirname, "../..");

/** The only line of a file that runs `pulumi up` with a stack. */
function lineOf(file: string, pattern: RegExp): string {
    const found = [...readFileSync(path.join(ROOT, file), "utf8").matchAll(new RegExp(pattern, "gm"))].map(
        ([, line]) => line,
    );
    assert.equal(new Set(found).size, 1, `${file} has these lines: ${found.join(" | ")}`);
    return found[0];
}

const README = lineOf("README.md", /^\$ (pulumi up --yes.*)$/);
const GITHUB = lineOf("examples/ci/github-actions.yml", /run: (pulumi up .*)$/);
const GITLAB = lineOf("examples/ci/gitlab-ci.yml", /^ +- (pulumi up .*)$/);

/** The life of a credential, each run by a command as it is written for users: issue, rotation, two that retire, nothing. */
const LIFE: [string, string][] = [
    [README, at(0, 12)],
    [README, at(30)],
    [GITHUB, at(31)],
    [GITLAB, at(32)],
    [README, at(32, 1)],
];

const MAKERS: Record<string, Make> = {
    "an IAM key in Parameter Store": inSsm,
    "an IAM key in Vault": inVault,
    "a static secret": staticSecret,
    "a PostgreSQL login": postgresLogin,
    ...Object.fromEntries(Object.entries(vendorKinds).map(([vendor, make]) => [`an API key of ${vendor}`, make])),
};

/*
 * Proves: the commands of README and pipelines, taken from the files, carry a credential of every kind through its life.
 * Does not prove: the official language host and providers, which are not to be had here.
 */
engineSuite("the commands of README and pipelines, word for word", (suite) => {
    let played: Played;

    before(async () => {
        played = await play(suite, Object.values(MAKERS));
    });

    for (const [index, title] of Object.keys(MAKERS).entries()) {
        // Holds 18.
        it(`rotate and retire ${title}`, () => {
            const { kind, logins, failures, left } = played.kinds[index];
            assert.deepEqual(failures, [], "the service that uses it failed");
            assert.ok(logins > 0, "the service never came to use it");
            assert.equal(played.generations[kind.name], 2);
            const standing = kind.name.startsWith("seal") ? left.filter((one) => /previous/.test(one)) : left;
            assert.equal(standing.length, kind.name.startsWith("seal") ? 0 : 1, standing.join());
        });
    }

    it("end well each time, and the last one finds nothing to do", () => {
        for (const [index, run] of played.runs.entries()) assert.equal(run.code, 0, `${LIFE[index][0]}\n${run.text}`);
        assert.deepEqual(played.runs[4].mutations, []);
        assert.match(played.runs[4].text, /\d+ unchanged/);
    });
});

interface Played {
    kinds: { kind: Kind; logins: number; failures: unknown[]; left: string[] }[];
    generations: Record<string, number>;
    runs: Run[];
}

async function play(suite: EngineSuite, makers: Make[]): Promise<Played> {
    const { aws } = suite;
    const made = await Promise.all(makers.map((make) => make(suite, () => stay, 1)));
    const services: Service[] = [];
    try {
        const kinds = made.flatMap((one) => one.kinds);
        const config = Object.assign({}, ...made.map((one) => one.config)) as Record<string, unknown>;
        const credentials = kinds.map(({ entry }) => entry);
        const options = {
            aws,
            credentials,
            config,
            now: LIFE[0][1],
            name: "prod",
            asWritten: true,
            rotator: aws.admin,
        };
        let result: Played | undefined;
        await withStack(options, async (stack: Stack) => {
            for (const kind of kinds) services.push(await kind.serve());
            const runs: Run[] = [];
            for (const [line, now] of LIFE) {
                for (const { setNow } of made) setNow?.(new Date(now));
                runs.push(await stack.typed(line, { now }));
                for (const { reload } of services) await reload?.();
            }
            const status = (await stack.outputs()).status as Record<string, { generation: number }>;
            const generations = Object.fromEntries(Object.entries(status).map(([name, one]) => [name, one.generation]));
            const seen = kinds.map(async (kind, index) => {
                const { consumer } = services[index];
                await consumer.attempts(3);
                const { logins, failures } = consumer.stats();
                return { kind, logins, failures, left: await kind.left() };
            });
            result = { kinds: await Promise.all(seen), generations, runs };
            for (const { consumer } of services) await consumer.stop();
        });
        for (const { tidy } of kinds) await tidy?.();
        assert.ok(result);
        return result;
    } finally {
        for (const { consumer } of services) await consumer.stop();
        for (const one of made) await one.close();
    }
}
