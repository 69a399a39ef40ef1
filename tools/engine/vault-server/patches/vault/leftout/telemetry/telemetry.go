// Package telemetry stands where metrics for Google's Stackdriver were.
package telemetry

import (
	"context"

	"github.com/armon/go-metrics"
	"github.com/hashicorp/vault/leftout/reason"
)

type Client struct{}

func NewMetricClient(context.Context, any) (*Client, error) {
	return nil, reason.Error("telemetry to Stackdriver")
}

func WithUserAgent(string) any { return nil }

type Config struct {
	LabelExtractor, Bucketer       any
	ProjectID, Location, Namespace string
	DebugLogs                      bool
}

var Extractor, Bucketer any

func NewSink(*Client, *Config) metrics.MetricSink { return &metrics.BlackholeSink{} }
