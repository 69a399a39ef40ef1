// Package k8s stands where the search for cluster members in Kubernetes was.
package k8s

type Provider struct{}

func (*Provider) Help() string { return "" }
