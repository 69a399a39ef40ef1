package aws

import (
	"context"
	"fmt"
	"strings"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/secretsmanager"
	"github.com/aws/aws-sdk-go/service/ssm"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/customdiff"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/conns"
)

// The functions below give resources what the official provider has changed about them since the version that this is
// built from, as far as a rotation can tell.

// accessKey takes a key that is gone already for deleted.
func accessKey(r *schema.Resource) *schema.Resource {
	remove := r.Delete
	r.Delete = func(d *schema.ResourceData, meta interface{}) error {
		if err := remove(d, meta); err != nil && !strings.Contains(err.Error(), "NoSuchEntity") {
			return err
		}
		return nil
	}
	return r
}

// secret takes one that is scheduled for deletion for gone.
func secret(r *schema.Resource) *schema.Resource {
	read := r.Read
	r.Read = func(d *schema.ResourceData, meta interface{}) error {
		found, err := meta.(*conns.AWSClient).SecretsManagerConn.DescribeSecret(
			&secretsmanager.DescribeSecretInput{SecretId: aws.String(d.Id())})
		if err == nil && found.DeletedDate != nil && !d.IsNewResource() {
			d.SetId("")
			return nil
		}
		return read(d, meta)
	}
	return r
}

// parameter has `insecure_value`, for values that may be seen.
func parameter(r *schema.Resource) *schema.Resource {
	either := []string{"insecure_value", "value"}
	r.Schema["insecure_value"] = &schema.Schema{Type: schema.TypeString, Optional: true, Computed: true, ExactlyOneOf: either}
	r.Schema["value"] = &schema.Schema{Type: schema.TypeString, Optional: true, Computed: true, Sensitive: true, ExactlyOneOf: either}
	r.CustomizeDiff = customdiff.Sequence(
		r.CustomizeDiff,
		customdiff.ComputedIf("version", func(_ context.Context, d *schema.ResourceDiff, _ interface{}) bool {
			return d.HasChange("insecure_value") || !d.NewValueKnown("value") || d.HasChange("description")
		}),
		customdiff.ComputedIf("value", func(_ context.Context, d *schema.ResourceDiff, _ interface{}) bool {
			return d.HasChange("insecure_value")
		}),
	)
	r.Create, r.Update, r.Read = visibly(r.Create), visibly(r.Update), visibly(r.Read)
	return r
}

// visibly runs an operation that knows only `value` with the value that may be seen, where that is set.
func visibly(operate func(*schema.ResourceData, interface{}) error) func(*schema.ResourceData, interface{}) error {
	return func(d *schema.ResourceData, meta interface{}) error {
		visible := d.Get("insecure_value").(string)
		if visible == "" {
			return operate(d, meta)
		}
		if d.Get("type").(string) == ssm.ParameterTypeSecureString {
			return fmt.Errorf("invalid configuration, cannot set type = %s and insecure_value", ssm.ParameterTypeSecureString)
		}
		if err := d.Set("value", visible); err != nil {
			return err
		}
		if err := operate(d, meta); err != nil || d.Id() == "" {
			return err
		}
		if err := d.Set("insecure_value", d.Get("value")); err != nil {
			return err
		}
		return d.Set("value", "")
	}
}
