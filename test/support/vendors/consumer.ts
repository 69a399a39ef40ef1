import { type Aws, LightClient, LightError } from "../aws";
import { type Consumer, startConsumer } from "../consumer";
import { CLIENT, TENANT } from "./entra";
import type { Vendor } from "./server/vendor";

/** A published key, as every store holds it. */
interface Published {
    key: string;
    key_id: string;
}

/** How a service uses a key of this vendor. */
export interface Use {
    path: string;
    headers(key: string): Record<string, string>;
    /** A form that it sends. Default: it only asks. */
    form?(key: string): Record<string, string>;
}

/** How the services of each vendor use their key. */
export const uses = {
    stripe: { path: "/v1/balance", headers: bearer },
    sendgrid: { path: "/v3/scopes", headers: bearer },
    datadog: { path: "/api/v1/validate", headers: (key) => ({ "dd-api-key": key }) },
    cloudflare: { path: "/user/tokens/verify", headers: bearer },
    entra: {
        path: `/${TENANT}/oauth2/v2.0/token`,
        headers: () => ({}),
        form: (key) => ({
            ...{ grant_type: "client_credentials", client_id: CLIENT, client_secret: key },
            scope: "https://graph.microsoft.com/.default",
        }),
    },
    cloudflareAccount: (id: string): Use => ({ path: `/accounts/${id}/tokens/verify`, headers: bearer }),
} satisfies Record<string, Use | ((id: string) => Use)>;

function bearer(key: string): Record<string, string> {
    return { authorization: `Bearer ${key}` };
}

let readers = 0;

/** A service that reads its key from Secrets Manager and uses it at the vendor, again and again. Its calls are in no log. */
export async function vendorConsumer(
    aws: Aws,
    vendor: Vendor,
    use: Use,
    secretId: string,
    everyMs?: number,
): Promise<Consumer> {
    const client = new LightClient(aws.endpoint, aws.region);
    const Resource = `arn:aws:secretsmanager:${aws.region}:${aws.account}:secret:*`;
    const statement = { Effect: "Allow", Action: "secretsmanager:GetSecretValue", Resource } as const;
    const reader = await aws.addPrincipal(`service-${++readers}`, { Statement: statement });
    const read = async (): Promise<Published | undefined> => {
        try {
            const params = { SecretId: secretId };
            const found = await client.json<{ SecretString: string }>(
                "secretsmanager",
                "GetSecretValue",
                params,
                reader,
            );
            return JSON.parse(found.SecretString) as Published;
        } catch (error) {
            if (error instanceof LightError && error.code === "ResourceNotFoundException") return undefined;
            throw error;
        }
    };
    const login = async ({ key }: Published): Promise<void> => {
        const response = await fetch(vendor.endpoint + use.path, {
            headers: { ...use.headers(key), "x-consumer": "1" },
            ...(use.form ? { method: "POST", body: new URLSearchParams(use.form(key)) } : {}),
        });
        await response.arrayBuffer();
        if (response.status !== 200) throw new Error(`the vendor answered ${response.status}`);
    };
    const consumer = startConsumer<Published>({
        read,
        login,
        idOf: ({ key_id: id }) => id,
        secretOf: ({ key }) => key,
        everyMs,
    });
    return {
        ...consumer,
        async stop() {
            await consumer.stop();
            client.close();
        },
    };
}
