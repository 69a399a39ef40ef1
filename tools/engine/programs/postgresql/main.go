// Command postgresql is the PostgreSQL provider plugin.
package main

import (
	"fmt"

	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
	"github.com/terraform-providers/terraform-provider-postgresql/postgresql"

	"engine/owner"
)

const (
	name    = "postgresql"
	version = "3.18.1" // of the npm package whose types this serves
)

func main() {
	owner.Watch()
	info := tfbridge.ProviderInfo{
		P:       shimv2.NewProvider(postgresql.Provider()),
		Name:    name,
		Version: version,
		Resources: map[string]*tfbridge.ResourceInfo{
			"postgresql_database":           {Tok: "postgresql:index/database:Database"},
			"postgresql_default_privileges": {Tok: "postgresql:index/defaultPrivileges:DefaultPrivileges"},
			"postgresql_extension":          {Tok: "postgresql:index/extension:Extension"},
			"postgresql_function":           {Tok: "postgresql:index/function:Function"},
			"postgresql_grant":              {Tok: "postgresql:index/grant:Grant"},
			"postgresql_grant_role":         {Tok: "postgresql:index/grantRole:GrantRole"},
			"postgresql_role":               {Tok: "postgresql:index/role:Role"},
			"postgresql_schema":             {Tok: "postgresql:index/schema:Schema"},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"postgresql_schemas":   {Tok: "postgresql:index/getSchemas:getSchemas"},
			"postgresql_sequences": {Tok: "postgresql:index/getSequences:getSequences"},
			"postgresql_tables":    {Tok: "postgresql:index/getTables:getTables"},
		},
	}
	tfbridge.Main(name, version, info, fmt.Appendf(nil, `{"name":%q,"version":%q}`, name, version))
}
