import { KeyVersionMissing, SealBroken } from "#platform/crypto";
import { isUnavailable } from "#platform/database";
import { ConfigProblem } from "../config.ts";

/** The person at the keyboard can mend it; the message says how, in whole sentences. */
export class CommandProblem extends Error {}

const databaseSentences: readonly (readonly [RegExp, string])[] = [
  [/^28/, "Die Datenbank nimmt die Anmeldung aus DATABASE_URL nicht an. Prüfen Sie Rolle und Kennwort."],
  [/^3D000$/, "Die Datenbank, die DATABASE_URL nennt, gibt es nicht."],
  [/^(42P01|3F000|42703)$/, "Die Datenbank ist nicht auf dem Stand dieses Programms. Rufen Sie zuerst »npm run production -- migrate« auf."],
  [/^42501$/, "Der Rolle aus DATABASE_URL fehlen Rechte. Vorgesehen ist kp_app, angelegt wie in docs/operations/database.md."],
  [/^(ENOTFOUND|EAI_AGAIN)$/, "Der Rechner aus DATABASE_URL ist nicht zu finden."],
  [/^23505$/, "Zwei Befehle haben dasselbe zugleich geändert. Rufen Sie den Befehl noch einmal auf."],
];

/** What a command says of an error that is nobody's bug; undefined: a fault, to be shown whole. */
export function sentenceOf(error: unknown): string | undefined {
  if (error instanceof ConfigProblem || error instanceof CommandProblem) return error.message;
  if (error instanceof SealBroken || error instanceof KeyVersionMissing) return `INSTALLATION_KEYS passen nicht zu dieser Datenbank${error instanceof KeyVersionMissing ? `: Version ${error.version} fehlt` : ""}. Nehmen Sie die Schlüssel, mit denen sie angelegt wurde, auch die alten (docs/operations/security.md); mit anderen ist ihr Inhalt nicht zu öffnen.`;
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : "";
  const known = databaseSentences.find(([codes]) => codes.test(code));
  if (known) return known[1];
  return isUnavailable(error) ? "Die Datenbank antwortet nicht. Was begonnen war, ist zurückgenommen; der Befehl darf wiederholt werden." : undefined;
}
