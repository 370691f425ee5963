import { z } from "zod";
import type { Tx } from "#platform/database";
import { inGerman } from "#platform/json";
import { type EfaServiceFacts, efaServiceFacts } from "./efa-service.ts";
import { allServices, putService } from "./link-store.ts";

/** The register of services as a file: an object by id, the same shape in and out. */
export const serviceFile = z.record(z.string().regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/).max(60), efaServiceFacts);
export type ServiceFile = z.infer<typeof serviceFile>;

export type ServiceImport =
  | { readonly ok: true; readonly changed: readonly string[]; readonly same: number }
  | { readonly ok: false; readonly problems: readonly string[] };

const mostCharacters = 2_000_000;

/** What those three are about is known here; the library's words for them speak of types and of keys. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code === "unrecognized_keys") return `Diese Angaben kennt das Register nicht: ${issue.keys.join(", ")}`;
  if (issue.code === "invalid_key") return "So kann ein Dienst nicht heißen; möglich sind Kleinbuchstaben, Ziffern und einzelne Bindestriche";
  return issue.code === "invalid_type" && issue.input === undefined && issue.message.endsWith("undefined") ? "Diese Angabe fehlt" : issue.message;
}

/** Where reading ended, as far as it is told. */
function placeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : "";
  const [, line, column] = /line (\d+) column (\d+)/.exec(message) ?? [];
  return line !== undefined && column !== undefined ? `: Zeile ${line}, Zeichen ${column}` : /end of JSON/.test(message) ? ": Sie hört mittendrin auf" : "";
}

/** All or nothing; services that are not in the file stay. Needs an operator's transaction. */
export async function importServices(tx: Tx, text: string, options: { readonly dryRun: boolean; readonly at: Date }): Promise<ServiceImport> {
  if (text.length > mostCharacters) return { ok: false, problems: ["Die Datei ist größer als 2 MB."] };
  let value: unknown;
  try { value = JSON.parse(text); } catch (error) { return { ok: false, problems: [`Die Datei ist kein JSON${placeOf(error)}.`] }; }
  const read = serviceFile.safeParse(value, inGerman);
  if (!read.success) return { ok: false, problems: read.error.issues.slice(0, 50).map((issue) => `${issue.path.map(String).join(".") || "Datei"}: ${wordsOf(issue)}`) };
  const before = new Map((await allServices(tx)).map(({ id, changedAt: _changedAt, ...facts }) => [id, JSON.stringify(efaServiceFacts.parse(facts))]));
  const changed = Object.entries(read.data).filter(([id, facts]) => before.get(id) !== JSON.stringify(facts));
  if (!options.dryRun) for (const [id, facts] of changed) await putService(tx, id, facts, options.at);
  return { ok: true, changed: changed.map(([id]) => id), same: Object.keys(read.data).length - changed.length };
}

export async function exportServices(tx: Tx): Promise<Readonly<Record<string, EfaServiceFacts>>> {
  return Object.fromEntries((await allServices(tx)).map(({ id, changedAt: _changedAt, ...facts }) => [id, facts]));
}
