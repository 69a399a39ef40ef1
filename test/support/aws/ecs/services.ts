/** How a deployment of a service goes: step by step with each description of it, so that no test waits for a clock. */
export type Mood = "brisk" | "stuck" | "broken" | "rolled-back";

/** A deployment, its times as Dates. */
export interface Deployment {
    id: string;
    status: "PRIMARY" | "ACTIVE";
    createdAt: Date;
    runningCount: number;
    rolloutState: "IN_PROGRESS" | "COMPLETED" | "FAILED";
    rolloutStateReason: string;
    step: number;
}

/** A service as the double keeps it. */
export interface Service {
    cluster: string;
    name: string;
    arn: string;
    status: "ACTIVE" | "INACTIVE";
    controller: "ECS" | "CODE_DEPLOY" | "EXTERNAL";
    desiredCount: number;
    deployments: Deployment[];
    tags: Map<string, string>;
    mood: Mood;
}

/** The services of an account. */
export class EcsServices {
    readonly services: Service[] = [];
    private count = 0;

    add(service: Pick<Service, "cluster" | "name" | "arn" | "controller" | "desiredCount">, at: Date): Service {
        const made: Service = { ...service, status: "ACTIVE", deployments: [], tags: new Map(), mood: "brisk" };
        this.services.push(made);
        this.deploy(made, at);
        complete(made);
        return made;
    }

    find(cluster: string, name: string): Service | undefined {
        return this.services.find((one) => one.cluster === cluster && one.name === name);
    }

    hasCluster(cluster: string): boolean {
        return this.services.some((one) => one.cluster === cluster);
    }

    /** Starts a deployment; what was primary before stays as an older one until the new one is complete. */
    deploy(service: Service, at: Date): Deployment {
        const id = `ecs-svc/${String(++this.count).padStart(19, "0")}`;
        const rolloutStateReason = `ECS deployment ${id} in progress.`;
        const made: Deployment = {
            id,
            status: "PRIMARY",
            createdAt: at,
            runningCount: 0,
            rolloutState: "IN_PROGRESS",
            rolloutStateReason,
            step: 0,
        };
        for (const older of service.deployments) older.status = "ACTIVE";
        service.deployments.unshift(made);
        return made;
    }
}

/** Brings the deployment under way one step further. */
export function proceed(service: Service): void {
    const [primary] = service.deployments;
    if (primary.rolloutState !== "IN_PROGRESS" || service.mood === "stuck") return;
    const step = ++primary.step;
    if (service.mood === "broken" && step > 1) return fail(primary);
    if (service.mood === "rolled-back" && step > 1) return rollBack(service);
    if (service.mood !== "brisk") return;
    primary.runningCount = Math.min(step, service.desiredCount);
    if (step > service.desiredCount) complete(service);
}

function complete(service: Service): void {
    const [primary] = service.deployments;
    primary.runningCount = service.desiredCount;
    primary.rolloutState = "COMPLETED";
    primary.rolloutStateReason = `ECS deployment ${primary.id} completed.`;
    service.deployments.splice(1);
}

function fail(primary: Deployment): void {
    primary.rolloutState = "FAILED";
    primary.rolloutStateReason = "ECS deployment circuit breaker: tasks failed to start.";
}

/** The circuit breaker with rollback: the last deployment that was complete is primary again. */
function rollBack(service: Service): void {
    const [failed, last] = service.deployments;
    fail(failed);
    failed.rolloutStateReason = `ECS deployment circuit breaker: rolling back to deploymentId ${last.id}.`;
    failed.status = "ACTIVE";
    last.status = "PRIMARY";
    service.deployments = [last, failed];
}
