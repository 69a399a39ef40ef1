package operations

import (
	"context"

	"github.com/pulumi/pulumi/sdk/v3/go/common/resource/config"

	"github.com/pulumi/pulumi/pkg/v3/leftout/reason"
)

// CloudOperationsProvider says that logs are left out: see trim.json.
func CloudOperationsProvider(map[config.Key]string, *Resource) (Provider, error) {
	return nil, reason.Error("`pulumi logs`")
}

// AWSOperationsProvider says that logs are left out.
func AWSOperationsProvider(context.Context, map[config.Key]string, *Resource) (Provider, error) {
	return nil, reason.Error("`pulumi logs`")
}

// GCPOperationsProvider says that logs are left out.
func GCPOperationsProvider(context.Context, map[config.Key]string, *Resource) (Provider, error) {
	return nil, reason.Error("`pulumi logs`")
}
