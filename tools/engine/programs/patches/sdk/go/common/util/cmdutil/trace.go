package cmdutil

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/opentracing/opentracing-go"
	"go.opentelemetry.io/otel/trace"
)

// Traces are left out, with the receivers and senders that they need: see trim.json.
var errTraces = errors.New("traces are left out of this build of Pulumi: use the official one")

// TracingEndpoint is where traces would go; nobody sets it.
var TracingEndpoint string

// TracingToFile is false.
var TracingToFile bool

// TracingRootSpan is never there.
var TracingRootSpan opentracing.Span

// IsTracingEnabled is false.
func IsTracingEnabled() bool { return false }

// IsOTelEnabled is false.
func IsOTelEnabled() bool { return false }

// OTelEndpoint is nowhere.
func OTelEndpoint() string { return "" }

// LogReceiverEndpoint is nowhere.
func LogReceiverEndpoint() string { return "" }

// InitTracing says so where traces are asked for.
func InitTracing(_, _, endpoint string) {
	if endpoint != "" {
		fmt.Fprintln(os.Stderr, "warning:", errTraces)
	}
}

// InitOtelReceiver refuses an endpoint.
func InitOtelReceiver(endpoint string, _ any) error { return refused(endpoint) }

// InitOtelTracing refuses an endpoint.
func InitOtelTracing(_, endpoint string) error { return refused(endpoint) }

func refused(endpoint string) error {
	if endpoint == "" {
		return nil
	}
	return errTraces
}

// CloseTracing has nothing to close.
func CloseTracing() {}

// CloseOtelTracing has nothing to close.
func CloseOtelTracing() {}

// SetAppDashTraceParent sets nothing.
func SetAppDashTraceParent([16]byte, [8]byte) {}

// SetStringSpanAttributes sets nothing.
func SetStringSpanAttributes(context.Context, map[string]string) {}

// StartSpan starts a span of the tracer, which records nothing.
func StartSpan(
	ctx context.Context, tracer trace.Tracer, name string, opts ...trace.SpanStartOption,
) (context.Context, trace.Span) {
	return tracer.Start(ctx, name, opts...)
}

// ContextWithProcessStartTime keeps nothing.
func ContextWithProcessStartTime(ctx context.Context, _ time.Time) context.Context { return ctx }

// ProcessStartTimeFromContext knows nothing.
func ProcessStartTimeFromContext(context.Context) (time.Time, bool) { return time.Time{}, false }
