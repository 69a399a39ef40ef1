import type { Deployment, Service } from "@aws-sdk/client-ecs";
import * as pulumi from "@pulumi/pulumi";
import { awsSettings } from "../../clients/aws/providerSettings";
import { After, namesOf } from "../ordering";
import { Confirmation, Consumer, ConsumerDriver, Release } from "../consumer";
import { ecsService, EcsTarget, EcsServiceCalls, isTransient, primaryOf, displayName } from "../../clients/ecs/service";
import { requirePlain } from "../../shared/plainArgs";
import {
    isProvablyAfter,
    releaseAnnotationKey,
    releaseAnnotationText,
    readReleaseAnnotation,
} from "../releaseAnnotation";

/** A service of ECS whose tasks read the credential when they start. */
export interface EcsServiceArgs {
    /** Name or ARN of the cluster. */
    cluster: string;
    /** Name of the service, or its ARN. */
    service: string;
    /** Region of the cluster. Default: the one of the AWS provider. */
    region?: string;
    /** Provider whose account and region are meant. Default: the stack's `aws:` configuration. */
    provider?: pulumi.ProviderResource;
    /** What it is called among the consumers. Default: like `ecs-prod-api`. */
    name?: string;
    /** How long a run waits for the service to be stable. Default: `10m`. */
    deadline?: string;
    /** Consumers that must have moved before it is asked, for it reads what they write. Default: none. */
    after?: After;
}

/** Forces a new deployment of a service, and counts it as moved when only that one is left and runs wholly. */
export class EcsService implements Consumer {
    readonly type = "ecs-service";
    readonly name: string;
    readonly settings: EcsTarget;
    readonly deadline?: string;
    readonly after?: string[];
    private readonly provider?: pulumi.ProviderResource;
    private readonly region?: string;

    constructor(args: EcsServiceArgs) {
        requirePlain("EcsService", args);
        const { cluster, service } = args;
        if (!cluster || !service) {
            const missing = cluster ? "service" : "cluster";
            throw new Error(`EcsService: ${missing} is missing; expected cluster and service by name or ARN`);
        }
        this.name = args.name ?? ["ecs", cluster, service].map((id) => id.split("/").pop()).join("-");
        this.settings = { cluster, service };
        this.deadline = args.deadline;
        this.after = namesOf(args.after);
        this.provider = args.provider;
        this.region = args.region;
    }

    /** How AWS is reached; secret, for it may hold keys. Read when it is needed, for policies are made without it. */
    get secret(): pulumi.Output<string> {
        const { provider, region } = this;
        return pulumi.secret(
            awsSettings(provider).then((found) => JSON.stringify(region ? { ...found, region } : found)),
        );
    }
}

/** Attempts at starting a deployment, each after a look whether the one before it had its effect. */
const ATTEMPTS = 3;

/**
 * A tag of the service says for which release it was asked, and which deployment was the newest then. One that is newer
 * was begun after the release was published, by the clock of AWS alone
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_Deployment.html).
 */
export const ecsServiceDriver: ConsumerDriver<EcsTarget> = {
    type: "ecs-service",
    title: displayName,

    async refresh(reach, release) {
        const calls = await ecsService(reach);
        let service = await calls.look();
        const type = service.deploymentController?.type ?? "ECS";
        if (type !== "ECS") {
            throw new Error(
                `${displayName(reach.settings)} cannot be restarted: its deployment controller is ${type}, and only that can start ` +
                    `a deployment; use a Webhook consumer for it`,
            );
        }
        if (isNewer(service, release) && !isFailed(service)) return;
        await mark(calls, service, release);
        const before = primaryOf(service)?.id;
        for (let tries = 1; ; tries++) {
            try {
                return await calls.deploy();
            } catch (error) {
                if (!isTransient(error) || tries >= ATTEMPTS) throw error;
                service = await calls.look(); // a reply that got lost: the deployment may be there
                if (primaryOf(service)?.id !== before) return;
            }
        }
    },

    async confirm(reach, release): Promise<Confirmation> {
        try {
            return judge(await (await ecsService(reach)).look(), release);
        } catch (error) {
            return { state: "unknown", detail: (error as Error).message };
        }
    },
};

function markIn({ tags = [] }: Service, release: Release): { after: string } | undefined {
    return readReleaseAnnotation(tags.find(({ key }) => key === releaseAnnotationKey(release))?.value, release);
}

/** Notes which deployment was the newest; a mark of this release stays, for what came after it counts. */
async function mark(calls: EcsServiceCalls, service: Service, release: Release): Promise<void> {
    if (markIn(service, release) && !isFailed(service)) return;
    const newest = primaryOf(service)?.createdAt ?? new Date(0);
    await calls.tag(
        service.serviceArn ?? "",
        releaseAnnotationKey(release),
        releaseAnnotationText(release, newest.toISOString()),
    );
}

/** Whether the primary deployment was begun after the release was published. */
function isNewer(service: Service, release: Release): boolean {
    const begun = primaryOf(service)?.createdAt;
    if (begun === undefined) return false;
    const marked = markIn(service, release);
    return (marked !== undefined && begun.getTime() > Date.parse(marked.after)) || isProvablyAfter(begun, release);
}

function isFailed(service: Service): boolean {
    return primaryOf(service)?.rolloutState === "FAILED";
}

export function judge(service: Service, release: Release): Confirmation {
    const { runningCount = 0, desiredCount = 0, deployments = [] } = service;
    const primary = primaryOf(service);
    const newer = isNewer(service, release);
    // The circuit breaker may have made the deployment before it primary again.
    const failed = (newer ? [primary] : deployments).find((one) => one?.rolloutState === "FAILED");
    if (failed) {
        const why = failed.rolloutStateReason ?? "no reason was told";
        return { state: "behind", detail: `its deployment failed: ${why}` };
    }
    if (!newer) return { state: "behind", detail: "no deployment was begun for it" };
    const older = deployments.length - 1;
    const running = primary?.runningCount ?? 0;
    const whole = running === desiredCount && runningCount === desiredCount;
    if (whole && older === 0 && isOver(primary)) {
        return { state: "confirmed", detail: `${running} of ${desiredCount} tasks run on it` };
    }
    const left =
        older > 0 ? `, ${older} older ${older === 1 ? "deployment" : "deployments"} left${baking(service)}` : "";
    return { state: "behind", detail: `${running} of ${desiredCount} tasks run on it${left}` };
}

/** Behind a Classic Load Balancer, and with other strategies than rolling, ECS tells no state; then the counts tell. */
function isOver(primary: Deployment | undefined): boolean {
    const { rolloutState, pendingCount = 0 } = primary ?? {};
    return rolloutState === undefined ? pendingCount === 0 : rolloutState === "COMPLETED";
}

/** Other strategies than rolling keep the older tasks until their bake time is over. */
function baking({ deploymentConfiguration }: Service): string {
    const { strategy, bakeTimeInMinutes } = deploymentConfiguration ?? {};
    if (strategy === undefined || strategy === "ROLLING") return "";
    const time = bakeTimeInMinutes === undefined ? "its bake time" : `a bake time of ${bakeTimeInMinutes} min`;
    return ` (strategy ${strategy} keeps them for ${time}; the deadline must be longer)`;
}
