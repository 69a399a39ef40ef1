// Package glamour stands in for coloured Markdown, which comes out as it is written: see trim.json.
package glamour

// TermRenderer writes Markdown as it is.
type TermRenderer struct{}

// NewTermRenderer makes one.
func NewTermRenderer(...any) (*TermRenderer, error) { return &TermRenderer{}, nil }

// WithAutoStyle sets nothing.
func WithAutoStyle() any { return nil }

// WithWordWrap sets nothing.
func WithWordWrap(int) any { return nil }

// Render gives the text as it is.
func (*TermRenderer) Render(text string) (string, error) { return text, nil }
