/**
 * The contracts of what may be added to the package: kinds of credentials, vendors of API keys, stores and consumers.
 * Imported as `pulumi-credential-rotation/extend`.
 *
 * @packageDocumentation
 */

// Vendors of API keys.
export { ApiKey, type ApiKeyArgs, type ApiKeyDefinition } from "./credentials/apiKey/apiKey";
export { beforehand, ignoreNotFound, madeOf, VendorError, type Acted } from "./clients/http/errors";
export { request, send, tryKey, withRetry, type Answer, type Call } from "./clients/http/request";
export {
    checkEndpoint,
    checkTexts,
    listIn,
    optionalString,
    requireList,
    requireObject,
    requireString,
    tooMany,
} from "./clients/http/answer";
export { permissionsFor } from "./credentials/apiKey/permissions";
export {
    type Access,
    type ApiKeyVendor,
    type CreatedKey,
    type CreateKeyRequest,
    type ListedKey,
} from "./credentials/apiKey/vendor";
export { type VendorModule } from "./credentials/apiKey/vendorModule";

// Kinds of credentials.
export { type Owner } from "./decision/owner";
export { type RemoteCredential, type RotationRecord } from "./decision/types";
export { BlueGreenCredential, type CredentialArgs, type CredentialDefinition } from "./rotation/blueGreenCredential";
export {
    type CredentialKind,
    type PublishedInspection,
    type PublishedPair,
    type RegisteredSlot,
    type SlotRequest,
} from "./rotation/credentialKind";
export { ModuleResource } from "./shared/moduleResource";
export { knownValue } from "./shared/pulumiOutputs";
export { type Fields, type Scope } from "./shared/scope";
export { type Claim } from "./shared/uniqueness";
export { type Probe } from "./shared/verification";

// Stores.
export { type Capability, type VaultRule } from "./clients/vault/rules";
export { NotFound } from "./stores/notFound";
export { type PolicyStatement, type Publication, type Published, type ReadBack, type Store } from "./stores/store";

// Consumers.
export { type EcsTarget } from "./clients/ecs/service";
export {
    type Confirmation,
    type Consumer,
    type ConsumerDriver,
    type Consumers,
    type Release,
} from "./consumers/consumer";
export { type AcknowledgeSettings } from "./consumers/drivers/acknowledge";
export { type ExternalSecretSettings } from "./consumers/drivers/externalSecret";
export { type KubernetesRolloutSettings } from "./consumers/drivers/kubernetesRollout";
export { type VaultAgentSettings } from "./consumers/drivers/vaultAgent";
export { type WebhookSettings } from "./consumers/drivers/webhook";
export { type ConsumerAccess } from "./shared/consumerAccess";

// The stack that runs as it is.
export { loadFromProject } from "./shared/projectModule";
export {
    type AnyFields,
    type Checked,
    type FieldsSchema,
    type ReadSecret,
    type StackConsumer,
    type StackExtension,
    type StackKind,
    type StackStore,
} from "./stackExtension";

// How the clients of the package sign in.
export { type AwsSettings, type RoleSettings, type WebIdentitySettings } from "./clients/aws/settings";
export { type VaultSettings, type VaultTokenSource } from "./clients/vault/vaultSettings";
