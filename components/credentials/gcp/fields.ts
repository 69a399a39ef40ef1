/** The parts of a service account's key, under the names by which every store publishes them. */
export const GCP_KEY_FIELDS = ["credentials", "private_key_id", "client_email"];
