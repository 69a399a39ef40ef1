import * as pulumi from "@pulumi/pulumi";

/**
 * A resource whose provider is a module of an installed package, found by its name.
 *
 * The engine keeps one line of code for it: the state stays small, an upgrade of the package is no diff, and whatever runs
 * later, a deletion without the program too, is the code that is installed then. `pulumi.dynamic.Resource` would keep the
 * provider's closures, which takes a TypeScript compiler and half a second to serialize.
 */
export class ModuleResource extends pulumi.CustomResource {
    /**
     * @param module a package that the project's folder finds, for example `@acme/rotation-grafana/provider`, or a file of the
     *   project, which begins with `./`. It exports the functions of a `pulumi.dynamic.ResourceProvider`: `create`, and
     *   `check`, `diff`, `update` and `delete` as needed
     * @param type names the resource in URNs, for example `acme:GrafanaToken`. It stays for ever, as every URN does
     * @param props inputs, and each output by its name with the value `undefined`
     * @param opts name the secret outputs in `additionalSecretOutputs`
     */
    constructor(module: string, type: string, name: string, props: pulumi.Inputs, opts?: pulumi.CustomResourceOptions) {
        super(`pulumi-nodejs:dynamic/${type}`, name, { __provider: sourceOf(module), ...props }, opts);
    }
}

/** What is kept in states: another text would be a diff of every resource. */
function sourceOf(module: string): string {
    if (!/^[@\w./-]+$/.test(module)) {
        throw new Error(
            `module: ${JSON.stringify(module)}; expected the name of a module, like "@acme/rotation-grafana/provider", or the path of a file of the ` +
                `project, like "./grafanaProvider.ts"`,
        );
    }
    if (!module.startsWith("./")) return `exports.handler = () => require("${module}");`;
    return `exports.handler = () => require("pulumi-credential-rotation/load").loadFromProject("${module}");`;
}
