function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
}

/** SQLSTATE 23505, optionally of one named constraint. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  if (codeOf(error) !== "23505") return false;
  return constraint === undefined || (error as { constraint?: string }).constraint === constraint;
}

/**
 * The database could not be reached, went away, is read-only, full or starting: nothing was stored and trying again later is right.
 * Classes 08 (connection), 53 (resources: 53100 disk full), 57P (shutdown), and what the driver says without a SQLSTATE.
 */
export function isUnavailable(error: unknown): boolean {
  return endsConnection(error) || codeOf(error).startsWith("53") || codeOf(error) === "25006" || (error instanceof Error && /timeout exceeded when trying to connect|Query read timeout/i.test(error.message));
}

/** Whether nothing more can come from the connection that told it: what a server says last, right before it hangs up, looks like any other error. */
export function endsConnection(error: unknown): boolean {
  const code = codeOf(error);
  if (/^(08|57P)/.test(code) || ["ECONNREFUSED", "ECONNRESET", "EPIPE", "ENOENT", "ETIMEDOUT"].includes(code)) return true;
  return error instanceof Error && /Connection terminated|Client has encountered a connection error/i.test(error.message);
}
