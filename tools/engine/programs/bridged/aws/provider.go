// Package aws is the AWS provider with the resources that rotate and publish credentials, under the names that
// `@pulumi/aws` has for them.
package aws

import (
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/service/iam"
	"github.com/hashicorp/terraform-provider-aws/service/secretsmanager"
	"github.com/hashicorp/terraform-provider-aws/service/ssm"
	"github.com/hashicorp/terraform-provider-aws/service/sts"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	shimv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

// Version is the version of the npm package whose types this serves.
const Version = "7.48.0"

// Provider is the Terraform provider.
func Provider() *schema.Provider {
	return &schema.Provider{
		Schema:               configSchema(),
		ConfigureContextFunc: configure,
		ResourcesMap: map[string]*schema.Resource{
			"aws_iam_access_key":                accessKey(iam.ResourceAccessKey()),
			"aws_iam_policy":                    iam.ResourcePolicy(),
			"aws_iam_role":                      iam.ResourceRole(),
			"aws_iam_role_policy":               iam.ResourceRolePolicy(),
			"aws_iam_role_policy_attachment":    iam.ResourceRolePolicyAttachment(),
			"aws_iam_user":                      iam.ResourceUser(),
			"aws_iam_user_policy":               iam.ResourceUserPolicy(),
			"aws_iam_user_policy_attachment":    iam.ResourceUserPolicyAttachment(),
			"aws_secretsmanager_secret":         secret(secretsmanager.ResourceSecret()),
			"aws_secretsmanager_secret_version": secretsmanager.ResourceSecretVersion(),
			"aws_ssm_parameter":                 parameter(ssm.ResourceParameter()),
		},
		DataSourcesMap: map[string]*schema.Resource{
			"aws_caller_identity":               sts.DataSourceCallerIdentity(),
			"aws_iam_access_keys":               accessKeys(),
			"aws_iam_user":                      iam.DataSourceUser(),
			"aws_secretsmanager_secret":         secretLookup(secretsmanager.DataSourceSecret()),
			"aws_secretsmanager_secret_version": secretVersionLookup(secretsmanager.DataSourceSecretVersion()),
			"aws_ssm_parameter":                 parameterLookup(ssm.DataSourceParameter()),
			"aws_ssm_parameters_by_path":        ssm.DataSourceParametersByPath(),
		},
	}
}

// Info maps it to Pulumi.
func Info() tfbridge.ProviderInfo {
	info := tfbridge.ProviderInfo{
		P:       shimv2.NewProvider(Provider()),
		Name:    "aws",
		Version: Version,
		Resources: map[string]*tfbridge.ResourceInfo{
			"aws_iam_access_key":                {Tok: "aws:iam/accessKey:AccessKey"},
			"aws_iam_policy":                    {Tok: "aws:iam/policy:Policy"},
			"aws_iam_role":                      {Tok: "aws:iam/role:Role"},
			"aws_iam_role_policy":               {Tok: "aws:iam/rolePolicy:RolePolicy"},
			"aws_iam_role_policy_attachment":    {Tok: "aws:iam/rolePolicyAttachment:RolePolicyAttachment"},
			"aws_iam_user":                      {Tok: "aws:iam/user:User"},
			"aws_iam_user_policy":               {Tok: "aws:iam/userPolicy:UserPolicy"},
			"aws_iam_user_policy_attachment":    {Tok: "aws:iam/userPolicyAttachment:UserPolicyAttachment"},
			"aws_secretsmanager_secret":         {Tok: "aws:secretsmanager/secret:Secret"},
			"aws_secretsmanager_secret_version": {Tok: "aws:secretsmanager/secretVersion:SecretVersion"},
			"aws_ssm_parameter":                 {Tok: "aws:ssm/parameter:Parameter"},
		},
		DataSources: map[string]*tfbridge.DataSourceInfo{
			"aws_caller_identity":               {Tok: "aws:index/getCallerIdentity:getCallerIdentity"},
			"aws_iam_access_keys":               {Tok: "aws:iam/getAccessKeys:getAccessKeys"},
			"aws_iam_user":                      {Tok: "aws:iam/getUser:getUser"},
			"aws_secretsmanager_secret":         {Tok: "aws:secretsmanager/getSecret:getSecret"},
			"aws_secretsmanager_secret_version": {Tok: "aws:secretsmanager/getSecretVersion:getSecretVersion"},
			"aws_ssm_parameter":                 {Tok: "aws:ssm/getParameter:getParameter"},
			"aws_ssm_parameters_by_path":        {Tok: "aws:ssm/getParametersByPath:getParametersByPath"},
		},
	}
	info.SetAutonaming(255, "-")
	return info
}
