import assert from "node:assert/strict";
import { claimUnique, objectId } from "../../../components/shared/uniqueness";

const place = (key: string) => [{ key, title: `the place ${key}` }];

describe("what no other credential may have too", () => {
    it("may be claimed again by the same one, and by no other", () => {
        claimUnique({ name: "app" }, place("one"));
        claimUnique({ name: "app" }, place("one"));
        assert.throws(() => claimUnique({ name: "other" }, place("one")), {
            message:
                /^other: the credential "app" has the place one too, .* Nothing was changed\. Give each one of its own$/,
        });
    });

    it("goes by the component and not by the name: two under different parents are two", () => {
        const [one, two] = [{}, {}];
        claimUnique({ name: "app", parent: one }, place("two"));
        assert.throws(() => claimUnique({ name: "app", parent: two }, place("two")), /the place two too/);
    });

    it("tells providers apart, and knows one again", () => {
        const [one, two] = [{}, {}];
        assert.notEqual(objectId(one), objectId(two));
        assert.equal(objectId(one), objectId(one));
        assert.equal(objectId(undefined), 0);
    });
});
