// Package authhelpers, without logins at Google: see trim.json.
package authhelpers

import (
	"context"

	"gocloud.dev/blob"

	"github.com/pulumi/pulumi/pkg/v3/leftout/reason"
)

// GoogleLogin is never had.
type GoogleLogin struct{ TokenSource any }

// ResolveGoogleCredentials says that this is left out.
func ResolveGoogleCredentials(context.Context, string) (*GoogleLogin, error) {
	return nil, reason.Error("a login at Google")
}

// GoogleCredentialsMux says that this is left out.
func GoogleCredentialsMux(context.Context) (*blob.URLMux, error) {
	return nil, reason.Error("a state at gs://")
}
