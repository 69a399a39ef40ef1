import "./shared/showable";

// Credentials: each is a component that keeps two slots, blue and green.
export { ApiKey, type AdoptApiKeyArgs, type ApiKeyArgs } from "./credentials/apiKey/apiKey";
export {
    CloudflareApiToken,
    type CloudflareApiTokenArgs,
    type CloudflarePolicy,
} from "./credentials/apiKey/vendors/cloudflare";
export { DatadogApiKey, type DatadogApiKeyArgs } from "./credentials/apiKey/vendors/datadog";
export { EntraAppSecret, type EntraAppSecretArgs } from "./credentials/apiKey/vendors/entra";
export { SendGridApiKey, type SendGridApiKeyArgs } from "./credentials/apiKey/vendors/sendgrid";
export { StripeApiKey, type StripeApiKeyArgs } from "./credentials/apiKey/vendors/stripe";
export {
    AwsIamAccessKey,
    type AdoptAccessKeyArgs,
    type AwsIamAccessKeyArgs,
} from "./credentials/awsIam/awsIamAccessKey";
export {
    type AdoptGcpKeyArgs,
    GcpServiceAccountKey,
    type GcpServiceAccountKeyArgs,
} from "./credentials/gcp/gcpServiceAccountKey";
export { type SslMode } from "./credentials/postgres/fields";
export {
    PostgresLogin,
    type PostgresConnectArgs,
    type PostgresLoginArgs,
    type PostgresVerifyArgs,
} from "./credentials/postgres/postgresLogin";
export { type PostgresClientCertificate, type PostgresServerArgs } from "./credentials/postgres/server";
export { type PasswordForm } from "./credentials/postgres/trial";
export { type AlphabetName, alphabets } from "./credentials/staticSecret/alphabet";
export { type AdoptValueArgs, StaticSecret, type StaticSecretArgs } from "./credentials/staticSecret/staticSecret";
export { type Phase, type Reason, type Slot } from "./decision/types";
export { type AuditArgs } from "./rotation/auditArgs";
export { BlueGreenCredential, type CredentialArgs } from "./rotation/blueGreenCredential";
export { type RotationArgs } from "./rotation/rotationArgs";
export { type Calendar, type ScheduleArgs, type Window } from "./schedule/calendar";
export { schedules, type ScheduleName } from "./schedule/presets";
export { RotationSchedule, type RotationScheduleArgs, type ScheduleChoice } from "./schedule/rotationSchedule";
export { type VerificationArgs } from "./shared/verification";

// Stores: where the published credential is kept.
export { AzureKeyVault, type AzureKeyVaultArgs } from "./stores/azureKeyVault/azureKeyVault";
export { GcpSecretManager, type GcpSecretManagerArgs } from "./stores/gcpSecretManager/gcpSecretManager";
export { GitHubActionsSecrets, type GitHubActionsSecretsArgs } from "./stores/githubActions/githubActionsSecrets";
export { KubernetesSecret, type KubernetesSecretArgs } from "./stores/kubernetesSecret/kubernetesSecret";
export { SecretsManagerSecret, type SecretsManagerSecretArgs } from "./stores/secretsManager/secretsManagerSecret";
export { SsmParameters, type SsmParametersArgs } from "./stores/ssm/ssmParameters";
export { type Store } from "./stores/store";
export { VaultKv, type VaultKvArgs } from "./stores/vaultKv/vaultKv";

// Consumers: the services that use it, which are updated and confirm before the previous credential is retired.
export { type Consumer, type Consumers } from "./consumers/consumer";
export { Acknowledge, type AcknowledgeArgs } from "./consumers/drivers/acknowledge";
export { EcsService, type EcsServiceArgs } from "./consumers/drivers/ecsService";
export { ExternalSecret, type ExternalSecretArgs } from "./consumers/drivers/externalSecret";
export { KubernetesRollout, type KubernetesRolloutArgs } from "./consumers/drivers/kubernetesRollout";
export { VaultAgent, type VaultAgentArgs } from "./consumers/drivers/vaultAgent";
export { signatureOf, Webhook, type WebhookArgs } from "./consumers/drivers/webhook";
export { type After } from "./consumers/ordering";
export { type ClusterArgs } from "./clients/kubernetes/settings";

// Vault helpers, permissions of the identity that rotates, and what CloudTrail knows of a key.
export { lastUseOf, regionsFor, usesOfAccessKey, type LastUse } from "./clients/cloudTrail/accessKeyUses";
export { type KeyUse, TRAIL_LIMITS, type TrailLimits } from "./clients/cloudTrail/trail";
export { rotatorPolicy, type PolicyDocument, type RotatorPolicyArgs } from "./permissions/awsRotatorPolicy";
export {
    type ManagedDatabase,
    vaultRotatorPolicy,
    type VaultRotatorPolicyArgs,
} from "./permissions/vaultRotatorPolicy";
export {
    type AgentLogin,
    type AgentProgram,
    type AgentTemplate,
    type AgentText,
    type VaultAgentConfigArgs,
} from "./vault/agent/args";
export { VaultAgentConfig } from "./vault/agent/vaultAgentConfig";
export { VaultDatabaseConnection, type VaultDatabaseConnectionArgs } from "./vault/database/connection";
export { VaultDatabaseRole, type VaultDatabaseRoleArgs } from "./vault/database/role";
export { VaultStaticRole, type VaultStaticRoleArgs, type VaultStaticRotation } from "./vault/database/staticRole";
