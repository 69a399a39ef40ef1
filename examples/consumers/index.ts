import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as rotation from "pulumi-credential-rotation";

const config = new pulumi.Config();
const namespace = config.get("namespace") ?? "prod";
// Without one it is the cluster that kubectl would take.
const kubeconfig = config.getSecret("kubeconfig");

// The operator copies the key from Parameter Store into a Kubernetes Secret …
const secret = new rotation.ExternalSecret({ name: "secret", namespace, externalSecret: "myapp", kubeconfig });

const consumers = [
    secret,
    // … from which these pods read it when they start, so they must not start before it is new.
    new rotation.KubernetesRollout({ namespace, deployment: "myapp", kubeconfig, after: [secret], deadline: "15m" }),
    // These tasks get it from Parameter Store themselves.
    new rotation.EcsService({ cluster: "prod", service: "api" }),
];

const user = new aws.iam.User("app", { name: "rotation-example-consumers" });
const stores = [new rotation.SsmParameters({ prefix: "/rotation-example/consumers" })];
const key = new rotation.AwsIamAccessKey("app", { user: user.id, stores, consumers });

/** When it rotates next. */
export const nextRotation = key.nextRotation;

/** What the identity that runs this needs beside the rights to make the user. */
export const policy = rotation.rotatorPolicy({ users: ["rotation-example-consumers"], stores, consumers });
