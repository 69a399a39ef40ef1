/** How a consumer is reached, and as whom. */
export interface ConsumerAccess<S> {
    /** Public settings, as the user gave them. */
    settings: S;
    /** What the consumer wants to be shown; undefined where it wants nothing. */
    secret?: string;
    /** What the program knows of it beside its settings, such as configuration; never kept. */
    context?: string;
}
