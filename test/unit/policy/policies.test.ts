import assert from "node:assert/strict";
import { Finding, Resource } from "../../../policy/facts/resource";
import { Stack } from "../../../policy/facts/stack";
import { judge as alerts } from "../../../policy/policies/alerts-configured";
import { judge as consumers } from "../../../policy/policies/credential-has-consumers";
import { judge as schedule } from "../../../policy/policies/documented-schedule";
import { judge as age } from "../../../policy/policies/maximum-age";
import { judge as accessKey } from "../../../policy/policies/access-key-is-rotated";
import { changed, defaults, resource, rotated, rotating } from "./support/stack";

const key = (more: Partial<Resource> = {}): Resource => resource("aws:iam/accessKey:AccessKey", "ci", more);
const password = (more: Partial<Resource> = {}): Resource =>
    resource("random:index/randomPassword:RandomPassword", "db", more);

function says(findings: Finding[], ...patterns: RegExp[]): void {
    const messages = findings.map(({ message }) => message);
    assert.equal(messages.length, patterns.length, messages.join("\n"));
    patterns.forEach((pattern, index) => assert.match(messages[index], pattern));
}

describe("policy: documented-schedule", () => {
    const of = (resources: Resource[], more = {}): Finding[] =>
        schedule(new Stack(resources), { ...defaults, ...more });

    it("is content with a component that rotates often enough", () => says(of(rotated())));

    it("names period and maximum of one that rotates too seldom", () => {
        const slow = changed(rotated(), "calendar", {
            props: { rfc3339: "2030-01-01T00:00:00Z", rotationRfc3339: "2030-05-01T00:00:00Z" },
        });
        says(schedule(slow, defaults), /AwsIamAccessKey app rotates every 120 d; expected at most 90 d/);
    });

    it("judges each sort by its own maximum", () => {
        const sixty = { rfc3339: "2030-01-01T00:00:00Z", rotationRfc3339: "2030-03-02T00:00:00Z" };
        const as = (type: string): Finding[] =>
            schedule(changed(rotated({}, type), "calendar", { props: sixty }), defaults);
        says(as("rotation:index:AwsIamAccessKey"));
        says(as("rotation:index:StripeApiKey"));
        says(as("rotation:index:PostgresqlLogin"), /every 60 d; expected at most 30 d/);
    });

    it("lets the 31st of a month pass, and what the config allows", () => {
        const month = { rfc3339: "2030-01-01T03:00:00Z", rotationRfc3339: "2030-02-01T03:00:00Z" };
        const stack = changed(rotated({}, "rotation:index:PostgresqlLogin"), "calendar", { props: month });
        says(schedule(stack, defaults));
        says(schedule(stack, { ...defaults, toleranceDays: 0 }), /every 31 d/);
        says(schedule(stack, { ...defaults, toleranceDays: 0, databaseDays: 31 }));
    });

    it("finds credentials without any calendar, and lets those pass that are excepted", () => {
        says(of([key(), password()]), /ci has no rotation schedule/, /db has no rotation schedule/);
        says(of([key(), password()], { except: { ci: "read only", [password().urn]: "thrown away daily" } }));
    });

    it("takes a calendar that was made by hand, also before its first run", () => {
        const made = rotating("monthly", "2030-01-01T00:00:00Z", "2030-01-31T00:00:00Z");
        const days = (rotationDays: number): Resource => ({ ...made, props: { rotationDays } });
        const hung = password({ behind: { keepers: [made.urn] }, dependencies: [made.urn] });
        says(of([made, hung]));
        says(of([days(30), hung]));
        says(of([{ ...made, props: {} }, hung]));
        says(of([days(45), hung]), /every 45 d; expected at most 30 d/);
    });
});

describe("policy: maximum-age", () => {
    const at = (now: string, resources: Resource[], more = {}): Finding[] =>
        age(new Stack(resources), { ...defaults, now, ...more });

    it("judges the recorded times by the clock that it is given", () => {
        says(at("2030-02-20T00:00:00Z", rotated()));
        says(at("2030-03-02T23:00:00Z", rotated()));
        says(
            at("2030-03-04T00:00:00Z", rotated()),
            /overdue by 2 d \(it was due 2030-03-02T00:00:00Z\). Run pulumi up/,
        );
        says(
            at("2030-06-01T00:00:00Z", rotated()),
            /is 121 d old \(since 2030-01-31T00:00:00Z\); expected at most 90 d/,
        );
    });

    it("judges a key that was made by hand from the day it was made", () => {
        const old = key({ props: { createDate: "2030-01-01T00:00:00Z" } });
        says(at("2030-03-01T00:00:00Z", [old]));
        says(at("2030-06-01T00:00:00Z", [old]), /AccessKey ci is 151 d old.*Replace it/);
        says(at("2030-06-01T00:00:00Z", [old], { except: { ci: "break glass" } }));
    });

    it("says what clock it expects", () => {
        assert.throws(() => at("yesterday", []), /now: "yesterday"; expected RFC 3339/);
    });
});

describe("policy: credential-has-consumers", () => {
    const of = (resources: Resource[], more = {}): Finding[] =>
        consumers(new Stack(resources), { ...defaults, ...more });

    it("is content with a list, with a reason, and with consumers that are registered", () => {
        const [component, ...rest] = rotated({ consumers: undefined });
        const consumer = resource("pulumi-nodejs:dynamic/rotation:Consumer", "app-web", { parent: component.urn });
        says(of(rotated()));
        says(of(rotated({ consumers: { none: "read at each start" } })));
        says(of([component, ...rest, consumer]));
    });

    it("finds none, none without a reason, and an empty list", () => {
        for (const said of [undefined, [], { none: "" }, { none: "  " }]) {
            says(of(rotated({ consumers: said })), /app lists no consumers: .*consumers: \{ none: "<reason>" \}/);
        }
    });

    it("asks for credentials without a component too, and takes the answer from its settings", () => {
        says(of([key()]), /ci: who uses it is not written down/);
        says(of([key()], { listed: { ci: "the deploy job" } }));
    });
});

describe("policy: alerts-configured", () => {
    const of = (resources: Resource[], more = {}): Finding[] => alerts(new Stack(resources), { ...defaults, ...more });

    it("asks for alerts where there are credentials", () => {
        says(of([resource("aws:s3/bucket:Bucket", "files")]));
        says(of(rotated()));
        says(of(rotated({ alerts: false })), /nobody is alerted .*set rotation:alerts/);
        says(of([key()]), /AccessKey ci/);
        says(of([key()], { elsewhere: "the pipeline's own alert step" }));
    });
});

describe("policy: access-key-is-rotated", () => {
    it("flags a key without a component, with the remedy", () => {
        const findings = accessKey(key({ props: { user: "ci-user" } }), defaults);
        says(findings, /AccessKey ci is not rotated.*new AwsIamAccessKey\("ci", \{ user: "ci-user", adopt/);
    });

    it("leaves our own alone, inside of other components too", () => {
        says(rotated().flatMap((one) => accessKey(one, defaults)));
        const deep = key({
            urn: `urn:pulumi:dev::app::my:Team$rotation:index:AwsIamAccessKey$aws:iam/accessKey:AccessKey::x`,
        });
        says(accessKey(deep, defaults));
        says(accessKey(key(), { except: { ci: "for the old robot" } }));
    });
});
