import assert from "node:assert/strict";
import { isNotFound, NotFound } from "../../../components/stores/notFound";

describe("an error that says that nothing is there", () => {
    for (const text of [
        "ParameterNotFound: ",
        "operation error Secrets Manager: GetSecretValue, ResourceNotFoundException: Secrets Manager can't find it",
        "reading SSM Parameter (/app): couldn't find resource",
        "there is nothing at secret/app in Vault",
    ])
        it(`is ${JSON.stringify(text)}`, () => assert.ok(isNotFound(new Error(text))));

    it("is one of the kind that stores of other packages throw, of whatever copy of this one", () => {
        assert.ok(isNotFound(new NotFound("gone")));
        assert.ok(isNotFound(Object.assign(new Error("gone"), { name: "NotFound" })));
    });

    for (const text of ["AccessDenied", "404 the answer is not JSON", "somebody said there is nothing at home", ""])
        it(`is not ${JSON.stringify(text)}`, () => assert.ok(!isNotFound(new Error(text))));
});
