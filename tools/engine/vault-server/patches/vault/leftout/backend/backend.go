// Package backend stands where engines and auth methods were that a rotation needs nothing of.
package backend

import (
	"context"

	"github.com/hashicorp/vault/api"
	"github.com/hashicorp/vault/leftout/reason"
	"github.com/hashicorp/vault/sdk/logical"
)

func Factory(context.Context, *logical.BackendConfig) (logical.Backend, error) {
	return nil, reason.Error("this engine or auth method")
}

type CLIHandler struct{}

func (*CLIHandler) Auth(*api.Client, map[string]string) (*api.Secret, error) {
	return nil, reason.Error("this way to log in")
}

func (*CLIHandler) Help() string { return reason.Error("this way to log in").Error() }
