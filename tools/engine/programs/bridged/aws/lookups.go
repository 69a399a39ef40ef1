package aws

import (
	"context"
	"encoding/base64"
	"fmt"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/aws/awserr"
	"github.com/aws/aws-sdk-go/service/secretsmanager"
	"github.com/aws/aws-sdk-go/service/ssm"
	"github.com/hashicorp/aws-sdk-go-base/v2/awsv1shim/v2/tfawserr"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/conns"
)

// notFound is what the official provider says of a parameter, secret or version that isn't there.
const notFound = "couldn't find resource"

// refused puts an error into the official provider's words, for programs tell "not there" by them. The operation is
// named as its SDK names it, for example "IAM: ListAccessKeys".
func refused(what, name, operation string, err error, codes ...string) diag.Diagnostics {
	if tfawserr.ErrCodeEquals(err, codes...) {
		return diag.Errorf("reading %s (%s): %s", what, name, notFound)
	}
	return diag.Errorf("reading %s (%s): operation error %s, %s", what, name, operation, answered(err))
}

// answered says what AWS answered as the second SDK for Go says it.
func answered(err error) string {
	failure, ok := err.(awserr.RequestFailure)
	if !ok {
		return err.Error()
	}
	return fmt.Sprintf("https response error StatusCode: %d, RequestID: %s, api error %s: %s",
		failure.StatusCode(), failure.RequestID(), failure.Code(), failure.Message())
}

// set fills attributes and gives the first error.
func set(d *schema.ResourceData, values map[string]interface{}) diag.Diagnostics {
	for name, value := range values {
		if err := d.Set(name, value); err != nil {
			return diag.Errorf("setting %s: %s", name, err)
		}
	}
	return nil
}

// parameterLookup has `insecure_value` and `load_value` too.
func parameterLookup(r *schema.Resource) *schema.Resource {
	r.Schema["insecure_value"] = &schema.Schema{Type: schema.TypeString, Computed: true}
	r.Schema["load_value"] = &schema.Schema{Type: schema.TypeBool, Optional: true, Default: true}
	r.Read = nil
	r.ReadWithoutTimeout = func(ctx context.Context, d *schema.ResourceData, meta interface{}) diag.Diagnostics {
		name := d.Get("name").(string)
		output, err := meta.(*conns.AWSClient).SSMConn.GetParameterWithContext(ctx, &ssm.GetParameterInput{
			Name:           aws.String(name),
			WithDecryption: aws.Bool(d.Get("with_decryption").(bool)),
		})
		if err != nil {
			return refused("SSM Parameter", name, "SSM: GetParameter", err, ssm.ErrCodeParameterNotFound)
		}
		found := output.Parameter
		d.SetId(aws.StringValue(found.Name))
		values := map[string]interface{}{"arn": found.ARN, "name": found.Name, "type": found.Type, "version": found.Version}
		if d.Get("load_value").(bool) {
			values["value"] = found.Value
			if aws.StringValue(found.Type) != ssm.ParameterTypeSecureString {
				values["insecure_value"] = found.Value
			}
		}
		return set(d, values)
	}
	return r
}

// secretVersionLookup has `created_date` too.
func secretVersionLookup(r *schema.Resource) *schema.Resource {
	r.Schema["created_date"] = &schema.Schema{Type: schema.TypeString, Computed: true}
	r.Read = nil
	r.ReadWithoutTimeout = func(ctx context.Context, d *schema.ResourceData, meta interface{}) diag.Diagnostics {
		secret := d.Get("secret_id").(string)
		input := &secretsmanager.GetSecretValueInput{SecretId: aws.String(secret)}
		version := d.Get("version_stage").(string)
		if id, ok := d.GetOk("version_id"); ok {
			version = id.(string)
			input.VersionId = aws.String(version)
		} else {
			input.VersionStage = aws.String(version)
		}
		id := secret + "|" + version
		output, err := meta.(*conns.AWSClient).SecretsManagerConn.GetSecretValueWithContext(ctx, input)
		if err != nil {
			deleted := tfawserr.ErrMessageContains(err, secretsmanager.ErrCodeInvalidRequestException, "deleted") ||
				tfawserr.ErrMessageContains(err, secretsmanager.ErrCodeInvalidRequestException, "marked for deletion")
			if deleted {
				return diag.Errorf("reading Secrets Manager Secret Version (%s): %s", id, notFound)
			}
			return refused("Secrets Manager Secret Version", id, "Secrets Manager: GetSecretValue", err,
				secretsmanager.ErrCodeResourceNotFoundException)
		}
		d.SetId(id)
		return set(d, map[string]interface{}{
			"arn":            output.ARN,
			"created_date":   aws.TimeValue(output.CreatedDate).UTC().Format(time.RFC3339),
			"secret_binary":  base64.StdEncoding.EncodeToString(output.SecretBinary),
			"secret_id":      secret,
			"secret_string":  output.SecretString,
			"version_id":     output.VersionId,
			"version_stages": aws.StringValueSlice(output.VersionStages),
		})
	}
	return r
}

// secretLookup has `created_date` and `last_changed_date` too.
func secretLookup(r *schema.Resource) *schema.Resource {
	read := r.Read
	r.Schema["created_date"] = &schema.Schema{Type: schema.TypeString, Computed: true}
	r.Schema["last_changed_date"] = &schema.Schema{Type: schema.TypeString, Computed: true}
	r.Read = nil
	r.ReadWithoutTimeout = func(ctx context.Context, d *schema.ResourceData, meta interface{}) diag.Diagnostics {
		name := d.Get("name").(string)
		if arn := d.Get("arn").(string); arn != "" {
			name = arn
		}
		output, err := meta.(*conns.AWSClient).SecretsManagerConn.DescribeSecretWithContext(ctx,
			&secretsmanager.DescribeSecretInput{SecretId: aws.String(name)})
		if err != nil {
			return refused("Secrets Manager Secret", name, "Secrets Manager: DescribeSecret", err,
				secretsmanager.ErrCodeResourceNotFoundException)
		}
		if output.DeletedDate != nil {
			return diag.Errorf("reading Secrets Manager Secret (%s): %s", name, notFound)
		}
		if err := read(d, meta); err != nil {
			return diag.FromErr(fmt.Errorf("reading Secrets Manager Secret (%s): %w", name, err))
		}
		return set(d, map[string]interface{}{
			"created_date":      aws.TimeValue(output.CreatedDate).UTC().Format(time.RFC3339),
			"last_changed_date": aws.TimeValue(output.LastChangedDate).UTC().Format(time.RFC3339),
		})
	}
	return r
}
