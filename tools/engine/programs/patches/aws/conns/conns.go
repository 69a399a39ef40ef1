// Package conns holds the clients of the four services that this build of the provider serves.
package conns

import (
	"context"
	"os"
	"strings"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/arn"
	"github.com/aws/aws-sdk-go/aws/credentials/stscreds"
	"github.com/aws/aws-sdk-go/aws/endpoints"
	"github.com/aws/aws-sdk-go/aws/session"
	"github.com/aws/aws-sdk-go/service/iam"
	"github.com/aws/aws-sdk-go/service/secretsmanager"
	"github.com/aws/aws-sdk-go/service/ssm"
	"github.com/aws/aws-sdk-go/service/sts"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	tftags "github.com/hashicorp/terraform-provider-aws/tags"
)

// AWSClient is what resources get as their meta value.
type AWSClient struct {
	AccountID          string
	DefaultTagsConfig  *tftags.DefaultConfig
	IAMConn            *iam.IAM
	IgnoreTagsConfig   *tftags.IgnoreConfig
	Partition          string
	Region             string
	SSMConn            *ssm.SSM
	STSConn            *sts.STS
	SecretsManagerConn *secretsmanager.SecretsManager
}

// Config is the provider's configuration.
type Config struct {
	AccessKey, SecretKey, Token, Profile, Region string
	MaxRetries                                   int
	SkipCredsValidation, SkipRequestingAccountID bool
	SkipMetadataAPICheck                         bool
	DefaultTags                                  map[string]interface{}
	Endpoints                                    map[string]string
	SharedConfigFiles                            []string
	AssumeRole                                   *AssumeRole
}

// AssumeRole is a role to take on after signing in.
type AssumeRole struct {
	ARN, SessionName, ExternalID string
}

// Client makes the clients, and asks who they are unless told not to.
func (c *Config) Client(ctx context.Context) (*AWSClient, diag.Diagnostics) {
	sess, err := c.session()
	if err != nil {
		return nil, diag.Errorf("error configuring the AWS provider: %s", err)
	}
	region := aws.StringValue(sess.Config.Region)
	if region == "" {
		return nil, diag.Errorf("invalid AWS Region: set `aws:region` or AWS_REGION")
	}
	client := &AWSClient{
		IAMConn:            iam.New(c.at(sess, "iam")),
		Partition:          endpoints.AwsPartitionID,
		Region:             region,
		SSMConn:            ssm.New(c.at(sess, "ssm")),
		STSConn:            sts.New(c.at(sess, "sts")),
		SecretsManagerConn: secretsmanager.New(c.at(sess, "secretsmanager")),
	}
	if len(c.DefaultTags) > 0 {
		client.DefaultTagsConfig = &tftags.DefaultConfig{Tags: tftags.New(c.DefaultTags)}
	}
	if p, ok := endpoints.PartitionForRegion(endpoints.DefaultPartitions(), region); ok {
		client.Partition = p.ID()
	}
	if c.SkipCredsValidation && c.SkipRequestingAccountID {
		return client, nil
	}
	identity, err := client.STSConn.GetCallerIdentityWithContext(ctx, &sts.GetCallerIdentityInput{})
	if err != nil {
		return nil, diag.Errorf("validating provider credentials: calling sts:GetCallerIdentity: %s", err)
	}
	if !c.SkipRequestingAccountID {
		client.AccountID = aws.StringValue(identity.Account)
		if a, err := arn.Parse(aws.StringValue(identity.Arn)); err == nil {
			client.Partition = a.Partition
		}
	}
	return client, nil
}

func (c *Config) session() (*session.Session, error) {
	cfg := aws.NewConfig().WithMaxRetries(c.MaxRetries).WithSTSRegionalEndpoint(endpoints.RegionalSTSEndpoint)
	if c.Region != "" {
		cfg.Region = aws.String(c.Region)
	}
	if c.AccessKey != "" || c.SecretKey != "" {
		cfg.Credentials = staticCredentials(c.AccessKey, c.SecretKey, c.Token)
	}
	if c.SkipMetadataAPICheck {
		os.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	}
	sess, err := session.NewSessionWithOptions(session.Options{
		Config:            *cfg,
		Profile:           c.Profile,
		SharedConfigFiles: c.SharedConfigFiles,
		SharedConfigState: session.SharedConfigEnable,
	})
	if err != nil || c.AssumeRole == nil {
		return sess, err
	}
	role := stscreds.NewCredentialsWithClient(sts.New(c.at(sess, "sts")), c.AssumeRole.ARN, func(p *stscreds.AssumeRoleProvider) {
		if c.AssumeRole.SessionName != "" {
			p.RoleSessionName = c.AssumeRole.SessionName
		}
		if c.AssumeRole.ExternalID != "" {
			p.ExternalID = aws.String(c.AssumeRole.ExternalID)
		}
	})
	return sess.Copy(&aws.Config{Credentials: role}), nil
}

// at is the session with the configured endpoint of a service: configuration first, then AWS_ENDPOINT_URL*.
func (c *Config) at(sess *session.Session, service string) *session.Session {
	url := c.Endpoints[service]
	if url == "" {
		url = endpointFromEnv(strings.ToUpper(service))
	}
	if url == "" {
		return sess
	}
	return sess.Copy(&aws.Config{Endpoint: aws.String(url)})
}
