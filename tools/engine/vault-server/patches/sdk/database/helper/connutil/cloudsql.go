package connutil

import "errors"

var errCloudSQL = errors.New("logins with Google's IAM are left out of this build of Vault: use the official one")

func (c *SQLConnectionProducer) getCloudSQLDriverType() (string, error) { return "", errCloudSQL }

func (c *SQLConnectionProducer) registerDrivers(string, string, bool, bool) (func() error, error) {
	return nil, errCloudSQL
}
