import assert from "node:assert/strict";
import {
    releaseAnnotationKey,
    releaseAnnotationText,
    readReleaseAnnotation,
} from "../../../components/consumers/releaseAnnotation";
import { releaseOf } from "./support";

describe("the mark of a release", () => {
    const keyOf = (credential: string) => releaseAnnotationKey({ ...releaseOf(1), credential });

    it("has a key that annotations and tags take, another one for each credential", () => {
        assert.equal(keyOf("myapp"), "pulumi-credential-rotation/myapp");
        const odd = [
            "my app",
            "my/app",
            "-",
            "é",
            "myapp-",
            "x".repeat(64),
            "x".repeat(65),
            `${"x".repeat(53)}-.-yyyyyyyyyy`,
        ];
        const keys = odd.map(keyOf);
        assert.equal(new Set([...keys, keyOf("my-app"), keyOf("myapp")]).size, odd.length + 2);
        for (const key of keys)
            assert.match(key, /^pulumi-credential-rotation\/[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/);
    });

    it("is read back only for the release that it was made for", () => {
        const release = releaseOf(1, new Date(0));
        assert.equal(releaseAnnotationText(release), "generation=1 published=1970-01-01T00:00:00.000Z");
        assert.deepEqual(readReleaseAnnotation(releaseAnnotationText(release, "3-abc"), release), { after: "3-abc" });
        for (const other of [releaseOf(11, new Date(0)), releaseOf(1, new Date(1))]) {
            assert.equal(readReleaseAnnotation(releaseAnnotationText(release, "3-abc"), other), undefined);
        }
        assert.equal(readReleaseAnnotation(undefined, release), undefined);
    });
});
