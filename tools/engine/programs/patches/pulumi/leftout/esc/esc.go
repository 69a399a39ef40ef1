// Package esc stands in for what an environment of Pulumi Cloud gives to a stack: see trim.json.
package esc

import (
	"github.com/pulumi/pulumi/sdk/v3/go/common/esc"

	"github.com/pulumi/pulumi/pkg/v3/leftout/reason"
)

// PrepareOptions says how it would be shown.
type PrepareOptions struct{ Pretend, Redact bool }

// PrepareEnvironment says that this is left out.
func PrepareEnvironment(*esc.Environment, *PrepareOptions) (
	files, environ, secrets []string, filesByKey map[string]string, err error,
) {
	return nil, nil, nil, nil, reason.Error("an environment of Pulumi Cloud")
}
