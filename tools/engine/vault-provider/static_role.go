package main

import (
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-sdk/v2/helper/schema"
	"github.com/hashicorp/vault/api"
)

const staticRole = "vault_database_secret_backend_static_role"

// withSchedule gives the static role what terraform-provider-vault has had since 3.21.0, which no Go module proxy keeps:
// a schedule, and a window after it, in place of a period. A role with a period is left to the provider as it is.
func withSchedule(provider *schema.Provider) *schema.Provider {
	role := provider.ResourcesMap[staticRole]
	timing := []string{"rotation_period", "rotation_schedule"}
	period := role.Schema["rotation_period"]
	period.Required, period.Optional, period.ExactlyOneOf = false, true, timing
	role.Schema["rotation_schedule"] = &schema.Schema{Type: schema.TypeString, Optional: true, ExactlyOneOf: timing}
	role.Schema["rotation_window"] = &schema.Schema{
		Type: schema.TypeInt, Optional: true, RequiredWith: []string{"rotation_schedule"},
	}
	create, update, read := role.Create, role.Update, role.Read
	role.Read = func(d *schema.ResourceData, meta any) error {
		if err := read(d, meta); err != nil || d.Id() == "" {
			return err
		}
		return readSchedule(d, meta.(*api.Client))
	}
	role.Create = func(d *schema.ResourceData, meta any) error {
		if d.Get("rotation_schedule") == "" {
			return create(d, meta)
		}
		d.SetId(fmt.Sprintf("%s/static-roles/%s", d.Get("backend"), d.Get("name")))
		if err := writeSchedule(d, meta.(*api.Client)); err != nil {
			d.SetId("")
			return err
		}
		return role.Read(d, meta)
	}
	role.Update = func(d *schema.ResourceData, meta any) error {
		if d.Get("rotation_schedule") == "" {
			return update(d, meta)
		}
		if err := writeSchedule(d, meta.(*api.Client)); err != nil {
			return err
		}
		return role.Read(d, meta)
	}
	return provider
}

func writeSchedule(d *schema.ResourceData, client *api.Client) error {
	data := map[string]any{
		"username":            d.Get("username"),
		"db_name":             d.Get("db_name"),
		"rotation_statements": d.Get("rotation_statements"),
		"rotation_schedule":   d.Get("rotation_schedule"),
	}
	if window, ok := d.GetOk("rotation_window"); ok {
		data["rotation_window"] = window
	}
	if _, err := client.Logical().Write(d.Id(), data); err != nil {
		return fmt.Errorf("error writing static role %q: %w", d.Id(), err)
	}
	return nil
}

func readSchedule(d *schema.ResourceData, client *api.Client) error {
	role, err := client.Logical().Read(d.Id())
	if err != nil || role == nil {
		return err
	}
	scheduled, _ := role.Data["rotation_schedule"].(string)
	if err := d.Set("rotation_schedule", scheduled); err != nil || scheduled == "" {
		return err
	}
	window, _ := role.Data["rotation_window"].(json.Number).Int64()
	if err := d.Set("rotation_period", nil); err != nil {
		return err
	}
	return d.Set("rotation_window", window)
}
