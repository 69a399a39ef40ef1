// Command vault is the Vault provider plugin.
package main

import (
	"fmt"

	"github.com/hashicorp/terraform-provider-vault/vault"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"

	"engine/owner"
)

const (
	name    = "vault"
	version = "7.8.0" // of the npm package whose types this serves
)

func main() {
	owner.Watch()
	info := tfbridge.ProviderInfo{
		P:       shimv2.NewProvider(withSchedule(vault.Provider())),
		Name:    name,
		Version: version,
		Resources: map[string]*tfbridge.ResourceInfo{
			"vault_approle_auth_backend_role":           {Tok: "vault:appRole/authBackendRole:AuthBackendRole"},
			"vault_approle_auth_backend_role_secret_id": {Tok: "vault:appRole/authBackendRoleSecretId:AuthBackendRoleSecretId"},
			"vault_auth_backend":                        {Tok: "vault:index/authBackend:AuthBackend"},
			"vault_database_secret_backend_connection":  {Tok: "vault:database/secretBackendConnection:SecretBackendConnection"},
			"vault_database_secret_backend_role":        {Tok: "vault:database/secretBackendRole:SecretBackendRole"},
			"vault_database_secret_backend_static_role": {Tok: "vault:database/secretBackendStaticRole:SecretBackendStaticRole"},
			"vault_generic_endpoint":                    {Tok: "vault:generic/endpoint:Endpoint"},
			"vault_generic_secret":                      {Tok: "vault:generic/secret:Secret"},
			"vault_mount":                               {Tok: "vault:index/mount:Mount"},
			"vault_policy":                              {Tok: "vault:index/policy:Policy"},
			"vault_token":                               {Tok: "vault:index/token:Token"},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"vault_approle_auth_backend_role_id": {Tok: "vault:appRole/getAuthBackendRoleId:getAuthBackendRoleId"},
			"vault_auth_backend":                 {Tok: "vault:index/getAuthBackend:getAuthBackend"},
			"vault_generic_secret":               {Tok: "vault:generic/getSecret:getSecret"},
			"vault_policy_document":              {Tok: "vault:index/getPolicyDocument:getPolicyDocument"},
		},
	}
	tfbridge.Main(name, version, info, fmt.Appendf(nil, `{"name":%q,"version":%q}`, name, version))
}
