// Package pclruntime stands in for the interpreter of snippets that Pulumi itself puts into a state: see trim.json.
package pclruntime

import (
	"context"

	"github.com/pulumi/pulumi/pkg/v3/codegen/pcl"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
	"github.com/pulumi/pulumi/sdk/v3/go/common/resource"
	pulumirpc "github.com/pulumi/pulumi/sdk/v3/proto/go"

	"github.com/pulumi/pulumi/pkg/v3/leftout/reason"
)

// RunInfo is what a snippet would be told of its run.
type RunInfo struct {
	Project, Stack, Organization string
	RootDirectory, WorkingDir    string
	Config                       map[string]string
	ConfigSecrets                []string
	DryRun                       bool
	Parallel                     int32
	PackageDescriptors           map[string]*schema.PackageDescriptor
}

// Interpreter runs nothing.
type Interpreter struct{}

// NewInterpreter makes one that says that this is left out.
func NewInterpreter(*pcl.Program, RunInfo) *Interpreter { return &Interpreter{} }

// RunEmbedded says that this is left out.
func (*Interpreter) RunEmbedded(
	context.Context, pulumirpc.ResourceMonitorClient, schema.ReferenceLoader, map[string]resource.PropertyValue, string,
) error {
	return reason.Error("a snippet in a state")
}
