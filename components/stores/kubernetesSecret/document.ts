import * as pulumi from "@pulumi/pulumi";
import { ClusterSettings } from "../../clients/kubernetes/settings";
import { ModuleResource } from "../../shared/moduleResource";

/** What one Secret is made from. */
export interface SecretDocumentArgs {
    namespace: string;
    name: string;
    type: string;
    labels?: Record<string, string>;
    settings: ClusterSettings;
    /** Text of a kubeconfig. Secret. */
    kubeconfig?: pulumi.Input<string>;
    /** Secret. */
    data: pulumi.Output<Record<string, string>>;
    overwrite: boolean;
}

/** A Secret in a cluster. What happens to it is in providers/kubernetesSecret.ts. */
export class SecretDocument extends ModuleResource {
    constructor(name: string, args: SecretDocumentArgs, opts: pulumi.CustomResourceOptions) {
        const { settings, data, kubeconfig, labels, ...rest } = args;
        const props = {
            ...rest,
            settings: JSON.stringify(settings),
            ...(labels ? { labels: JSON.stringify(labels) } : {}),
            ...(kubeconfig === undefined ? {} : { kubeconfig: pulumi.secret(kubeconfig) }),
            data: pulumi.secret(data.apply((found) => JSON.stringify(found))),
            uid: undefined,
        };
        super("pulumi-credential-rotation/kubernetes-secret", "rotation:KubernetesSecret", name, props, {
            ...opts,
            additionalSecretOutputs: ["data", "kubeconfig"],
        });
    }
}
