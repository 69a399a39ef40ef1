import * as pulumi from "@pulumi/pulumi";
import { Scope } from "../../shared/scope";
import { Libraries, LoginKindArgs } from "./loginOptions";

/** The provider that reaches the same server as we do; undefined where the options or the configuration name it. */
export function serverProvider(
    { postgresql }: Libraries,
    scope: Scope,
    { ownProvider, provider, server }: LoginKindArgs,
): pulumi.ProviderResource | undefined {
    if (!ownProvider) return provider;
    const { user, sslrootcert, clientcert, ...rest } = server;
    return new postgresql.Provider(
        `${scope.name}-server`,
        {
            ...rest,
            username: user,
            sslrootcert: sslrootcert as pulumi.Input<string>,
            ...(clientcert === undefined ? {} : { clientcert: clientOf(clientcert as pulumi.Input<string>) }),
            password: rest.password as pulumi.Input<string>,
            superuser: false, // it is not to read passwords back, which only a superuser could
        },
        { parent: scope.parent },
    );
}

function clientOf(text: pulumi.Input<string>): pulumi.Output<{ cert: string; key: string; sslinline?: boolean }> {
    return pulumi.output(text).apply((json) => JSON.parse(json) as { cert: string; key: string; sslinline?: boolean });
}
