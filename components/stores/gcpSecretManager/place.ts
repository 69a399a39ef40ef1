import { googleToken, googleWords } from "../../clients/gcp/signIn";
import { optionalString, requireObject, requireString } from "../../clients/http/answer";
import { ignoreNotFound, VendorError } from "../../clients/http/errors";
import { Call, request, withRetry } from "../../clients/http/request";
import { TextPlace } from "../httpSecret";

/** Where a secret of Secret Manager stands. Public. */
export interface SecretManagerSettings {
    endpoint: string;
    tokenUri: string;
    project: string;
    name: string;
    /** Locations of the replicas. Default: Google chooses. */
    locations?: string[];
}

/** The label by which our own are known. */
const LABEL = { "managed-by": "pulumi-credential-rotation" };

/** https://cloud.google.com/secret-manager/docs/reference/rest */
export function secretManagerPlace(settings: SecretManagerSettings, management: string): TextPlace {
    const { endpoint, tokenUri, project, name, locations } = settings;
    const ask = async (method: Call["method"], path: string, body?: unknown): Promise<Record<string, unknown>> => {
        const token = await googleToken(tokenUri, management);
        const headers = { authorization: `Bearer ${token}` };
        const call = { endpoint, method, path: `/v1/projects/${project}${path}`, headers, body };
        const secrets = [token, management];
        return requireObject(await withRetry(() => request({ ...call, secrets }, googleWords)));
    };
    const secret = `/secrets/${name}`;
    return {
        title: `${name} in Secret Manager of ${project}`,

        async read() {
            const found = await ask("GET", secret).catch(ignoreNotFound);
            if (found === undefined) return undefined;
            const isOurs = requireObject(found.labels)["managed-by"] === LABEL["managed-by"];
            const version = await ask("GET", `${secret}/versions/latest:access`).catch(ignoreNotFound);
            // One without a version, or whose last one was destroyed, holds nothing.
            const data = optionalString(requireObject(version?.payload).data);
            if (version === undefined) return isOurs ? undefined : { text: "", isOurs };
            return { text: Buffer.from(data ?? "", "base64").toString("utf8"), isOurs };
        },

        async write(text) {
            if ((await ask("GET", secret).catch(ignoreNotFound)) === undefined) await create();
            const payload = { data: Buffer.from(text, "utf8").toString("base64") };
            requireString((await ask("POST", `${secret}:addVersion`, { payload })).name, "name");
        },

        async remove() {
            await ask("DELETE", secret).catch(ignoreNotFound);
        },
    };

    async function create(): Promise<void> {
        const replicas = locations?.map((location) => ({ location }));
        const replication = replicas ? { userManaged: { replicas } } : { automatic: {} };
        await ask("POST", `/secrets?secretId=${name}`, { replication, labels: LABEL }).catch((error: unknown) => {
            // A run that was interrupted, or whose answer was lost, may have made it.
            if (!(error instanceof VendorError) || error.status !== 409) throw error;
        });
    }
}
