// Package hcplink stands where the link to HashiCorp's cloud was.
package hcplink

import (
	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/leftout/reason"
	"github.com/hashicorp/vault/vault"
)

type HCPLinkVault struct{}

func NewHCPLink(config *configutil.HCPLinkConfig, _ *vault.Core, _ hclog.Logger) (*HCPLinkVault, error) {
	if config == nil {
		return nil, nil
	}
	return nil, reason.Error("the link to HCP")
}

func (*HCPLinkVault) Shutdown() error { return nil }

func (*HCPLinkVault) GetScadaSessionStatus() string { return "" }

func (*HCPLinkVault) GetConnectionStatusMessage(string) string { return "" }
