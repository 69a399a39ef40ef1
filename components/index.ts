import "./showable";
export { lastUseOf, regionsFor, usesOfAccessKey, type LastUse } from "./audit/accessKeyUses";
export { TRAIL_LIMITS, type KeyUse, type TrailLimits } from "./audit/trail";
export { rotatorPolicy, type PolicyDocument, type RotatorPolicyArgs } from "./aws/rotatorPolicy";
export { type AwsSettings, type RoleSettings, type WebIdentitySettings } from "./aws/settings";
export { type After } from "./consumers/after";
export {
    type Confirmation,
    type Consumer,
    type ConsumerDriver,
    type Consumers,
    type Reach,
    type Release,
} from "./consumers/contract";
export { Acknowledge, type AcknowledgeArgs, type AcknowledgeSettings } from "./consumers/drivers/acknowledge";
export { EcsService, type EcsServiceArgs } from "./consumers/drivers/ecsService";
export {
    ExternalSecret,
    type ExternalSecretArgs,
    type ExternalSecretSettings,
} from "./consumers/drivers/externalSecret";
export {
    KubernetesRollout,
    type KubernetesRolloutArgs,
    type KubernetesRolloutSettings,
} from "./consumers/drivers/kubernetesRollout";
export { type EcsPlace } from "./consumers/ecs/service";
export { type ClusterArgs } from "./consumers/kubernetes/settings";
export { VaultAgent, type VaultAgentArgs, type VaultAgentSettings } from "./consumers/drivers/vaultAgent";
export { signatureOf, Webhook, type WebhookArgs, type WebhookSettings } from "./consumers/drivers/webhook";
export { ApiKey, type AdoptApiKeyArgs, type ApiKeyArgs, type ApiKeyDefinition } from "./credentials/apiKey/component";
export {
    type Access,
    type ApiKeyVendor,
    type ListedKey,
    type MintedKey,
    type MintRequest,
} from "./credentials/apiKey/contract";
export { VendorError, type Acted } from "./credentials/apiKey/errors";
export {
    CloudflareApiToken,
    type CloudflareApiTokenArgs,
    type CloudflarePolicy,
} from "./credentials/apiKey/vendors/cloudflare";
export { DatadogApiKey, type DatadogApiKeyArgs } from "./credentials/apiKey/vendors/datadog";
export { SendGridApiKey, type SendGridApiKeyArgs } from "./credentials/apiKey/vendors/sendgrid";
export { StripeApiKey, type StripeApiKeyArgs } from "./credentials/apiKey/vendors/stripe";
export {
    AwsIamAccessKey,
    type AdoptAccessKeyArgs,
    type AwsIamAccessKeyArgs,
} from "./credentials/awsIam/awsIamAccessKey";
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
export { type RotationArgs } from "./rotation/args";
export { type AuditArgs } from "./rotation/audit";
export { type Calendar, type ScheduleArgs, type Window } from "./rotation/calendar";
export { type Claim } from "./rotation/claims";
export { BlueGreenCredential, type CredentialArgs, type CredentialDefinition } from "./rotation/credential";
export {
    type CredentialKind,
    type Examined,
    type Fields,
    type Pair,
    type RegisteredSlot,
    type Scope,
    type SlotRequest,
} from "./rotation/kind";
export { type Whose } from "./rotation/owner";
export { schedules, type ScheduleName } from "./rotation/presets";
export { RotationSchedule, type RotationScheduleArgs, type ScheduleChoice } from "./rotation/schedule";
export { type Phase, type Reason, type RemoteCredential, type RotationRecord, type Slot } from "./rotation/types";
export { type Probe, type VerificationArgs } from "./rotation/verification";
export { SecretsManagerSecret, type SecretsManagerSecretArgs } from "./stores/secretsManagerSecret";
export { SsmParameters, type SsmParametersArgs } from "./stores/ssmParameters";
export { VaultKv, type VaultKvArgs } from "./stores/vaultKv/vaultKv";
export { type PolicyStatement, type Publication, type Published, type ReadBack, type Store } from "./stores/store";
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
export { type ManagedDatabase, vaultRotatorPolicy, type VaultRotatorPolicyArgs } from "./vault/rotatorPolicy";
export { type Capability, type VaultRule } from "./vault/rules";
export { type VaultSettings, type VaultTokenSource } from "./vault/settings";
