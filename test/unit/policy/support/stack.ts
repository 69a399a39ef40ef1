import type { Resource } from "../../../../policy/facts/resource";
import { Stack } from "../../../../policy/facts/stack";

/** A resource of a stack that is written down by hand; types of parents go into its URN as the engine puts them. */
export function resource(type: string, name: string, more: Partial<Resource> & { below?: string } = {}): Resource {
    const { below, ...rest } = more;
    const urn = `urn:pulumi:dev::app::${below ? `${below}$` : ""}${type}::${name}`;
    return { urn, type, name, props: {}, dependencies: [], behind: {}, deleteBeforeReplace: false, ...rest };
}

const COMPONENT = "rotation:index:AwsIamAccessKey";

/** A component with both slots, its record and its calendar, after a rotation whose previous slot is disabled. */
export function rotated(props: Record<string, unknown> = {}, type = COMPONENT): Resource[] {
    const told = {
        currentSlot: "green",
        previousPhase: "inactive",
        rotatedAt: "2030-01-31T00:00:00Z",
        nextRotation: "2030-03-02T00:00:00Z",
        alerts: true,
        consumers: ["web"],
    };
    const component = resource(type, "app", { props: { ...told, ...props } });
    const child = (kind: string, name: string, dependencies: Resource[] = []): Resource =>
        resource(kind, name, {
            below: type,
            parent: component.urn,
            dependencies: dependencies.map(({ urn }) => urn),
            deleteBeforeReplace: kind.startsWith("aws:iam"),
        });
    const calendar = rotating("calendar", "2030-01-31T00:00:00Z", "2030-03-02T00:00:00Z");
    const ledger = child("pulumi-nodejs:dynamic/rotation:Ledger", "app-ledger", [calendar]);
    const green = child("aws:iam/accessKey:AccessKey", "app-green");
    const document = child("aws:ssm/parameter:Parameter", "app-ssm-document", [green]);
    const record = child("aws:ssm/parameter:Parameter", "app-ssm-record", [document]);
    const blue = child("aws:iam/accessKey:AccessKey", "app-blue", [record]);
    return [component, calendar, ledger, green, document, record, blue];
}

/** A calendar by hand. */
export function rotating(name: string, start: string, end: string): Resource {
    return resource("time:index/rotating:Rotating", name, { props: { rfc3339: start, rotationRfc3339: end } });
}

/** The stack with one resource changed. */
export function changed(resources: Resource[], name: string, change: Partial<Resource>): Stack {
    return new Stack(resources.map((one) => (one.name === name ? { ...one, ...change } : one)));
}

/** Config of the policies as it is by default. */
export const defaults = {
    iamDays: 90,
    databaseDays: 30,
    thirdPartyDays: 180,
    toleranceDays: 1,
    except: {},
    listed: {},
    elsewhere: "",
};
