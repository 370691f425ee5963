import { isUnavailable } from "#platform/database";
import { CommandProblem } from "./command-problem.ts";

/** What the migration says of an error that is nobody's bug; undefined: a fault, to be shown whole. */
export function migrationProblem(error: unknown): string | undefined {
  if (error instanceof CommandProblem) return error.message;
  // A migration that fails is wrapped with its name; the database's own words are the cause.
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? String(cause.code) : "";
  if (code.startsWith("28")) return "Die Datenbank nimmt die Anmeldung aus OWNER_DATABASE_URL oder WORKER_DATABASE_URL nicht an. Prüfen Sie Rolle und Kennwort.";
  if (code === "3D000") return "Die Datenbank, die OWNER_DATABASE_URL nennt, gibt es nicht. Angelegt wird sie wie in docs/operations/database.md.";
  if (code === "42501") return "Einer Rolle fehlen Rechte. OWNER_DATABASE_URL braucht kp_owner, WORKER_DATABASE_URL kp_worker, angelegt wie in docs/operations/database.md.";
  if (code === "ERR_INVALID_URL") return "OWNER_DATABASE_URL oder WORKER_DATABASE_URL ist keine Adresse der Form postgres://rolle:kennwort@rechner/datenbank.";
  if (code === "ENOTFOUND" || code === "EAI_AGAIN" || isUnavailable(cause)) return "Die Datenbank antwortet nicht. Der Befehl darf wiederholt werden: Was angewendet ist, bleibt, was begonnen war, ist zurückgenommen.";
  if (error instanceof Error && /was changed after it had been applied/.test(error.message)) return `Eine schon angewendete Migration wurde nachträglich geändert; nichts geändert. (${error.message})`;
  return undefined;
}
