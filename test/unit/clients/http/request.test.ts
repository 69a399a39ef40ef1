import assert from "node:assert/strict";
import { scrub, VendorError } from "../../../../components/clients/http/errors";
import { send, request, withRetry } from "../../../../components/clients/http/request";
import { startSendGrid } from "../../../support/vendors";

describe("calls to vendors", () => {
    it("end when no answer comes in time, and say nothing but the address", async () => {
        const vendor = await startSendGrid();
        try {
            vendor.fault({ op: "verify", kind: "hang" });
            const headers = { authorization: "Bearer SG.secret" };
            const call = {
                endpoint: vendor.endpoint,
                method: "GET",
                path: "/v3/scopes",
                headers,
                secrets: [],
            } as const;
            const error = (await send({ ...call, secrets: [], timeoutMs: 50 }).catch(
                (failure: unknown) => failure,
            )) as VendorError;
            assert.equal(error.message, `no answer within 0.05 s (GET ${vendor.endpoint})`);
            assert.deepEqual([error.status, error.acted], [undefined, "unknown"]);
        } finally {
            await vendor.close();
        }
    });

    it("take secrets out of what the vendor says", async () => {
        const vendor = await startSendGrid();
        try {
            const call = {
                endpoint: vendor.endpoint,
                method: "GET",
                path: "/v3/api_keys",
                secrets: ["SG.secret"],
            } as const;
            const echo = () => "the key SG.secret is not known";
            const refused = request(
                { ...call, secrets: ["SG.secret"], headers: { authorization: "Bearer SG.secret" } },
                echo,
            );
            await assert.rejects(refused, { message: "401 the key [secret] is not known", status: 401, acted: "no" });
        } finally {
            await vendor.close();
        }
        assert.equal(scrub(`a  b\n${"x".repeat(400)}`, [""]).length, 300);
    });

    it("are repeated for failures that may pass, and for no others", async () => {
        const tries = async (error: Error): Promise<number> => {
            let count = 0;
            const failing = () => Promise.reject((count++, error));
            await assert.rejects(
                withRetry(failing, () => Promise.resolve()),
                error,
            );
            return count;
        };
        const failed = (status: number | undefined) => new VendorError("failed", status, "unknown");
        const counts = await Promise.all(
            [undefined, 500, 429, 409, 400, 401, 403, 404].map((status) => tries(failed(status))),
        );
        assert.deepEqual(counts, [3, 3, 3, 3, 1, 1, 1, 1]);
        assert.equal(await tries(new Error("no vendor's")), 1);
    });
});
