import { randomBytes } from "node:crypto";
import type { Door } from "../door";
import { EcsServices, type Mood, type Service } from "./ecs/services";
import { type DispatchParts, type Unmatched, dispatch } from "./guard/dispatch";
import { type Fault, type FaultSpec, Faults } from "./guard/faults";
import { listen } from "./guard/listen";
import { type Call, CallLog } from "./guard/log";
import { type Delays, type KeyStatus } from "./identity/delays";
import { MotoDirectory } from "./identity/directory";
import { Keyring, status } from "./identity/keyring";
import type { Credentials } from "./identity/principals";
import { IamView } from "./identity/view";
import { ACCOUNT } from "./moto/account";
import { Backdoor } from "./moto/backdoor";
import { type Moto, startMoto } from "./moto/process";
import type { PolicyDocument } from "./policy/document";
import { addPrincipal, createUser, deleteUser } from "./setup";
import { type Topic, makeTopic } from "./sns/topic";
import { Trail, type TrailOptions } from "./trail/trail";

export interface AwsOptions extends Delays {
    /** A Python that has moto[server] 5.2.5. */
    python: string;
    /** A moto that was started already, for this account; it ends with this AWS. */
    moto?: Promise<Moto>;
    /** The clock that dates in AWS's answers follow. @default the real one */
    now?: () => Date;
    /** @default "123456789012" */
    account?: string;
    /** Region that clients should be set to; requests to others are served as well. @default "us-east-1" */
    region?: string;
    trail?: TrailOptions;
    /** How late, by the injected clock, GetAccessKeyLastUsed tells of a use; AWS: hours. @default 0 */
    lastUseLagMs?: number;
}

/** An access key as it truly is, delays aside. */
export interface KeyFact {
    accessKeyId: string;
    status: Exclude<KeyStatus, "Deleted">;
    createDate: Date;
}

/** An AWS account of one's own on the loopback interface. */
export interface Aws {
    /** Base URL of iam, sts, ssm, secretsmanager, ecs, sns and cloudtrail. */
    readonly endpoint: string;
    readonly account: string;
    readonly region: string;
    /** May do everything; for setting tests up. */
    readonly admin: Credentials;
    /** Process id of moto. */
    readonly motoPid: number;
    /** Makes a user with that inline policy and a key that works at once. Not in the call log. */
    addPrincipal(name: string, policy: PolicyDocument): Promise<Credentials>;
    /** Makes a user without rights or keys. Not in the call log. */
    createUser(name: string, path?: string): Promise<void>;
    /** Removes a user with its keys and policies. Not in the call log. */
    deleteUser(name: string): Promise<void>;
    /** A user's keys, oldest first. */
    keys(userName: string): KeyFact[];
    /** The secret of every key that was ever made, for looking where they must not be. */
    secrets(): string[];
    setNow(now: Date | (() => Date)): void;
    /** Delays of the changes of keys from now on; those before keep theirs. */
    setDelays(delays: Delays): void;
    /** Ends every delay that is running: all services see every key as it is. */
    settleKeys(): void;
    setTrail(options: TrailOptions): void;
    /** Makes a service of ECS, named `cluster/service`, whose tasks run already. Not in the call log. */
    addService(name: string, options?: { desiredCount?: number; controller?: Service["controller"] }): void;
    /** A service as it stands. */
    service(name: string): Service;
    /** How the deployments of a service go from now on. */
    setServiceMood(name: string, mood: Mood): void;
    /** Starts a deployment, as the service's owner does. Not in the call log. */
    deployService(name: string): void;
    /** Makes a topic of SNS with a queue that subscribes it. Not in the call log. */
    addTopic(name: string): Promise<Topic>;
    setLastUseLag(ms: number): void;
    readonly calls: readonly Call[];
    mutations(): string[];
    resetCalls(): void;
    fault(spec: FaultSpec): Fault;
    /** Lets a door judge every call from now on; undefined takes it away. */
    through(door: Door<Call> | undefined): void;
    /** Requests that the emulator doesn't know, and troubles of its own. */
    readonly unmatched: Unmatched[];
    /** Ends everything; may be called again. */
    close(): Promise<void>;
}

/** Starts moto and the guard before it. */
export async function startAws(options: AwsOptions): Promise<Aws> {
    const { account = ACCOUNT, region = "us-east-1" } = options;
    const clock = { now: options.now ?? ((): Date => new Date()) };
    const now = (): Date => clock.now();
    const moto = await (options.moto ?? startMoto(options.python, account));
    const backdoor = new Backdoor(moto, now);
    const keyring = new Keyring(options);
    const view = new IamView(backdoor);
    const trail = new Trail(account, now, options.trail ?? {});
    const directory = new MotoDirectory(account, backdoor, view, keyring);
    const [faults, log, unmatched] = [new Faults(), new CallLog(), [] as Unmatched[]];
    const ecs = new EcsServices();
    const memory = { keyring, view, directory, now };
    const { lastUseLagMs = 0 } = options;
    const parts: DispatchParts = {
        ...memory,
        account,
        moto,
        trail,
        ecs,
        faults,
        log,
        unmatched,
        lastUseLagMs,
    };
    const listener = await listen(
        (request) => dispatch(request, parts),
        (error) => unmatched.push({ what: "guard", why: String(error) }),
    );
    const admin = { accessKeyId: `AKIA${randomId(16)}`, secretAccessKey: randomId(40) };
    keyring.add(admin, { kind: "admin" }, now(), {});
    const serviceNamed = (name: string) => {
        const [cluster, service] = name.split("/");
        const found = ecs.find(cluster, service);
        if (!found) throw new Error(`there is no service ${name}`);
        return found;
    };
    const tools = { backdoor, keyring, view, now };
    return {
        endpoint: listener.url,
        account,
        region,
        admin,
        motoPid: moto.pid,
        addPrincipal: (name, policy) => addPrincipal(tools, name, policy),
        createUser: (name, path) => createUser(tools, name, path),
        deleteUser: (name) => deleteUser(tools, name),
        keys: (userName) =>
            keyring.ofUser(userName).map((key) => ({
                accessKeyId: key.accessKeyId,
                status: status(key) as KeyFact["status"],
                createDate: key.createDate,
            })),
        secrets: () => keyring.secrets(),
        setNow: (next) => (clock.now = next instanceof Date ? (): Date => next : next),
        setDelays: (delays) => (keyring.delays = delays),
        setLastUseLag: (ms) => (parts.lastUseLagMs = ms),
        settleKeys: () => keyring.settle(),
        addService(name, { desiredCount = 2, controller = "ECS" } = {}) {
            const [cluster, service] = name.split("/");
            const arn = `arn:aws:ecs:${region}:${account}:service/${name}`;
            ecs.add({ cluster, name: service, arn, controller, desiredCount }, now());
        },
        service: serviceNamed,
        setServiceMood: (name, mood) => (serviceNamed(name).mood = mood),
        deployService: (name) => void ecs.deploy(serviceNamed(name), now()),
        addTopic: (name) => makeTopic(backdoor, name, { account, region }),
        setTrail: (next) => (trail.options = next),
        calls: log.calls,
        mutations: () => log.mutations(),
        resetCalls: () => log.reset(),
        fault: (spec) => faults.add(spec),
        through: (door) => (parts.door = door),
        unmatched,
        async close() {
            faults.clear();
            await listener.close();
            await moto.stop();
        },
    };
}

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

function randomId(length: number): string {
    return [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join("");
}
