// Package npm stands in for the packing of a policy pack for Pulumi Cloud: see trim.json.
package npm

import (
	"context"
	"io"

	"github.com/pulumi/pulumi/pkg/v3/leftout/reason"
)

// AutoPackageManager would find the package manager.
const AutoPackageManager = 0

// Pack says that this is left out.
func Pack(context.Context, int, string, io.Writer) ([]byte, error) {
	return nil, reason.Error("publishing a policy pack")
}
