// Package gcpkms stands in for secrets that are encrypted by a key at Google: see trim.json.
package gcpkms

import (
	"context"
	"net/url"

	"gocloud.dev/secrets"

	"github.com/pulumi/pulumi/pkg/v3/leftout/reason"
)

// Scheme of the addresses of such keys.
const Scheme = "gcpkms"

// URLOpener opens nothing.
type URLOpener struct{ Client any }

// Dial says that this is left out.
func Dial(context.Context, any) (any, func(), error) {
	return nil, nil, reason.Error("encryption by gcpkms://")
}

// OpenKeeperURL says that this is left out.
func (*URLOpener) OpenKeeperURL(context.Context, *url.URL) (*secrets.Keeper, error) {
	return nil, reason.Error("encryption by gcpkms://")
}
