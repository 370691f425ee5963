import { gunzip } from "node:zlib";
import { promisify } from "node:util";
import { html } from "@kommunalportal/html";
import { largestSchema } from "#modules/forms";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import { formatFileSize, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer, Upload } from "../../frame/index.ts";
import { type Desk, editorPage } from "../admin-pages.ts";
import { fileControl } from "../controls.ts";
import { errorLines, noErrors, type Errors } from "../form-state.ts";
import { schemaPath, statusText, type SchemaPages } from "./schema-pages.ts";

const mostFiles = 20;
/** Bytes of all files of one request together; what is more is not kept in memory. */
const largestRequest = 2 * largestSchema;

/** GET `…/schemata`: what was read, and a form to read more. */
export async function schemasPage(portal: SchemaPages, desk: Desk): Promise<Answer> {
  return show(portal, desk, noErrors, []);
}

/** POST of a schema and its code lists: read, checked and kept. Nothing is published. */
export async function uploadSchema(portal: SchemaPages, desk: Desk, upload: Upload): Promise<Answer> {
  const files: { readonly field: string; readonly bytes: Uint8Array }[] = [];
  let problem: string | undefined;
  let total = 0;
  await upload.read({ maxFileBytes: largestSchema, maxFiles: mostFiles }, async (part) => {
    const chunks: Buffer[] = [];
    for await (const chunk of part.stream) {
      total += (chunk as Buffer).length;
      if (total <= largestRequest) chunks.push(chunk as Buffer);
    }
    const bytes = Buffer.concat(chunks);
    if (bytes.length === 0 && total <= largestRequest) return;
    const read = part.truncated() || total > largestRequest ? undefined : await unpacked(bytes);
    total += read === undefined ? 0 : read.length - bytes.length;
    if (read === undefined) problem = `Die Datei ist zu groß oder beschädigt. Erlaubt sind ${formatFileSize(largestSchema, "de")}, auch ausgepackt.`;
    else files.push({ field: part.field, bytes: read });
  });
  const schema = files.find(({ field }) => field === "schema");
  if (problem !== undefined || schema === undefined) return show(portal, desk, { schema: problem ?? "Wählen Sie die Datei des Schemas." }, []);
  const outcome = await portal.schemas.keep({ xml: schema.bytes, codelists: files.flatMap(({ field, bytes }) => (field === "codelisten" ? [bytes] : [])) });
  if (!outcome.ok) return show(portal, desk, { schema: "Die Datei konnte nicht gelesen werden. Was in welcher Zeile falsch ist, steht unter dem Formular." }, outcome.errors.slice(0, 100).map(({ line, path, message }) => [line === 0 ? "ganze Datei" : `Zeile ${line}`, path, message]));
  return { redirect: `${schemaPath(desk, outcome.schema)}?getan=${outcome.kept === "differs" ? "schema-anders" : outcome.kept === "known" ? "schema-bekannt" : "schema-gelesen"}` };
}

async function unpacked(bytes: Buffer): Promise<Uint8Array | undefined> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: largestSchema });
  } catch {
    return undefined;
  }
}

async function show(portal: SchemaPages, desk: Desk, errors: Errors, lines: readonly (readonly string[])[]): Promise<Answer> {
  const { visit, at } = desk;
  const schemas = await portal.schemas.list();
  const rows = schemas.map((head) => [html`<a class="kern-link" href="${schemaPath(desk, head)}">${head.title}</a>`, `${head.id}, ${head.version}`, statusText(head.status), formatShortDate(head.readAt, "de")]);
  const body = html`<p>Aus einem Schema des FIM-Portals (XDatenfelder) wird ein Formular. Vorher entscheiden Sie, was mit den Regeln des Schemas geschieht, und sehen seinen Prüfbericht. Beides gilt für alle Kommunen dieser Installation.</p>
${schemas.length > 0 && table("de", { caption: "Eingelesene Schemata", captionHidden: true, columns: [{ title: "Schema" }, { title: "Kennung, Version" }, { title: "Status" }, { title: "Eingelesen" }], rows })}
<h2>Schema einlesen</h2>${form("de", {
    action: at("schemata"), csrf: visit.staff.csrf, multipart: true,
    body: html`${fileControl({ name: "schema", label: "Datei des Schemas", hint: `XDatenfelder 3.0.0 oder 2.0 (.xml oder .xml.gz), höchstens ${formatFileSize(largestSchema, "de")}`, accept: ".xml,.gz", error: errors["schema"] })}
${fileControl({ name: "codelisten", label: "Codelisten", hint: "Genericode-Dateien, auf die das Schema verweist und die noch fehlen", accept: ".xml,.gz", optional: true, several: true })}
${buttonGroup(button({ text: "Einlesen und prüfen" }))}`,
  })}
${lines.length > 0 && html`${notice("de", { kind: "danger", title: "Die Datei ist nicht in Ordnung", body: "Es wurde nichts gespeichert." })}${table("de", { caption: "Was falsch ist", columns: [{ title: "Wo" }, { title: "Element" }, { title: "Was" }], rows: lines.map((line) => [...line]) })}`}`;
  return editorPage(portal, desk, { title: "Schemata", body, errors: errorLines(errors) });
}
