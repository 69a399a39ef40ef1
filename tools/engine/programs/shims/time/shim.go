// Package shim lets this module reach the time provider, which its own module keeps in internal/.
package shim

import (
	"github.com/hashicorp/terraform-provider-time/internal/provider"
)

// New makes the provider.
var New = provider.New
