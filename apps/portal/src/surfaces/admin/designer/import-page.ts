import { html } from "@kommunalportal/html";
import type { SchemaImportOutcome } from "#modules/forms";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import type { Answer, Upload } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { choiceControl, fileControl, lineControl, selectControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, noErrors } from "../form-state.ts";
import { signInFacts, signIns } from "./create-page.ts";
import { problemWords } from "./words.ts";

/** Bytes of a schema or code list. */
const largestFile = 20_000_000;

interface ImportInput { readonly slug: string; readonly leika: string; readonly office: string; readonly signIn: string }

/** GET `/formulare/import`. */
export function importPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  return Promise.resolve(show(portal, desk, { slug: "", leika: "", office: "", signIn: "never" }, noErrors));
}

/** POST: the files are read, made into a working copy and not published. */
export async function importForm(portal: AdminPages, desk: Desk, upload: Upload): Promise<Answer> {
  const files: { readonly field: string; readonly name: string; readonly bytes: Buffer; readonly tooLarge: boolean }[] = [];
  const fields = await upload.read({ maxFileBytes: largestFile, maxFiles: 41 }, async (part) => {
    const chunks: Buffer[] = [];
    for await (const chunk of part.stream) chunks.push(chunk as Buffer);
    files.push({ field: part.field, name: part.fileName, bytes: Buffer.concat(chunks), tooLarge: part.truncated() });
  });
  const field = (name: string): string => (fields.get(name)?.[0] ?? "").trim();
  const input: ImportInput = { slug: field("name"), leika: field("leika").replace(/\s/g, ""), office: field("amt"), signIn: field("anmeldung") };
  const schema = files.find((file) => file.field === "schema" && file.bytes.length > 0);
  const errors: Errors = {
    schema: schema === undefined ? "Wählen Sie die Datei des Schemas." : schema.tooLarge ? "Die Datei ist größer als 20 MB." : undefined, listen: files.some((file) => file.field === "listen" && file.tooLarge) ? "Eine der Dateien ist größer als 20 MB." : undefined,
    name: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(input.slug) && input.slug.length <= 60 ? undefined : "Geben Sie eine Adresse aus kleinen Buchstaben, Ziffern und Bindestrichen ein.",
    leika: /^99\d{12}$/.test(input.leika) ? undefined : "Geben Sie den Leistungsschlüssel mit 14 Ziffern ein. Er beginnt mit 99.",
    amt: /^[a-z][a-z0-9-]{0,63}$/.test(input.office) ? undefined : "Wählen Sie das Amt, das die Anträge bearbeitet.", anmeldung: signIns.some(({ value }) => value === input.signIn) ? undefined : "Wählen Sie, ob man sich anmelden muss.",
  };
  if (schema === undefined || hasErrors(errors)) return show(portal, desk, input, errors);
  const { trustLevel, account } = signInFacts(input.signIn);
  const outcome = await portal.forms.readSchema({ xml: schema.bytes, codelists: files.filter((file) => file.field === "listen" && file.bytes.length > 0).map(({ bytes }) => bytes), slug: input.slug, leikaKey: input.leika, office: input.office, trustLevel: trustLevel as "none" | "basis" | "substantiell" | "hoch", account, retentionMonths: 24 });
  if (!outcome.ok) return show(portal, desk, input, { schema: whyNot(outcome) });
  const { service, definition } = outcome.service;
  const [id = "", version = "Arbeitskopie"] = (definition.source ?? "").split(" ");
  const { visit, tenant, at } = desk;
  const made = await portal.workshop.create({
    tenant: tenant.id, by: { id: visit.staff.staff, name: visit.staff.name }, what: `Importiert aus ${definition.source ?? schema.name}`.slice(0, 300), mayAll: false,
    content: { service, form: definition, ...(/^S\d{11}$/.test(id) ? { imported: { schema: { id, version }, rules: outcome.undecided.map(({ key, sentence }) => ({ key, sentence: sentence.slice(0, 2000) })), form: definition } } : {}) },
  });
  if (!made.ok) return show(portal, desk, input, made.why === "name-taken" ? { name: "Diese Adresse hat schon ein anderer Dienst." } : { schema: made.problems.map(({ path, problem }) => `${path}: ${problemWords(problem)}`).join("; ") });
  const notes = outcome.notes.slice(0, 200);
  return editorPage(portal, desk, {
    title: "Importiert", parents: [{ text: "Formulare", href: at("formulare") }],
    body: html`${notice("de", { kind: "success", live: true, title: `»${service.title.de}« ist importiert`, body: "Veröffentlicht ist noch nichts." })}<p>${linkButton({ text: "Formular öffnen", href: at(`formulare/${made.copy.id}`) })}</p>
${notes.length > 0 && html`<h2>Bitte ansehen</h2><ul class="portal-work__hints">${notes.map(({ path, text }) => html`<li>${path !== "" && html`<code>${path}</code>: `}${text}</li>`)}</ul>`}${outcome.undecided.length > 0 && html`<h2>Regeln ohne Entscheidung</h2><p>${outcome.undecided.length} Regeln des Schemas sind noch nicht entschieden. Sie stehen unter »Regeln« und vor der Veröffentlichung.</p>`}`,
  });
}

