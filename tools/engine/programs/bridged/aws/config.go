package aws

import (
	"context"

	"github.com/hashicorp/terraform-plugin-sdk/v2/diag"
	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/terraform-provider-aws/conns"
)

// services are those with a client in package conns.
var services = []string{"iam", "secretsmanager", "ssm", "sts"}

func configSchema() map[string]*schema.Schema {
	text := func() *schema.Schema { return &schema.Schema{Type: schema.TypeString, Optional: true} }
	flag := func() *schema.Schema { return &schema.Schema{Type: schema.TypeBool, Optional: true} }
	endpoints := map[string]*schema.Schema{}
	for _, service := range services {
		endpoints[service] = text()
	}
	return map[string]*schema.Schema{
		"access_key":                  text(),
		"profile":                     text(),
		"region":                      text(),
		"secret_key":                  text(),
		"token":                       text(),
		"max_retries":                 {Type: schema.TypeInt, Optional: true},
		"skip_credentials_validation": flag(),
		"skip_metadata_api_check":     flag(),
		"skip_region_validation":      flag(),
		"skip_requesting_account_id":  flag(),
		"shared_config_files":         list(text(), 0),
		"endpoints":                   {Type: schema.TypeSet, Optional: true, Elem: &schema.Resource{Schema: endpoints}},
		"default_tags": list(&schema.Resource{Schema: map[string]*schema.Schema{
			"tags": {Type: schema.TypeMap, Optional: true, Elem: &schema.Schema{Type: schema.TypeString}},
		}}, 1),
		"assume_role": list(&schema.Resource{Schema: map[string]*schema.Schema{
			"role_arn": text(), "session_name": text(), "external_id": text(),
		}}, 0),
	}
}

func list(elem interface{}, most int) *schema.Schema {
	return &schema.Schema{Type: schema.TypeList, Optional: true, MaxItems: most, Elem: elem}
}

func configure(ctx context.Context, d *schema.ResourceData) (interface{}, diag.Diagnostics) {
	config := conns.Config{
		AccessKey:               d.Get("access_key").(string),
		SecretKey:               d.Get("secret_key").(string),
		Token:                   d.Get("token").(string),
		Profile:                 d.Get("profile").(string),
		Region:                  d.Get("region").(string),
		MaxRetries:              25,
		SkipCredsValidation:     d.Get("skip_credentials_validation").(bool),
		SkipMetadataAPICheck:    d.Get("skip_metadata_api_check").(bool),
		SkipRequestingAccountID: d.Get("skip_requesting_account_id").(bool),
		Endpoints:               map[string]string{},
	}
	if retries, ok := d.GetOk("max_retries"); ok {
		config.MaxRetries = retries.(int)
	}
	for _, file := range d.Get("shared_config_files").([]interface{}) {
		config.SharedConfigFiles = append(config.SharedConfigFiles, file.(string))
	}
	for _, set := range d.Get("endpoints").(*schema.Set).List() {
		for service, url := range set.(map[string]interface{}) {
			if url.(string) != "" {
				config.Endpoints[service] = url.(string)
			}
		}
	}
	if tags := d.Get("default_tags").([]interface{}); len(tags) > 0 && tags[0] != nil {
		config.DefaultTags, _ = tags[0].(map[string]interface{})["tags"].(map[string]interface{})
	}
	if roles := d.Get("assume_role").([]interface{}); len(roles) > 0 && roles[0] != nil {
		role := roles[0].(map[string]interface{})
		if arn := role["role_arn"].(string); arn != "" {
			config.AssumeRole = &conns.AssumeRole{
				ARN: arn, SessionName: role["session_name"].(string), ExternalID: role["external_id"].(string),
			}
		}
	}
	client, diags := config.Client(ctx)
	if diags.HasError() {
		return nil, diags
	}
	return client, diags
}
