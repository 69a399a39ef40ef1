// Package agentauth stands where the agent's ways to log in with other clouds were.
package agentauth

import (
	"github.com/hashicorp/vault/command/agentproxyshared/auth"
	"github.com/hashicorp/vault/leftout/reason"
)

func NewAliCloudAuthMethod(*auth.AuthConfig) (auth.AuthMethod, error) {
	return nil, reason.Error("auto-auth with alicloud")
}

func NewAzureAuthMethod(*auth.AuthConfig) (auth.AuthMethod, error) {
	return nil, reason.Error("auto-auth with azure")
}

func NewCFAuthMethod(*auth.AuthConfig) (auth.AuthMethod, error) {
	return nil, reason.Error("auto-auth with cf")
}

func NewGCPAuthMethod(*auth.AuthConfig) (auth.AuthMethod, error) {
	return nil, reason.Error("auto-auth with gcp")
}

func NewKerberosAuthMethod(*auth.AuthConfig) (auth.AuthMethod, error) {
	return nil, reason.Error("auto-auth with kerberos")
}

func NewOCIAuthMethod(*auth.AuthConfig, string) (auth.AuthMethod, error) {
	return nil, reason.Error("auto-auth with oci")
}
