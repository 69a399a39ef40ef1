export { type Login, type Postgres, type PostgresOptions, startPostgres } from "./startPostgres";
