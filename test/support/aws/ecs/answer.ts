import { nameOf, servicesIn } from "../actions/ecs";
import { AwsError, type Reply, jsonReply } from "../protocol/errors";
import { type Operation, type Params, text } from "../protocol/operation";
import { type EcsServices, type Service, proceed } from "./services";

/** Answers an action of ECS, which moto's deployments are too plain for: there they neither progress nor fail. */
export function ecsAnswer({ action, params }: Operation, ecs: EcsServices, now: Date): Reply {
    if (action === "TagResource") return tag(params, ecs);
    const cluster = nameOf(text(params, "cluster") ?? "default");
    if (!ecs.hasCluster(cluster)) throw new AwsError("ClusterNotFoundException", "Cluster not found.");
    return action === "UpdateService" ? update(params, cluster, ecs, now) : describe(params, cluster, ecs);
}

/** Services that are not there are no error, but a list of their own. */
function describe(params: Params, cluster: string, ecs: EcsServices): Reply {
    const names = servicesIn(params);
    if (names.length === 0 || names.length > 10) {
        throw new AwsError("InvalidParameterException", "Services must have between 1 and 10 elements.");
    }
    const found = names.map((name) => ecs.find(cluster, nameOf(name)));
    const services = found.flatMap((service) => (service ? [service] : []));
    services.forEach(proceed);
    const withTags = Array.isArray(params.include) && params.include.includes("TAGS");
    const missing = names.filter((_, index) => !found[index]);
    return jsonReply({
        services: services.map((service) => shown(service, withTags)),
        failures: missing.map((arn) => ({ arn, reason: "MISSING" })),
    });
}

const UPDATES = ["cluster", "service", "forceNewDeployment"];

function update(params: Params, cluster: string, ecs: EcsServices, now: Date): Reply {
    const other = Object.keys(params).find((name) => !UPDATES.includes(name));
    if (other) throw new AwsError("InvalidParameterException", `the emulator updates no ${other}`);
    const service = ecs.find(cluster, nameOf(text(params, "service") ?? ""));
    if (!service) throw new AwsError("ServiceNotFoundException", "Service not found.");
    if (service.status !== "ACTIVE") throw new AwsError("ServiceNotActiveException", "Service was not ACTIVE.");
    if (params.forceNewDeployment === true) {
        if (service.controller !== "ECS") {
            const message = `Unable to force a new deployment on services with a ${service.controller} deployment controller.`;
            throw new AwsError("InvalidParameterException", message);
        }
        ecs.deploy(service, now);
    }
    return jsonReply({ service: shown(service, false) });
}

const TAG = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

function tag(params: Params, ecs: EcsServices): Reply {
    const service = ecs.services.find(({ arn }) => arn === text(params, "resourceArn"));
    if (!service) throw new AwsError("ServiceNotFoundException", "Service not found.");
    for (const { key, value } of params.tags as { key: string; value: string }[]) {
        const bad = key.length > 128 || value.length > 256 || !TAG.test(key) || !TAG.test(value) || /^aws:/i.test(key);
        if (bad) throw new AwsError("InvalidParameterException", "Tags can not be specified as they are invalid.");
        service.tags.set(key, value);
    }
    if (service.tags.size > 50) throw new AwsError("InvalidParameterException", "Too many tags.");
    return jsonReply({});
}

function shown(service: Service, withTags: boolean): object {
    const { arn, name, cluster, status, controller, desiredCount, deployments, tags } = service;
    return {
        serviceArn: arn,
        serviceName: name,
        clusterArn: arn.replace(/:service\/.*$/, `:cluster/${cluster}`),
        status,
        desiredCount,
        runningCount: deployments.reduce((sum, { runningCount }) => sum + runningCount, 0),
        pendingCount: 0,
        launchType: "FARGATE",
        schedulingStrategy: "REPLICA",
        deploymentController: { type: controller },
        deployments: deployments.map(({ createdAt, step: _step, ...rest }) => ({
            ...rest,
            desiredCount,
            pendingCount: 0,
            createdAt: createdAt.getTime() / 1000,
            updatedAt: createdAt.getTime() / 1000,
        })),
        ...(withTags ? { tags: [...tags].map(([key, value]) => ({ key, value })) } : {}),
    };
}
