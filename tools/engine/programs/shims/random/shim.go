// Package shim lets this module reach the random provider, which its own module keeps in internal/.
package shim

import (
	"github.com/terraform-providers/terraform-provider-random/internal/provider"
)

// New makes the provider.
var New = provider.New