function whyNot(outcome: Extract<SchemaImportOutcome, { ok: false }>): string {
  if (outcome.why === "unreadable") return `Die Datei ist kein lesbares Schema. ${outcome.errors.slice(0, 5).map((error) => ("line" in error && error.line !== undefined ? `Zeile ${String(error.line)}: ` : "") + error.message).join(" ")}`;
  return outcome.why === "not-a-service" ? `Aus dem Schema wird kein Formular: ${outcome.problems.slice(0, 5).map(({ path, problem }) => `${path}: ${problemWords(problem)}`).join("; ")}` : "Diese Version ist schon veröffentlicht.";
}

function show(portal: AdminPages, desk: Desk, input: ImportInput, errors: Errors): Answer {
  const { at, visit, tenant } = desk;
  const offices = portal.catalogue.officesOf(tenant.id).map(({ role, name }) => ({ value: role, text: name.de }));
  const body = html`<p>Ein Datenschema aus dem FIM-Portal (XDatenfelder 3.0) wird zu einem Formular. Sie sehen es durch, bevor es jemand sonst sieht.</p>${form("de", {
    action: at("formulare/import"), csrf: visit.staff.csrf, multipart: true,
    body: html`${fileControl({ name: "schema", label: "Datei des Schemas", hint: "XML, höchstens 20 MB", accept: ".xml,application/xml,text/xml", error: errors["schema"] })}${fileControl({ name: "listen", label: "Codeliste", hint: "Genericode, wenn das Schema auf eine Liste verweist, die hier noch nicht gelesen wurde", accept: ".xml,application/xml,text/xml", error: errors["listen"], optional: true })}
${lineControl({ name: "name", label: "Letzter Teil der Adresse", hint: "Zum Beispiel »heimarbeit-anzeigen«", value: input.slug, error: errors["name"], width: "medium" })}${lineControl({ name: "leika", label: "Leistungsschlüssel", hint: "14 Ziffern aus dem Leistungskatalog (LeiKa)", value: input.leika, error: errors["leika"], width: "medium", inputmode: "numeric" })}
${offices.length === 0 ? lineControl({ name: "amt", label: "Zuständiges Amt", value: input.office, error: errors["amt"], width: "medium" }) : selectControl({ name: "amt", label: "Zuständiges Amt", value: input.office, error: errors["amt"], options: [{ value: "", text: "Bitte wählen" }, ...offices] })}
${choiceControl({ name: "anmeldung", label: "Muss man sich anmelden?", value: input.signIn, error: errors["anmeldung"], options: signIns })}${buttonGroup([button({ text: "Importieren" }), linkButton({ text: "Abbrechen", href: at("formulare"), kind: "tertiary" })])}`,
  })}`;
  return editorPage(portal, desk, { title: "Aus XDatenfeldern importieren", body, errors: errorLines(errors), parents: [{ text: "Formulare", href: at("formulare") }] });
}
