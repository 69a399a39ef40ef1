import { cloudflareApiToken, datadogApiKey, entraAppSecret, sendgridApiKey, stripeApiKey } from "./apiKeys";
import { awsIamAccessKey } from "./awsIamAccessKey";
import { gcpServiceAccountKey } from "./gcpServiceAccountKey";
import { postgresLogin } from "./postgresLogin";
import { staticSecret } from "./staticSecret";

/** The table of kinds: what may stand as `kind` in an entry of `rotation:credentials`. */
export const kinds = {
    "aws-iam-access-key": awsIamAccessKey,
    "stripe-api-key": stripeApiKey,
    "sendgrid-api-key": sendgridApiKey,
    "datadog-api-key": datadogApiKey,
    "cloudflare-api-token": cloudflareApiToken,
    "entra-app-secret": entraAppSecret,
    "gcp-service-account-key": gcpServiceAccountKey,
    "postgres-login": postgresLogin,
    "static-secret": staticSecret,
};
