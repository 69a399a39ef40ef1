/** The parts of an API key, under the names by which every store publishes them. */
export const API_KEY_FIELDS = ["key", "key_id", "key_name"];

/** With what a secret of an Entra application is published beside. */
export const ENTRA_FIELDS = [...API_KEY_FIELDS, "client_id", "tenant_id"];
