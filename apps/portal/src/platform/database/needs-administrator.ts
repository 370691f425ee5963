/** The connection given may not do it; who administers the database runs these statements once, connected to it. */
export class NeedsAdministrator extends Error {
  readonly statements: readonly string[];

  constructor(statements: readonly string[], options?: ErrorOptions) {
    super(`an administrator of the database must run: ${statements.join(" ")}`, options);
    this.statements = statements;
  }
}

/** Tables of another program lie in the database. */
export class DatabaseNotEmpty extends Error {}
