// Package database stands where MySQL was, which only Vault's own tests ask for.
package database

import "github.com/hashicorp/vault/leftout/reason"

const DefaultUserNameTemplate = ""

func New(string) func() (interface{}, error) {
	return func() (interface{}, error) { return nil, reason.Error("the database plugin for MySQL") }
}
