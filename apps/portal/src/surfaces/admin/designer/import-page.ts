import { html } from "@kommunalportal/html";
import { readSchema, type Stammdatenschema } from "@kommunalportal/xdatenfelder";
import type { SchemaImportOutcome } from "#modules/forms";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import { notice } from "#ui/notice";
import type { Answer, Upload } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { choiceControl, lineControl, selectControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, noErrors } from "../form-state.ts";
import { readSchemaUpload, schemaControls } from "../schemas/read-schema-upload.ts";
import { signInFacts, signIns } from "./create-page.ts";
import { slugOf } from "./slug-of.ts";
import { problemWords } from "./words.ts";

interface ImportInput {
  readonly slug: string;
  readonly leika: string;
  readonly office: string;
  readonly signIn: string;
  readonly address: string;
  /** A schema that was read before: nothing has to be sent again. */
  readonly kept?: { readonly id: string; readonly version: string };
}

/** GET `/formulare/import`; with `?schema=…&version=…` of a schema that was read already. */
export async function importPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { query } = desk.visit;
  const [id, version] = [query.get("schema"), query.get("version")];
  const kept = id === null || version === null ? undefined : { id, version };
  if (kept !== undefined && (await portal.schemas.file(kept)) === undefined) return { missing: true };
  return show(portal, desk, { slug: "", leika: "", office: "", signIn: "never", address: "", ...(kept === undefined ? {} : { kept }) }, noErrors);
}

