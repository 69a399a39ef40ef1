export { startProxy, type Proxy, type Watch } from "./proxy";
export { type Login, type Postgres, type PostgresOptions, startPostgres } from "./startPostgres";
export { findPgBouncer, type PgBouncer, startPgBouncer } from "./pgbouncer";
