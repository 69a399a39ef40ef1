// Package okta stands where Okta's push notifications were: no client can be made of it.
package okta

import (
	"context"

	"github.com/hashicorp/vault/leftout/reason"
)

type Configuration struct{ Context context.Context }

type Option func(*Configuration)

func NewConfiguration(...Option) (*Configuration, error) {
	return nil, reason.Error("multi-factor login with Okta")
}

func WithToken(string) Option { return nil }

func WithOrgUrl(string) Option { return nil }

func WithCache(bool) Option { return nil }

// The rest is never reached; it has the shape that the caller needs to compile.

type (
	APIClient struct {
		UserAPI       userAPI
		UserFactorAPI factorAPI
	}
	userAPI        struct{}
	factorAPI      struct{}
	request[T any] struct{}
	response       struct{}
	named          struct{}
	verified       struct{ Links map[string]any }
	Factor         struct{ UserFactorPush *UserFactorPush }
	UserFactorPush struct{ named }
	transaction    struct {
		UserFactorPushTransactionWaiting, UserFactorPushTransaction         *named
		UserFactorPushTransactionRejected, UserFactorPushTransactionTimeout *named
	}
)

func NewAPIClient(*Configuration) *APIClient { return &APIClient{} }

func (*APIClient) GetConfig() *Configuration { return nil }

func (named) GetId() string { return "" }

func (verified) GetFactorResult() string { return "" }

func (request[T]) Filter(string) request[T] { return request[T]{} }

func (request[T]) Execute() (result T, _ *response, _ error) {
	return result, nil, reason.Error("multi-factor login with Okta")
}

func (userAPI) ListUsers(context.Context) (made request[[]named]) { return }

func (factorAPI) ListFactors(context.Context, string) (made request[[]Factor]) { return }

func (factorAPI) VerifyFactor(context.Context, string, string) (made request[*verified]) { return }

func (factorAPI) GetFactorTransactionStatus(context.Context, string, string, string) (made request[*transaction]) {
	return
}
