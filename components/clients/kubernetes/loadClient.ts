import type * as Client from "@kubernetes/client-node";
import { pathToFileURL } from "node:url";

/** The library is an ES module; TypeScript would make a `require` of a plain `import()`, which Node.js 20 refuses. */
const importModule = new Function("address", "return import(address)") as (address: string) => Promise<typeof Client>;

/**
 * Loads the Kubernetes client, which takes most of a second and is needed by few.
 *
 * @param find where the library is; for tests
 * @throws Error with the command that installs it, where it is not installed or too old
 */
export async function loadClient(find = () => require.resolve("@kubernetes/client-node")): Promise<typeof Client> {
    let file: string;
    try {
        file = find();
    } catch {
        throw new Error(
            `@kubernetes/client-node is not installed; consumers in Kubernetes need it. Install it beside this package: ` +
                `npm install @kubernetes/client-node@1`,
        );
    }
    const client = await importModule(pathToFileURL(file).href);
    if (typeof client.RequestContext?.prototype?.setSignal === "function") return client;
    throw new Error(
        `@kubernetes/client-node is older than 1.4.0, which consumers in Kubernetes need (it ends calls that bring no ` +
            `answer). Install it: npm install @kubernetes/client-node@1`,
    );
}
