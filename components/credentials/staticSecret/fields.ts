/** The parts of a static secret during the overlap, under the names by which every store publishes them. */
export const STATIC_SECRET_FIELDS = ["value", "previous"];
