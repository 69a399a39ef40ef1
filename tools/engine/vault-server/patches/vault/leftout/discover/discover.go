// Package discover stands where the search for cluster members in clouds was.
package discover

import (
	"log"

	"github.com/hashicorp/vault/leftout/reason"
)

type Discover struct{}

type Provider interface{ Help() string }

type Option func(*Discover) error

type Config map[string]string

// Providers are none.
var Providers = map[string]Provider{}

func New(...Option) (*Discover, error) { return &Discover{}, nil }

func WithProviders(map[string]Provider) Option { return nil }

func (*Discover) Addrs(string, *log.Logger) ([]string, error) {
	return nil, reason.Error("auto-join of a Raft cluster")
}

func Parse(string) (Config, error) { return nil, reason.Error("auto-join of a Raft cluster") }

func (Config) String() string { return "" }
