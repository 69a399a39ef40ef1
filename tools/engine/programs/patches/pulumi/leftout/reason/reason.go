// Package reason says what someone meets who asks for a part that this build leaves out.
package reason

import "fmt"

// Error names the part and where to find it.
func Error(part string) error {
	return fmt.Errorf("%s is left out of this build of Pulumi: use the official one", part)
}
