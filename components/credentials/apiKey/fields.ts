/** The parts of an API key, under the names by which every store publishes them. */
export const API_KEY_FIELDS = ["key", "key_id", "key_name"];
