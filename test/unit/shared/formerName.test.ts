import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { readCalendar } from "../../../components/schedule/calendar";
import { formerName } from "../../../components/shared/formerName";

describe("the name that a calendar goes by", () => {
    it("is the one before a rename, however the alias says it", () => {
        const urn = "urn:pulumi:prod::acme::rotation:index:AwsIamAccessKey::ci";
        assert.equal(formerName("ci-key", [{ name: "ci" }]), "ci");
        assert.equal(formerName("ci-key", [urn]), "ci");
        assert.equal(formerName("ci-key", [{ name: "ci-2" }, { name: "ci" }]), "ci");
    });

    it("is its own where no alias tells another", () => {
        assert.equal(formerName("ci", undefined), "ci");
        assert.equal(formerName("ci", [{ parent: undefined }]), "ci");
        assert.equal(formerName("ci", [pulumi.output("urn:x::old")]), "ci");
    });

    it("keeps the windows where they are", () => {
        const spread = { every: "30d", stagger: "6h" };
        const before = readCalendar(spread, "ci").anchor.toMillis();
        assert.equal(readCalendar(spread, formerName("ci-key", [{ name: "ci" }])).anchor.toMillis(), before);
        assert.notEqual(readCalendar(spread, "ci-key").anchor.toMillis(), before);
    });
});
