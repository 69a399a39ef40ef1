import assert from "node:assert/strict";
import { once } from "node:events";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { removeBare, secretState, verdictOn } from "../../../../components/stores/secretsManager/secretState";

describe("a secret that a read does not find", function () {
    this.timeout(30_000);
    const asked: string[] = [];
    let answers: [number, object][] = [];
    const server = http.createServer((request, response) => {
        asked.push(String(request.headers["x-amz-target"]).replace("secretsmanager.", ""));
        const [status, body] = answers.shift() ?? [400, { __type: "ResourceNotFoundException" }];
        request.resume().once("end", () => {
            response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }).end(JSON.stringify(body));
        });
    });
    let settings: Parameters<typeof secretState>[0];
    before(async () => {
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        const secretsmanager = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
        settings = {
            region: "us-east-1",
            accessKey: "A",
            secretKey: "s",
            endpoints: { secretsmanager },
            assumeRoles: [],
        };
    });
    beforeEach(() => void asked.splice(0));
    after(() => server.close());

    it("is none, a bare name, one with a value or one that is scheduled for deletion", async () => {
        const stages = { VersionIdsToStages: { v: ["AWSCURRENT"] } };
        answers = [
            [400, { __type: "ResourceNotFoundException" }],
            [200, { Name: "a" }],
            [200, { Name: "a", ...stages }],
            [200, { Name: "a", Description: "the team's" }],
            [200, { Name: "a", ...stages, DeletedDate: 1893456000 }],
        ];
        assert.equal(await secretState(settings, "a"), undefined);
        assert.deepEqual(await secretState(settings, "a"), { deletedAt: undefined, isBare: true });
        assert.equal((await secretState(settings, "a"))?.isBare, false);
        assert.equal((await secretState(settings, "a"))?.isBare, false);
        assert.equal((await secretState(settings, "a"))?.deletedAt?.toISOString(), "2030-01-01T00:00:00.000Z");
        answers = [[400, { __type: "AccessDeniedException" }]];
        await assert.rejects(secretState(settings, "a"), { name: "AccessDeniedException" });
    });

    it("is made, made room for, or refused with the ways out", () => {
        assert.equal(verdictOn("a", undefined, false), "make");
        assert.equal(verdictOn("a", { isBare: true }, true), "remove-first");
        assert.throws(
            () => verdictOn("a", { isBare: true }, false),
            /a in Secrets Manager exists, .* holds nothing yet; it was left/,
        );
        assert.throws(() => verdictOn("a", { isBare: false }, true), /holds something else; it was left as it is/);
        const deletedAt = new Date("2030-01-01T00:00:00Z");
        for (const resuming of [true, false]) {
            assert.throws(
                () => verdictOn("prod/a", { deletedAt, isBare: true }, resuming),
                /prod\/a in Secrets Manager is scheduled for deletion .* no credential was made.* restore-secret --secret-id prod\/a\)/,
            );
        }
    });

    it("is removed at once where it is bare, and its name waited for", async () => {
        answers = [
            [200, {}],
            [200, { Name: "a", DeletedDate: 1893456000 }],
        ];
        await removeBare(settings, "a", async () => undefined);
        assert.deepEqual(asked, ["DeleteSecret", "DescribeSecret", "DescribeSecret"]);
    });
});
