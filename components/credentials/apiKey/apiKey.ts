import * as pulumi from "@pulumi/pulumi";
import { RotationArgs, readRotation } from "../../rotation/rotationArgs";
import { rfc3339 } from "../../schedule/calendar";
import { clockOf } from "../../schedule/clock";
import { BlueGreenCredential, CredentialArgs } from "../../rotation/blueGreenCredential";
import { toMilliseconds } from "../../schedule/duration";
import { ApiKeyVendor } from "./vendor";
import { ApiKeyKind } from "./kind";
import { prefixOf } from "./names";
import { checkFindable } from "./vendorModule";

/** The shortest overlap: the time that the services get to take up the new key. */
const MIN_OVERLAP = "5m";

/** A key that exists already and is to be taken over. */
export interface AdoptApiKeyArgs {
    /** Its public identifier at the vendor, never the key itself. */
    keyId: string;
    /** The key; needed to adopt it as the current one, for vendors show a key only when they make it. Secret. */
    key?: pulumi.Input<string>;
    /** `current`: it is published as it is. `previous`: a new key is minted and this one leaves after the overlap. Default: `current` with a key, else `previous`. */
    as?: "current" | "previous";
}

/** What every API key is made from; a vendor adds its own. */
export interface ApiKeyArgs extends CredentialArgs {
    /**
     * When it rotates, and how the older key leaves. Default: every 180 days with an overlap of 24 h. The overlap is 5
     * minutes at least; there is no retention, for these vendors know no disabled keys: the older one is deleted.
     */
    rotation?: Omit<RotationArgs, "retention">;
    /** An existing key to take over; the first run changes nothing that works. */
    adopt?: AdoptApiKeyArgs;
    /**
     * How the names of this credential's keys begin at the vendor; by it they are found again. Default: `rotation-`, the
     * credential's name, and digits that stem from project, stack and name. Set it to the older value when you rename one
     * of those. A random word follows it, which the ledger keeps, then generation and slot.
     */
    keyNamePrefix?: string;
}

/** What a vendor's component hands to `ApiKey`. */
export interface ApiKeyDefinition<S> {
    vendor: ApiKeyVendor<S>;
    settings: S;
    /** The secret that may manage keys. */
    management: pulumi.Input<string>;
    /** Lets each key die by itself after so many periods and a day, in case that rotation ever stops. Default: never. */
    periodsToLive?: number;
}

/** An API key of some vendor that rotates; each vendor has a class of its own. */
export abstract class ApiKey extends BlueGreenCredential {
    /** Public identifier of the published key. */
    readonly keyId: pulumi.Output<string>;
    /** Name of the published key at the vendor. */
    readonly keyName: pulumi.Output<string>;
    /** The published key; marked secret. */
    readonly key: pulumi.Output<string>;

    protected constructor(
        type: string,
        name: string,
        args: ApiKeyArgs,
        definition: ApiKeyDefinition<object>,
        opts?: pulumi.ComponentResourceOptions,
    ) {
        const rotation = { ...args.rotation, retention: "0s" };
        super(type, name, { ...args, rotation }, defined(name, { ...args, rotation }, definition), opts);
        const fields = pulumi.output(this.getData().then((data) => data.current.fields));
        this.keyId = pulumi.output(this.getData().then((data) => data.current.id));
        this.keyName = pulumi.unsecret(fields.apply((found) => found.key_name));
        this.key = pulumi.secret(fields.apply((found) => found.key));
        this.registerOutputs({ ...this.common(), keyId: this.keyId, keyName: this.keyName });
    }
}

function defined(
    name: string,
    args: ApiKeyArgs,
    { vendor, settings, management, periodsToLive }: ApiKeyDefinition<object>,
) {
    if (management === undefined || management === "") {
        throw new Error(`${name}: the management key is missing; expected a secret that may make and delete keys`);
    }
    checkFindable(name, vendor);
    const plan = readRotation(name, args.rotation ?? {}, "thirdParty");
    if (plan.overlapMs < toMilliseconds(MIN_OVERLAP, "overlap")) {
        throw new Error(
            `${name}: rotation.overlap: ${JSON.stringify(args.rotation?.overlap)}; expected at least "${MIN_OVERLAP}", so that ` +
                `every service has taken up the new key before the old one dies`,
        );
    }
    const owner = { project: pulumi.getProject(), stack: pulumi.getStack(), credential: name };
    const prefix = readPrefix(name, args.keyNamePrefix) ?? prefixOf(owner);
    const life =
        periodsToLive === undefined ? undefined : plan.turn.calendar.shortestPeriodMs * periodsToLive + 86_400_000;
    const expiresOn =
        life === undefined ? undefined : rfc3339(clockOf(plan.now).plus({ milliseconds: life }).startOf("second"));
    const kind = new ApiKeyKind({
        vendor,
        settings,
        management: pulumi.secret(management),
        prefix,
        expiresOn,
        adopted: args.adopt && { id: args.adopt.keyId, key: pulumi.secret(args.adopt.key ?? "") },
    });
    return { kind, preset: "thirdParty" as const, adopt: adoption(name, args.adopt) };
}

function readPrefix(name: string, prefix: string | undefined): string | undefined {
    if (prefix === undefined || /^[A-Za-z0-9_.-]{8,80}$/.test(prefix)) return prefix;
    throw new Error(
        `${name}: keyNamePrefix: ${JSON.stringify(prefix)}; expected 8 to 80 letters, digits and any of "_.-", for it must tell ` +
            `these keys from all others of the account`,
    );
}

function adoption(name: string, adopt: AdoptApiKeyArgs | undefined) {
    if (adopt === undefined) return undefined;
    if (typeof adopt.keyId !== "string" || adopt.keyId === "") {
        throw new Error(`${name}: adopt.keyId is missing; expected the public identifier of the key at the vendor`);
    }
    const as = adopt.as ?? (adopt.key === undefined ? ("previous" as const) : ("current" as const));
    if (as === "current" && adopt.key === undefined) {
        throw new Error(
            `${name}: adopt.key is missing: to publish ${adopt.keyId.slice(-4)} as the current key the key itself is needed, for ` +
                `the vendor shows it only once. Give it as a secret, or adopt it as: "previous"`,
        );
    }
    return { id: adopt.keyId, as };
}
