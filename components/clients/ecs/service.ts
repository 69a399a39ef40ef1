import type { Deployment, ECSClient, Service } from "@aws-sdk/client-ecs";
import { ecsClient } from "../aws/clients";
import { AwsSettings } from "../aws/settings";
import { ConsumerAccess } from "../../shared/consumerAccess";
import { withRetry } from "../../shared/retry";

/** Where a service runs. */
export interface EcsTarget {
    /** Name or ARN of the cluster. */
    cluster: string;
    /** Name or ARN of the service. */
    service: string;
}

/** The calls of one service, none of which is repeated without looking first. */
export interface EcsServiceCalls {
    look(): Promise<Service>;
    tag(arn: string, key: string, value: string): Promise<void>;
    deploy(): Promise<void>;
}

/** A call to ECS that failed. */
export class EcsError extends Error {
    constructor(
        message: string,
        /** True where it may pass, or where nobody knows whether it had its effect. */
        readonly mayPass: boolean,
    ) {
        super(message);
        this.name = "EcsError";
    }
}

/** @param reach its `secret` is the JSON of the settings of AWS, which may hold keys */
export async function ecsService({ settings, secret }: ConsumerAccess<EcsTarget>): Promise<EcsServiceCalls> {
    const { cluster, service } = settings;
    const { DescribeServicesCommand, TagResourceCommand, UpdateServiceCommand } = await import("@aws-sdk/client-ecs");
    const reached = secret ? (JSON.parse(secret) as AwsSettings) : { endpoints: {}, assumeRoles: [] };
    const client = await attempt(settings, "reach", () => ecsClient(reached));
    const send = <T>(doing: string, run: (client: ECSClient) => Promise<T>) =>
        attempt(settings, doing, () => run(client));
    return {
        async look() {
            const command = new DescribeServicesCommand({ cluster, services: [service], include: ["TAGS"] });
            const answer = await withRetry(() => send("describe", (to) => to.send(command)), isTransient);
            const [found] = answer.services ?? [];
            if (found?.status === "ACTIVE") return found;
            const reason = found ? `it is ${found.status}` : (answer.failures?.[0]?.reason ?? "MISSING");
            throw new EcsError(
                `could not describe ${displayName(settings)}: ${reason}. Correct cluster and service`,
                false,
            );
        },
        async tag(resourceArn, key, value) {
            const command = new TagResourceCommand({ resourceArn, tags: [{ key, value }] });
            await withRetry(() => send("tag", (to) => to.send(command)), isTransient);
        },
        async deploy() {
            const command = new UpdateServiceCommand({ cluster, service, forceNewDeployment: true });
            await send("start a deployment of", (to) => to.send(command));
        },
    };
}

/** `service api in cluster prod` */
export function displayName({ cluster, service }: EcsTarget): string {
    const last = (id: string) => id.split("/").pop() as string;
    return `ECS service ${last(service)} in cluster ${last(cluster)}`;
}

/** The deployment that the service is to end with. */
export function primaryOf({ deployments = [] }: Service): Deployment | undefined {
    return deployments.find(({ status }) => status === "PRIMARY");
}

export function isTransient(error: unknown): boolean {
    return error instanceof EcsError && error.mayPass;
}

async function attempt<T>(place: EcsTarget, doing: string, run: () => Promise<T>): Promise<T> {
    try {
        return await run();
    } catch (error) {
        throw describeEcsError(error, `could not ${doing} ${displayName(place)}`);
    }
}

const HINTS: Record<string, string> = {
    ClusterNotFoundException: ". Correct the cluster, or the region",
    ServiceNotFoundException: ". Correct cluster and service",
    ServiceNotActiveException: ". The service was deleted",
    AccessDeniedException: ". The statements that the run needs stand in docs/consumers.md",
    UnrecognizedClientException: ". AWS does not accept the credentials that Pulumi runs with",
    ExpiredTokenException: ". The session that Pulumi runs with is over",
};

/** What AWS said, which names ARNs and nothing secret, with a way out. */
function describeEcsError(error: unknown, what: string): EcsError {
    const { name = "", message = "", $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    const status = $metadata?.httpStatusCode;
    const throttled = /Throttl|TooManyRequests/.test(name);
    const said = message.replace(/\s+/g, " ").slice(0, 300);
    if (status === undefined && !(name in HINTS)) {
        const local = /Credentials|Config|Region/.test(name);
        return new EcsError(`${what}: ${local ? said : `AWS could not be reached (${said.slice(0, 120)})`}`, !local);
    }
    return new EcsError(`${what}: ${name}: ${said}${HINTS[name] ?? ""}`, throttled || (status ?? 0) >= 500);
}
