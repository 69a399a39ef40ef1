// Package cloud, without the OpenAPI part: see trim.json.
package cloud

import (
	"errors"

	"github.com/spf13/cobra"
)

// ParamSpec is named by the error envelopes, and no longer filled.
type ParamSpec struct{}

// NewAPICmd is `pulumi api`, which this build leaves out.
func NewAPICmd() *cobra.Command {
	return &cobra.Command{
		Use:    "api",
		Short:  "Call Pulumi Cloud's REST API (not in this build)",
		Hidden: true,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("`pulumi api` is not in this build; install the official Pulumi CLI to call Pulumi Cloud's API")
		},
	}
}
