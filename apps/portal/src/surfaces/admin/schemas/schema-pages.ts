import type { Schemas } from "#modules/forms";
import type { AdminPages, Desk } from "../admin-pages.ts";

/** What the pages of schemas need beside the editor's. */
export interface SchemaPages extends AdminPages { readonly schemas: Pick<Schemas, "codelistSource" | "decide" | "fetch" | "fetchLists" | "file" | "fimPortal" | "keep" | "list" | "open" | "quality"> }

export interface NamedSchema { readonly id: string; readonly version: string }

/** A page of a schema: its overview, `regeln`, `regeln/entscheidung`, `qualitaet`. */
export function schemaPath({ at }: Desk, { id, version }: NamedSchema, page?: string): string {
  return at(`schemata/${id}/${encodeURIComponent(version)}${page === undefined ? "" : `/${page}`}`);
}

export function schemaOf({ visit }: Desk): NamedSchema {
  return { id: visit.params["schema"] ?? "", version: visit.params["version"] ?? "" };
}

export function schemaParents(desk: Desk, schema?: NamedSchema & { readonly title: string }): { readonly text: string; readonly href: string }[] {
  return [{ text: "Schemata", href: desk.at("schemata") }, ...(schema === undefined ? [] : [{ text: schema.title, href: schemaPath(desk, schema) }])];
}

const statuses: Readonly<Record<string, string>> = {
  1: "in Planung", 2: "in Bearbeitung", 3: "Entwurf", 4: "methodisch freigegeben", 5: "fachlich freigegeben (Silber)", 6: "fachlich freigegeben (Gold)", 7: "inaktiv", 8: "zum Löschen vorgesehen",
};

/** Freigabestatus in words (code list xprozess status). */
export function statusText(code: string): string {
  return statuses[code] ?? code;
}
