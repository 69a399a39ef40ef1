// Package hcp stands where the connection to HashiCorp's cloud was.
package hcp

import (
	"time"

	"github.com/hashicorp/cli"
	"github.com/hashicorp/vault/leftout/reason"
)

type HCPToken struct {
	AccessToken       string
	AccessTokenExpiry time.Time
	ProxyAddr         string
}

type HCPTokenHelper interface {
	GetHCPToken(string) (*HCPToken, error)
}

type InternalHCPTokenHelper struct{}

// GetHCPToken finds none: nobody can have logged in.
func (InternalHCPTokenHelper) GetHCPToken(string) (*HCPToken, error) { return nil, nil }

func InitHCPCommand(cli.Ui) map[string]cli.CommandFactory { return nil }

type Resource struct{ ID, Organization, Project string }

func FromString(string) (Resource, error) { return Resource{}, reason.Error("the link to HCP") }
