// Command bridged is three provider plugins in one program: it serves the one whose name it is called by. They share
// nearly all their code, so one program is built in the time of one.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	timeshim "github.com/hashicorp/terraform-provider-time/shim"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	sdk "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	randomshim "github.com/terraform-providers/terraform-provider-random/shim"

	"engine/programs/bridged/aws"
	"engine/owner"
)

func main() {
	name := strings.TrimPrefix(strings.TrimSuffix(filepath.Base(os.Args[0]), ".exe"), "pulumi-resource-")
	ctx := context.Background()
	owner.Watch()
	switch name {
	case "aws":
		sdk.Main(name, aws.Version, aws.Info(), stub(name, aws.Version))
	case "random":
		tfbridge.Main(ctx, name, randomInfo(randomshim.New()), metadata(name, randomVersion))
	case "time":
		tfbridge.Main(ctx, name, timeInfo(timeshim.New()), metadata(name, timeVersion))
	default:
		fmt.Fprintf(os.Stderr, "call this program pulumi-resource-aws, -random or -time, not %q\n", name)
		os.Exit(2)
	}
}

// metadata stands in for a generated schema: only GetSchema reads it, and no Node.js program asks for that.
func metadata(name, version string) tfbridge.ProviderMetadata {
	return tfbridge.ProviderMetadata{PackageSchema: stub(name, version)}
}

func stub(name, version string) []byte {
	return fmt.Appendf(nil, `{"name":%q,"version":%q}`, name, version)
}
