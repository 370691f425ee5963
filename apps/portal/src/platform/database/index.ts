export { connect } from "./connect.ts";
export { roleProblem } from "./guard.ts";
export type { Database, Reading, Scope, Tx } from "./database.ts";
export { createDatabase } from "./database.ts";
export { migrate } from "./migrate.ts";
export { prepareRoles } from "./roles.ts";
export type { RolePasswords, RoleUrls } from "./roles.ts";
export { Sql, join, sql } from "./sql.ts";
export { isUnavailable, isUniqueViolation } from "./errors.ts";
