import * as pulumi from "@pulumi/pulumi";
import { BlueGreenCredential, CredentialArgs } from "../../rotation/blueGreenCredential";
import { readRotation } from "../../rotation/rotationArgs";
import { rfc3339 } from "../../schedule/calendar";
import { clockOf } from "../../schedule/clock";
import { checkEndpoint } from "../../clients/http/answer";
import { GcpKeyKind } from "./kind";

/** A key that exists already and is to be taken over. */
export interface AdoptGcpKeyArgs {
    /** Its id, forty characters: `private_key_id` in its file. */
    keyId: string;
    /** Its JSON file; needed to adopt it as the current one. Secret. */
    credentials?: pulumi.Input<string>;
    /** Default: `current` with the file, else `previous`. */
    as?: "current" | "previous";
}

/** What a `GcpServiceAccountKey` is made from. */
export interface GcpServiceAccountKeyArgs extends CredentialArgs {
    /** Email of the service account, like `reports@acme-prod.iam.gserviceaccount.com`. */
    serviceAccount: string;
    /** JSON file of another service account's key, or an access token, that may manage the keys. Secret. */
    managementKey: pulumi.Input<string>;
    /** Project of the service account. Default: the one in its email. */
    project?: string;
    /** An existing key to take over; the first run changes nothing that works. */
    adopt?: AdoptGcpKeyArgs;
    /** Base address of IAM. Default: `https://iam.googleapis.com`. */
    endpoint?: string;
    /** Where a signed assertion is exchanged for a token. Default: `https://oauth2.googleapis.com/token`. */
    tokenUri?: string;
}

/** A new key was seen to be refused for a minute and more. */
const DEADLINE = "5m";

/** A key lives for two periods and a day. */
const PERIODS_TO_LIVE = 2;
const DAY_MS = 86_400_000;

/** Clocks differ: a key that begins a moment ago is valid everywhere. */
const EARLIER_MS = 60_000;

/** A key of a service account of Google Cloud that rotates; docs/gcp.md says what managing takes. */
export class GcpServiceAccountKey extends BlueGreenCredential {
    /** Id of the published key. */
    readonly keyId: pulumi.Output<string>;
    /** The file that Google's libraries read; marked secret. */
    readonly credentials: pulumi.Output<string>;

    constructor(name: string, args: GcpServiceAccountKeyArgs, opts?: pulumi.ComponentResourceOptions) {
        const verification = { deadline: DEADLINE, ...args.verification };
        super("rotation:index:GcpServiceAccountKey", name, { ...args, verification }, defined(name, args), opts);
        const fields = pulumi.output(this.getData().then((data) => data.current.fields));
        this.keyId = pulumi.output(this.getData().then((data) => data.current.id));
        this.credentials = pulumi.secret(fields.apply((found) => found.credentials));
        this.registerOutputs({ ...this.common(), keyId: this.keyId });
    }
}

function defined(name: string, args: GcpServiceAccountKeyArgs) {
    const { serviceAccount, managementKey, adopt } = args;
    const { endpoint = "https://iam.googleapis.com", tokenUri = "https://oauth2.googleapis.com/token" } = args;
    checkEndpoint(name, endpoint);
    checkEndpoint(name, tokenUri);
    const [, own] =
        /^[a-z][a-z0-9-]{4,28}[a-z0-9]@([a-z0-9.:-]+)\.iam\.gserviceaccount\.com$/.exec(serviceAccount) ?? [];
    const project = args.project ?? own;
    if (project === undefined) {
        throw new Error(
            `${name}: serviceAccount: ${JSON.stringify(serviceAccount)}; expected an email like ` +
                `"reports@acme-prod.iam.gserviceaccount.com"; for another form of it, set project too`,
        );
    }
    if (managementKey === undefined || managementKey === "") {
        throw new Error(
            `${name}: managementKey is missing; expected a service account's JSON file, or an access token`,
        );
    }
    const plan = readRotation(name, args.rotation ?? {}, "thirdParty");
    const now = clockOf(plan.now);
    const life = plan.turn.calendar.shortestPeriodMs * PERIODS_TO_LIVE + DAY_MS;
    const kind = new GcpKeyKind({
        settings: { endpoint, tokenUri, project, email: serviceAccount },
        management: pulumi.secret(managementKey),
        validFrom: rfc3339(now.minus({ milliseconds: EARLIER_MS }).startOf("second")),
        validUntil: rfc3339(now.plus({ milliseconds: life }).startOf("second")),
        adopted: adopt && { id: adopt.keyId, credentials: pulumi.secret(adopt.credentials ?? "") },
    });
    return { kind, preset: "thirdParty" as const, adopt: adoption(name, adopt) };
}

function adoption(name: string, adopt: AdoptGcpKeyArgs | undefined) {
    if (adopt === undefined) return undefined;
    if (!/^[0-9a-f]{40}$/.test(adopt.keyId)) {
        throw new Error(
            `${name}: adopt.keyId: expected the id of a key, forty characters of 0-9 and a-f (it is not shown)`,
        );
    }
    const as = adopt.as ?? (adopt.credentials === undefined ? ("previous" as const) : ("current" as const));
    if (as === "previous" || adopt.credentials !== undefined) return { id: adopt.keyId, as };
    throw new Error(
        `${name}: adopt.credentials is missing: to publish …${adopt.keyId.slice(-4)} as the current key its file is needed, for ` +
            `Google shows a private key only once. Give it as a secret, or adopt the key as: "previous"`,
    );
}
