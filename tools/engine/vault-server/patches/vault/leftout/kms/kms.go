// Package kms stands where the seals of cloud providers were.
package kms

import (
	"context"

	"github.com/hashicorp/go-hclog"
	wrapping "github.com/hashicorp/go-kms-wrapping/v2"
	"github.com/hashicorp/vault/leftout/reason"
)

// Names of settings that only those seals read.
const (
	EnvAliCloudKmsWrapperKeyId           = "ALICLOUDKMS_WRAPPER_KEY_ID"
	EnvVaultAliCloudKmsSealKeyId         = "VAULT_ALICLOUDKMS_SEAL_KEY_ID"
	EnvAwsKmsWrapperKeyId                = "AWSKMS_WRAPPER_KEY_ID"
	EnvVaultAwsKmsSealKeyId              = "VAULT_AWSKMS_SEAL_KEY_ID"
	EnvAzureKeyVaultWrapperKeyName       = "AZUREKEYVAULT_WRAPPER_KEY_NAME"
	EnvVaultAzureKeyVaultKeyName         = "VAULT_AZUREKEYVAULT_KEY_NAME"
	EnvAzureKeyVaultWrapperVaultName     = "AZUREKEYVAULT_WRAPPER_VAULT_NAME"
	EnvVaultAzureKeyVaultVaultName       = "VAULT_AZUREKEYVAULT_VAULT_NAME"
	EnvGcpCkmsWrapperCredsPath           = "GOOGLE_CREDENTIALS"
	EnvGcpCkmsWrapperProject             = "GOOGLE_PROJECT"
	EnvGcpCkmsWrapperLocation            = "GOOGLE_REGION"
	EnvGcpCkmsWrapperCryptoKey           = "GCPCKMS_WRAPPER_CRYPTO_KEY"
	EnvVaultGcpCkmsSealCryptoKey         = "VAULT_GCPCKMS_SEAL_CRYPTO_KEY"
	EnvGcpCkmsWrapperKeyRing             = "GCPCKMS_WRAPPER_KEY_RING"
	EnvVaultGcpCkmsSealKeyRing           = "VAULT_GCPCKMS_SEAL_KEY_RING"
	EnvOciKmsWrapperCryptoEndpoint       = "OCIKMS_WRAPPER_CRYPTO_ENDPOINT"
	EnvVaultOciKmsSealCryptoEndpoint     = "VAULT_OCIKMS_CRYPTO_ENDPOINT"
	EnvOciKmsWrapperKeyId                = "OCIKMS_WRAPPER_KEY_ID"
	EnvVaultOciKmsSealKeyId              = "VAULT_OCIKMS_SEAL_KEY_ID"
	EnvOciKmsWrapperManagementEndpoint   = "OCIKMS_WRAPPER_MANAGEMENT_ENDPOINT"
	EnvVaultOciKmsSealManagementEndpoint = "VAULT_OCIKMS_MANAGEMENT_ENDPOINT"
	KmsConfigKeyId                       = "key_id"
	KmsConfigCryptoEndpoint              = "crypto_endpoint"
	KmsConfigManagementEndpoint          = "management_endpoint"
)

// Wrapper refuses to be configured.
type Wrapper struct{ wrapping.Wrapper }

func NewWrapper() *Wrapper { return &Wrapper{} }

func (*Wrapper) SetConfig(context.Context, ...wrapping.Option) (*wrapping.WrapperConfig, error) {
	return nil, reason.Error("the seal of this cloud provider")
}

func nothing() error { return nil }

func WithDisallowEnvVars(bool) wrapping.Option { return func() interface{} { return nothing } }

func WithLogger(hclog.Logger) wrapping.Option { return func() interface{} { return nothing } }
