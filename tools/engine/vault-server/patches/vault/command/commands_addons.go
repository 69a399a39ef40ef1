package command

import (
	credAws "github.com/hashicorp/vault/builtin/credential/aws"
	physFile "github.com/hashicorp/vault/sdk/physical/file"
)

// extendAddonHandlers adds what is kept of the full build to the minimal one.
func extendAddonHandlers(handlers *vaultHandlers) {
	handlers.physicalBackends["file"] = physFile.NewFileBackend
	handlers.physicalBackends["file_transactional"] = physFile.NewTransactionalFileBackend
	handlers.loginHandlers["aws"] = &credAws.CLIHandler{}
}
