import assert from "node:assert/strict";
import type { AgentLogin } from "../../../../components/vault/agent/args";
import {
    agentPolicy,
    type AgentSettings,
    checkOverlap,
    renderAgentConfig,
} from "../../../../components/vault/agent/render";

const template = {
    secret: { path: "secret/myapp/api_key", field: "key" },
    destination: "/run/secrets/api_key",
    exec: { command: ["systemctl", "reload", "myapp"] },
};
const guide: AgentSettings = {
    address: "https://vault.internal:8200",
    login: { aws: { role: "myapp-rotation" } },
    templates: [template],
};

describe("the configuration of vault agent", () => {
    it("has what the rotation guide's has, with mode 0600 and a reload in the present form", () => {
        assert.equal(
            renderAgentConfig(guide),
            `vault {
  address = "https://vault.internal:8200"
}

auto_auth {
  method "aws" {
    config {
      type = "iam"
      role = "myapp-rotation"
    }
  }
}

template_config {
  static_secret_render_interval = "300s"
  exit_on_retry_failure = false
}

template {
  contents = "{{ with secret \\"secret/data/myapp/api_key\\" }}{{ .Data.data.key }}{{ end }}"
  destination = "/run/secrets/api_key"
  perms = "0600"
  create_dest_dirs = true
  error_on_missing_key = true
  exec {
    command = ["systemctl", "reload", "myapp"]
    timeout = "30s"
  }
}
`,
        );
    });

    const logins: [AgentLogin, RegExp][] = [
        [
            { aws: { role: "r", region: "eu-central-1", headerValue: "vault", mountPath: "auth/prod" } },
            /method "aws" \{\s+mount_path = "auth\/prod"\s+config \{\s+type = "iam"\s+role = "r"\s+region = "eu-central-1"\s+header_value = "vault"\s+\}/,
        ],
        [
            { appRole: { roleIdFile: "/etc/role", secretIdFile: "/etc/secret" } },
            /method "approle" \{\s+config \{\s+role_id_file_path = "\/etc\/role"\s+secret_id_file_path = "\/etc\/secret"\s+remove_secret_id_file_after_reading = true/,
        ],
        [{ kubernetes: { role: "r" } }, /method "kubernetes" \{\s+config \{\s+role = "r"\s+\}/],
        [{ tokenFile: { path: "/token" } }, /method "token_file" \{\s+config \{\s+token_file_path = "\/token"/],
    ];
    for (const [login, expected] of logins) {
        it(`logs in with ${Object.keys(login)[0]}`, () => {
            assert.match(renderAgentConfig({ ...guide, login }), expected);
        });
    }

    it("runs a program with secrets in its environment in place of files", () => {
        const program = {
            command: ["./server", "--port", "80"],
            env: { API_KEY: { secret: template.secret }, PRICE: { contents: 'a "quoted" ${text}\n' } },
        };
        const text = renderAgentConfig({ ...guide, templates: undefined, program });
        assert.match(text, /env_template "API_KEY" \{\s+contents = "\{\{ with secret/);
        assert.match(text, /contents = "a \\"quoted\\" \\u0024\{text\}\\n"/);
        assert.match(
            text,
            /exec \{\s+command = \["\.\/server", "--port", "80"\]\s+restart_on_secret_changes = "always"/,
        );
        assert.doesNotMatch(text, /^template \{/m);
    });

    it("gives the least policy: reading exactly the secrets that it names", () => {
        const first = {
            ...template,
            secret: { path: "kv/prod/old/key", mount: "kv/prod", kvVersion: 1 as const, field: "k" },
        };
        assert.equal(
            agentPolicy({ ...guide, templates: [template, first, { ...template, secret: undefined, contents: "x" }] }),
            [
                'path "auth/token/lookup-self" {\n  capabilities = ["read"]\n}\n',
                'path "auth/token/renew-self" {\n  capabilities = ["update"]\n}\n',
                'path "secret/data/myapp/api_key" {\n  capabilities = ["read"]\n}\n',
                'path "kv/prod/old/key" {\n  capabilities = ["read"]\n}\n',
            ].join("\n"),
        );
    });

    const mistakes: [string, Partial<AgentSettings>, RegExp][] = [
        [
            "an address in plain text",
            { address: "http://vault:8200" },
            /"http:\/\/vault:8200"; expected one like "https:/,
        ],
        ["no login", { login: {} }, /^Error: login: \[\]; expected exactly one of aws, appRole, kubernetes, tokenFile/],
        [
            "two logins",
            { login: { aws: { role: "r" }, tokenFile: { path: "/t" } } },
            /login: \["aws","tokenFile"\]; expected exactly one/,
        ],
        ["no role", { login: { aws: { role: "" } } }, /login\.aws\.role: ""; expected a text that is not empty/],
        ["nothing to write", { templates: [] }, /templates: 0; expected files to write, or a program to run/],
        [
            "files and a program",
            { program: { command: ["x"], env: { A: { contents: "x" } } } },
            /templates: 1; expected files to write, or a program to run, not both/,
        ],
        [
            "a file somewhere",
            { templates: [{ ...template, destination: "api_key" }] },
            /templates\[0\]\.destination: "api_key"; expected an absolute path/,
        ],
        [
            "a mode that is none",
            { templates: [template, { ...template, perms: "600 " }] },
            /templates\[1\]\.perms: "600 "; expected a mode in octal, like "0600"/,
        ],
        [
            "a field that no template can name",
            { templates: [{ ...template, secret: { path: "secret/a", field: "api-key" } }] },
            /templates\[0\]\.secret\.field: "api-key"; expected letters, digits and "_"; for another name, write contents/,
        ],
        [
            "a path without an engine",
            { templates: [{ ...template, secret: { path: "key", field: "key" } }] },
            /templates\[0\]\.secret\.path: "key"; expected an engine and a name below it/,
        ],
        [
            "a secret and contents",
            { templates: [{ ...template, contents: "x" }] },
            /templates\[0\]: \["secret","contents"\]; expected exactly one of secret, contents/,
        ],
        [
            "a command in one text",
            { templates: [{ ...template, exec: { command: "systemctl reload myapp" as unknown as string[] } }] },
            /templates\[0\]\.exec\.command: "systemctl reload myapp"; expected a program and its arguments/,
        ],
        ["an interval that is none", { renderInterval: "5 minutes" }, /renderInterval: "5 minutes" is not a duration/],
        ["an interval of nothing", { renderInterval: "0s" }, /renderInterval: "0s"; expected at least a second/],
        [
            "a variable that no shell takes",
            { templates: [], program: { command: ["x"], env: { "API-KEY": { contents: "x" } } } },
            /program\.env: "API-KEY"; expected names of letters/,
        ],
    ];
    for (const [what, change, error] of mistakes) {
        it(`refuses ${what}`, () => assert.throws(() => renderAgentConfig({ ...guide, ...change }), error));
    }
});

describe("the overlap of a credential that an agent passes on", () => {
    const minutes = 60_000;

    it("must be longer than the interval and the reload", () => {
        assert.doesNotThrow(() => checkOverlap("db", 5 * minutes + 30_001, guide));
        assert.throws(
            () => checkOverlap("db", 5 * minutes + 30_000, guide),
            /renderInterval: "5m", with the longest reload 5 min 30 s, is not shorter than the overlap of db, 5 min 30 s/,
        );
    });

    it("may be as short as the interval is", () => {
        assert.doesNotThrow(() => checkOverlap("db", 5 * minutes, { ...guide, renderInterval: "30s" }));
    });
});
