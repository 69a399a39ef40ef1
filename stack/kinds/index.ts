import { cloudflareApiToken, datadogApiKey, sendgridApiKey, stripeApiKey } from "./apiKeys";
import { awsIamAccessKey } from "./awsIamAccessKey";
import { postgresLogin } from "./postgresLogin";
import { staticSecret } from "./staticSecret";

/** The table of kinds: what may stand as `kind` in an entry of `rotation:credentials`. */
export const kinds = {
    "aws-iam-access-key": awsIamAccessKey,
    "stripe-api-key": stripeApiKey,
    "sendgrid-api-key": sendgridApiKey,
    "datadog-api-key": datadogApiKey,
    "cloudflare-api-token": cloudflareApiToken,
    "postgres-login": postgresLogin,
    "static-secret": staticSecret,
};
