// Package command stands in for commands that a rotation needs nothing of: see trim.json.
package command

import (
	"github.com/spf13/cobra"

	"github.com/pulumi/pulumi/pkg/v3/leftout/reason"
)

func leftOut(name, short string) *cobra.Command {
	return &cobra.Command{
		Use:    name,
		Short:  short + " (not in this build)",
		Hidden: true,
		RunE:   func(*cobra.Command, []string) error { return reason.Error("`pulumi " + name + "`") },
	}
}

// DefaultRunStatefulUpdate is handed to NewDoCmd and not called.
const DefaultRunStatefulUpdate = 0

// NewDoCmd is `pulumi do`.
func NewDoCmd(...any) *cobra.Command { return leftOut("do", "Call a provider") }

// NewNeoCmd is `pulumi neo`.
func NewNeoCmd() *cobra.Command { return leftOut("neo", "Talk to Pulumi's agent") }

// NewEnvCmd is `pulumi env`.
func NewEnvCmd() *cobra.Command { return leftOut("env", "Manage environments of Pulumi Cloud") }

// NewGenCLISpecCmd writes the command line down.
func NewGenCLISpecCmd(...any) *cobra.Command {
	return leftOut("generate-cli-spec", "Write the command line as JSON")
}

// NewInsightsCmd is `pulumi insights`.
func NewInsightsCmd() *cobra.Command { return leftOut("insights", "Search at Pulumi Cloud") }

// NewGenMarkdownCmd writes the command line down.
func NewGenMarkdownCmd(...any) *cobra.Command {
	return leftOut("gen-markdown", "Write the command line as Markdown")
}

// NewOrgCmd is `pulumi org`.
func NewOrgCmd() *cobra.Command { return leftOut("org", "Manage organizations of Pulumi Cloud") }

// NewViewTraceCmd is `pulumi view-trace`.
func NewViewTraceCmd() *cobra.Command { return leftOut("view-trace", "Show a trace") }

// NewConvertTraceCmd is `pulumi convert-trace`.
func NewConvertTraceCmd() *cobra.Command { return leftOut("convert-trace", "Convert a trace") }
