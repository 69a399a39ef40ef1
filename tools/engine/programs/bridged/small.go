package main

import (
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/pf/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/info"
)

// The versions of the npm packages whose types these serve.
const (
	randomVersion = "4.21.2"
	timeVersion   = "0.1.1"
)

func randomInfo(p provider.Provider) info.Provider {
	return info.Provider{
		P:            tfbridge.ShimProvider(p),
		Name:         "random",
		Version:      randomVersion,
		MetadataInfo: info.NewProviderMetadata(nil),
		Resources: map[string]*info.Resource{
			"random_bytes":    {Tok: "random:index/randomBytes:RandomBytes"},
			"random_id":       {Tok: "random:index/randomId:RandomId"},
			"random_integer":  {Tok: "random:index/randomInteger:RandomInteger"},
			"random_password": {Tok: "random:index/randomPassword:RandomPassword"},
			"random_pet":      {Tok: "random:index/randomPet:RandomPet"},
			"random_shuffle":  {Tok: "random:index/randomShuffle:RandomShuffle"},
			"random_string":   {Tok: "random:index/randomString:RandomString"},
			"random_uuid":     {Tok: "random:index/randomUuid:RandomUuid"},
		},
		IgnoreMappings: []string{"random_uuid4", "random_uuid7"},
	}
}

func timeInfo(p provider.Provider) info.Provider {
	return info.Provider{
		P:            tfbridge.ShimProvider(p),
		Name:         "time",
		Version:      timeVersion,
		MetadataInfo: info.NewProviderMetadata(nil),
		Resources: map[string]*info.Resource{
			"time_offset":   {Tok: "time:index/offset:Offset"},
			"time_rotating": {Tok: "time:index/rotating:Rotating"},
			"time_sleep":    {Tok: "time:index/sleep:Sleep"},
			"time_static":   {Tok: "time:index/static:Static"},
		},
	}
}
