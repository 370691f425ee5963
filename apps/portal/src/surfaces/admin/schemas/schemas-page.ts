import { html } from "@kommunalportal/html";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer, Upload } from "../../frame/index.ts";
import { type Desk, editorPage } from "../admin-pages.ts";
import { errorLines, noErrors, type Errors } from "../form-state.ts";
import { readSchemaUpload, schemaControls } from "./read-schema-upload.ts";
import { schemaPath, statusText, type SchemaPages } from "./schema-pages.ts";

/** GET `…/schemata`: what was read, and a form to read more. */
export async function schemasPage(portal: SchemaPages, desk: Desk): Promise<Answer> {
  return show(portal, desk, noErrors, []);
}

/** POST of a schema and its code lists: read, checked and kept. Nothing is published. */
export async function uploadSchema(portal: SchemaPages, desk: Desk, upload: Upload): Promise<Answer> {
  const { schema, codelists, fields } = await readSchemaUpload(portal.schemas, upload);
  const address = fields.get("adresse")?.[0] ?? "";
  if (!schema.ok) return show(portal, desk, schema.errors, [], address);
  const outcome = await portal.schemas.keep({ xml: schema.xml, codelists });
  if (!outcome.ok) return show(portal, desk, { schema: "Die Datei konnte nicht gelesen werden. Was in welcher Zeile falsch ist, steht unter dem Formular." }, outcome.errors.slice(0, 100).map(({ line, path, message }) => [line === 0 ? "ganze Datei" : `Zeile ${line}`, path, message]), address);
  return { redirect: `${schemaPath(desk, outcome.schema)}?getan=${outcome.kept === "differs" ? "schema-anders" : outcome.kept === "known" ? "schema-bekannt" : "schema-gelesen"}` };
}

async function show(portal: SchemaPages, desk: Desk, errors: Errors, lines: readonly (readonly string[])[], address = ""): Promise<Answer> {
  const { visit, at } = desk;
  const schemas = await portal.schemas.list();
  const rows = schemas.map((head) => [html`<a class="kern-link" href="${schemaPath(desk, head)}">${head.title}</a>`, `${head.id}, ${head.version}`, statusText(head.status), formatShortDate(head.readAt, "de")]);
  const body = html`<p>Aus einem Schema des FIM-Portals (XDatenfelder) wird ein Formular. Vorher entscheiden Sie, was mit den Regeln des Schemas geschieht, und sehen seinen Prüfbericht. Beides gilt für alle Kommunen dieser Installation.</p>
${schemas.length > 0 && table("de", { caption: "Eingelesene Schemata", captionHidden: true, columns: [{ title: "Schema" }, { title: "Kennung, Version" }, { title: "Status" }, { title: "Eingelesen" }], rows })}
<h2>Schema einlesen</h2>${form("de", {
    action: at("schemata"), csrf: visit.staff.csrf, multipart: true,
    body: html`${schemaControls(portal.schemas, errors, address)}${buttonGroup(button({ text: "Einlesen und prüfen" }))}`,
  })}
${lines.length > 0 && html`${notice("de", { kind: "danger", title: "Die Datei ist nicht in Ordnung", body: "Es wurde nichts gespeichert." })}${table("de", { caption: "Was falsch ist", columns: [{ title: "Wo" }, { title: "Element" }, { title: "Was" }], rows: lines.map((line) => [...line]) })}`}`;
  return editorPage(portal, desk, { title: "Schemata", body, errors: errorLines(errors) });
}
