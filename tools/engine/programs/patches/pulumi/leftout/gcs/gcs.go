// Package gcs stands in for states in Google's and Azure's stores, and for keys of theirs: see trim.json.
package gcs

// Scheme of addresses in Google's store.
const Scheme = "gs"

// CloudkmsScope is what a login at Google's key service would ask for.
const CloudkmsScope = ""
