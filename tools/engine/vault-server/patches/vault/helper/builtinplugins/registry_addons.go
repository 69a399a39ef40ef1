package builtinplugins

import (
	credAws "github.com/hashicorp/vault/builtin/credential/aws"
	dbPostgres "github.com/hashicorp/vault/plugins/database/postgresql"
)

// extendAddonPlugins adds what is kept of the full build to the minimal one.
func extendAddonPlugins(reg *registry) {
	reg.credentialBackends["aws"] = credentialBackend{Factory: credAws.Factory}
	reg.databasePlugins["postgresql-database-plugin"] = databasePlugin{Factory: dbPostgres.New}
}
