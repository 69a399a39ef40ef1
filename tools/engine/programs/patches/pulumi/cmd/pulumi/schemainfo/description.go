package schemainfo

// RenderDescription gives a description as it is written: see trim.json.
func RenderDescription(comment string) string { return comment }
