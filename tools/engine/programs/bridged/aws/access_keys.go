package aws

import (
	"context"
	"time"

	"github.com/aws/aws-sdk-go/aws"
	"github.com/aws/aws-sdk-go/service/iam"
	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/conns"
)

// accessKeys is the data source aws_iam_access_keys, which came to the provider after the version this is built from.
func accessKeys() *schema.Resource {
	computed := func() *schema.Schema { return &schema.Schema{Type: schema.TypeString, Computed: true} }
	return &schema.Resource{
		ReadWithoutTimeout: readAccessKeys,
		Schema: map[string]*schema.Schema{
			"user": {Type: schema.TypeString, Required: true},
			"access_keys": {
				Type:     schema.TypeSet,
				Computed: true,
				Elem: &schema.Resource{Schema: map[string]*schema.Schema{
					"access_key_id": computed(),
					"create_date":   computed(),
					"status":        computed(),
				}},
			},
		},
	}
}

func readAccessKeys(ctx context.Context, d *schema.ResourceData, meta interface{}) diag.Diagnostics {
	user := d.Get("user").(string)
	keys := []interface{}{}
	err := meta.(*conns.AWSClient).IAMConn.ListAccessKeysPagesWithContext(ctx,
		&iam.ListAccessKeysInput{UserName: aws.String(user)},
		func(page *iam.ListAccessKeysOutput, _ bool) bool {
			for _, key := range page.AccessKeyMetadata {
				keys = append(keys, map[string]interface{}{
					"access_key_id": aws.StringValue(key.AccessKeyId),
					"create_date":   aws.TimeValue(key.CreateDate).UTC().Format(time.RFC3339),
					"status":        aws.StringValue(key.Status),
				})
			}
			return true
		})
	if err != nil {
		return refused("IAM Access Keys", user, "IAM: ListAccessKeys", err, iam.ErrCodeNoSuchEntityException)
	}
	d.SetId(user)
	return diag.FromErr(d.Set("access_keys", keys))
}