/** POST: the files are read, made into a working copy and not published. */
export async function importForm(portal: AdminPages, desk: Desk, upload: Upload): Promise<Answer> {
  const given = await readSchemaUpload(portal.schemas, upload);
  const field = (name: string): string => (given.fields.get(name)?.[0] ?? "").trim();
  const kept = field("gespeichert-id") === "" ? undefined : { id: field("gespeichert-id"), version: field("gespeichert-version") };
  const input: ImportInput = { slug: field("name"), leika: field("leika").replace(/\s/g, ""), office: field("amt"), signIn: field("anmeldung"), address: field("adresse"), ...(kept === undefined ? {} : { kept }) };
  const stored = kept === undefined || given.schema.ok || given.schema.given ? undefined : await portal.schemas.file(kept);
  const schema = stored === undefined ? given.schema : { ok: true as const, xml: stored };
  const about = schema.ok ? readSchema(schema.xml) : undefined;
  const slug = input.slug || (about?.ok === true ? slugOf(about.schema.bezeichnung) : "");
  const leika = input.leika || (about?.ok === true ? leikaIn(portal, about.schema) : "");
  const errors: Errors = {
    ...(schema.ok ? {} : schema.errors),
    name: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(slug) && slug.length <= 60 ? undefined : "Geben Sie eine Adresse aus kleinen Buchstaben, Ziffern und Bindestrichen ein.",
    leika: /^99\d{12}$/.test(leika) ? undefined : input.leika === "" ? "Das Schema nennt keinen Leistungsschlüssel. Geben Sie ihn mit 14 Ziffern ein. Er beginnt mit 99." : "Geben Sie den Leistungsschlüssel mit 14 Ziffern ein. Er beginnt mit 99.",
    amt: /^[a-z][a-z0-9-]{0,63}$/.test(input.office) ? undefined : "Wählen Sie das Amt, das die Anträge bearbeitet.", anmeldung: signIns.some(({ value }) => value === input.signIn) ? undefined : "Wählen Sie, ob man sich anmelden muss.",
  };
  if (!schema.ok || (about?.ok === true && hasErrors(errors))) return show(portal, desk, input, errors);
  const { trustLevel, account } = signInFacts(input.signIn);
  const outcome = await portal.forms.readSchema({ xml: schema.xml, codelists: given.codelists, slug, leikaKey: leika, office: input.office, trustLevel: trustLevel as "none" | "basis" | "substantiell" | "hoch", account, retentionMonths: 24 });
  if (!outcome.ok) return show(portal, desk, input, { schema: whyNot(outcome) });
  const { service, definition } = outcome.service;
  const [id = "", version = "Arbeitskopie"] = (definition.source ?? "").split(" ");
  const { visit, tenant, at } = desk;
  const made = await portal.workshop.create({
    tenant: tenant.id, by: { id: visit.staff.staff, name: visit.staff.name }, what: `Importiert aus ${definition.source ?? "einem Schema"}`.slice(0, 300), mayAll: false,
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

/** Some schemas say their key in their description (»Leistungsschlüssel: 99006047261000«); taken only when the catalogue knows it. */
function leikaIn(portal: AdminPages, { beschreibung = "", definition = "" }: Stammdatenschema): string {
  return (`${beschreibung} ${definition}`.match(/(?<!\d)99\d{12}(?!\d)/g) ?? []).find((key) => portal.catalogue.service(key) !== undefined) ?? "";
}

function whyNot(outcome: Extract<SchemaImportOutcome, { ok: false }>): string {
  if (outcome.why === "unreadable") return `Die Datei ist kein lesbares Schema. ${outcome.errors.slice(0, 5).map((error) => ("line" in error && error.line !== undefined ? `Zeile ${String(error.line)}: ` : "") + error.message).join(" ")}`;
  return outcome.why === "not-a-service" ? `Aus dem Schema wird kein Formular: ${outcome.problems.slice(0, 5).map(({ path, problem }) => `${path}: ${problemWords(problem)}`).join("; ")}` : "Diese Version ist schon veröffentlicht.";
}

function show(portal: AdminPages, desk: Desk, input: ImportInput, errors: Errors): Answer {
  const { at, visit, tenant } = desk;
  const offices = portal.catalogue.officesOf(tenant.id).map(({ role, name }) => ({ value: role, text: name.de }));
  const body = html`<p>Ein Datenschema aus dem FIM-Portal (XDatenfelder) wird zu einem Formular. Sie sehen es durch, bevor es jemand sonst sieht.</p>${form("de", {
    action: at("formulare/import"), csrf: visit.staff.csrf, multipart: true,
    body: html`${input.kept === undefined ? schemaControls(portal.schemas, errors, input.address) : html`<input type="hidden" name="gespeichert-id" value="${input.kept.id}"><input type="hidden" name="gespeichert-version" value="${input.kept.version}"><p>Schema ${input.kept.id}, Version ${input.kept.version}</p>`}
${lineControl({ name: "name", label: "Letzter Teil der Adresse", hint: "Zum Beispiel »heimarbeit-anzeigen«. Bleibt das Feld leer, entsteht sie aus dem Namen des Schemas.", value: input.slug, error: errors["name"], width: "medium", optional: true })}${lineControl({ name: "leika", label: "Leistungsschlüssel", hint: "14 Ziffern aus dem Leistungskatalog (LeiKa). Bleibt das Feld leer, gilt der Schlüssel, den das Schema nennt.", value: input.leika, error: errors["leika"], width: "medium", inputmode: "numeric", optional: true })}
${offices.length === 0 ? lineControl({ name: "amt", label: "Zuständiges Amt", value: input.office, error: errors["amt"], width: "medium" }) : selectControl({ name: "amt", label: "Zuständiges Amt", value: input.office, error: errors["amt"], options: [{ value: "", text: "Bitte wählen" }, ...offices] })}
${choiceControl({ name: "anmeldung", label: "Muss man sich anmelden?", value: input.signIn, error: errors["anmeldung"], options: signIns })}${buttonGroup([button({ text: "Importieren" }), linkButton({ text: "Abbrechen", href: at("formulare"), kind: "tertiary" })])}`,
  })}`;
  return editorPage(portal, desk, { title: "Aus XDatenfeldern importieren", body, errors: errorLines(errors), parents: [{ text: "Formulare", href: at("formulare") }] });
}
