import { html } from "@kommunalportal/html";
import type { PublishedService } from "#modules/forms";
import { button, buttonGroup, linkButton } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "../admin-pages.ts";
import { choiceControl, lineControl, selectControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, lineOf, noErrors } from "../form-state.ts";
import { rightsOf } from "./designer-pages.ts";
import { slugOf } from "./slug-of.ts";

interface NewInput { readonly title: string; readonly slug: string; readonly leika: string; readonly office: string; readonly signIn: string; readonly template: string; readonly goOn: boolean }

/** GET `/formulare/neu`, with `vorlage` a published service that is copied, with `weiter` its next version. */
export async function createPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const template = await templateOf(portal, desk, desk.visit.query.get("vorlage") ?? "");
  const goOn = template !== undefined && desk.visit.query.get("weiter") === "1" && rightsOf(portal, desk).mayAll;
  const service = template?.package.service;
  return show(portal, desk, {
    title: service === undefined ? "" : goOn ? service.title.de : `${service.title.de} (Kopie)`, slug: goOn ? template.slug : "", leika: service?.leika ?? "", office: service?.recipients[0] ?? "",
    signIn: service === undefined ? "never" : service.signIn === "required" ? service.trustLevel : service.signIn, template: template?.slug ?? "", goOn,
  }, template, noErrors);
}

export async function createForm(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit, tenant } = desk;
  const template = await templateOf(portal, desk, visit.field("vorlage"));
  const { mayAll } = rightsOf(portal, desk);
  const title = lineOf(visit, "titel");
  const goOn = template !== undefined && visit.field("weiter") === "1" && mayAll;
  const input: NewInput = { title, slug: goOn ? template.slug : visit.field("name") === "" ? slugOf(title) : visit.field("name"), leika: visit.field("leika").replace(/\s/g, ""), office: visit.field("amt"), signIn: visit.field("anmeldung"), template: template?.slug ?? "", goOn };
  const errors: Errors = {
    titel: title === "" ? "Geben Sie dem Dienst einen Namen." : title.length > 200 ? "Der Name darf höchstens 200 Zeichen haben." : undefined,
    name: /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(input.slug) && input.slug.length <= 60 ? undefined : title === "" ? undefined : "Die Adresse darf nur kleine Buchstaben, Ziffern und Bindestriche haben.",
    leika: /^99\d{12}$/.test(input.leika) ? undefined : "Geben Sie den Leistungsschlüssel mit 14 Ziffern ein. Er beginnt mit 99.",
    amt: /^[a-z][a-z0-9-]{0,63}$/.test(input.office) ? undefined : "Wählen Sie das Amt, das die Anträge bearbeitet.",
    anmeldung: signIns.some(({ value }) => value === input.signIn) ? undefined : "Wählen Sie, ob man sich anmelden muss.",
  };
  if (hasErrors(errors)) return show(portal, desk, input, template, errors);
  const made = await portal.workshop.create({ tenant: tenant.id, by: { id: visit.staff.staff, name: visit.staff.name }, what: template ? `Angelegt nach »${template.package.service.title.de}«` : "Angelegt", content: contentOf(input, template), mayAll: goOn });
  if (made.ok) return { redirect: `${desk.at(`formulare/${made.copy.id}`)}?getan=angelegt` };
  return show(portal, desk, input, template, made.why === "name-taken" ? { name: "Diese Adresse hat schon ein anderer Dienst." } : { titel: made.problems.map(({ path, problem }) => `${path}: ${problem}`).join("; ") });
}

async function templateOf(portal: AdminPages, desk: Desk, slug: string): Promise<PublishedService | undefined> {
  return (await portal.forms.slugs()).includes(slug) ? portal.forms.current(slug, desk.tenant.id) : undefined;
}

/** How one identifies oneself: none, if one likes, or at a level. */
export const signIns = [
  { value: "never", text: "Ohne Anmeldung" }, { value: "optional", text: "Mit oder ohne Anmeldung", hint: "Wer sich anmeldet, bekommt Felder ausgefüllt und die Antwort ins Postfach." },
  { value: "basis", text: "Mit Anmeldung, einfach", hint: "Benutzername und Passwort bei der BundID" },
  { value: "substantiell", text: "Mit Anmeldung, stärker", hint: "ELSTER-Zertifikat" }, { value: "hoch", text: "Mit dem Ausweis" },
] as const;

/** The three facts of a service that follow from one choice. */
export function signInFacts(choice: string): { readonly trustLevel: string; readonly signIn: string; readonly account: boolean } {
  if (choice === "never" || choice === "optional") return { trustLevel: "none", signIn: choice, account: false };
  return { trustLevel: choice, signIn: "required", account: true };
}

function contentOf({ title, slug, leika, office, signIn, goOn }: NewInput, template: PublishedService | undefined): { readonly service: unknown; readonly form: unknown; readonly tests?: unknown } {
  const before = template?.package;
  if (before && goOn) return { service: before.service, form: before.definition, tests: template.tests ?? [] };
  const facts = { slug, leika, title: { de: title }, recipients: [office], ...signInFacts(signIn) };
  if (before) return { service: { ...before.service, ...facts, recipients: [...new Set([office, ...before.service.recipients])] }, form: { ...before.definition, version: "1.0.0", title: { de: title } } };
  return {
    service: {
      ...facts, short: { de: `${title} online erledigen.` }, attributes: [], documents: [], minutes: 5, retentionMonths: 24, legalArea: "vwvfg", submitLabel: { de: "Verbindlich absenden", en: "Submit" },
      privacy: { purpose: { de: `Die Angaben werden gebraucht, um Ihr Anliegen »${title}« zu bearbeiten.` }, legalBasis: { de: "Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit § 3 Abs. 1 DSG NRW" }, recipients: [{ de: "Die zuständige Stelle der Verwaltung" }], term: { de: "Der Vorgang wird 24 Monate nach seinem Abschluss gelöscht." } },
    },
    form: { id: "formular", version: "1.0.0", title: { de: title }, steps: [{ id: "angaben", title: { de: "Ihre Angaben" }, nodes: [] }] },
  };
}

function show(portal: AdminPages, desk: Desk, input: NewInput, template: PublishedService | undefined, errors: Errors): Answer {
  const { at, visit, tenant } = desk;
  const offices = portal.catalogue.officesOf(tenant.id).map(({ role, name }) => ({ value: role, text: name.de }));
  const known = input.office === "" || offices.some(({ value }) => value === input.office) ? offices : [...offices, { value: input.office, text: input.office }];
  const body = html`${template && html`<p>${input.goOn ? "Sie beginnen die nächste Version von" : "Fragen, Texte, Regeln und Gebühr kommen von"} »${template.package.service.title.de}«, Version ${template.version}.</p>`}
${form("de", {
    action: at("formulare/neu"), csrf: visit.staff.csrf, hidden: { vorlage: input.template, ...(input.goOn ? { weiter: "1" } : {}) },
    body: html`${lineControl({ name: "titel", label: "Wie heißt der Dienst?", hint: "So, wie Menschen danach suchen: »Hund anmelden«, nicht »Hundesteueranmeldung«.", value: input.title, error: errors["titel"] })}
${!input.goOn && lineControl({ name: "name", label: "Letzter Teil der Adresse", hint: "Leer: aus dem Namen gebildet", value: input.slug, error: errors["name"], optional: true, width: "medium" })}
${lineControl({ name: "leika", label: "Leistungsschlüssel", hint: "14 Ziffern aus dem Leistungskatalog (LeiKa). Über ihn wird der Dienst gefunden.", value: input.leika, error: errors["leika"], width: "medium", inputmode: "numeric" })}
${offices.length === 0 ? lineControl({ name: "amt", label: "Zuständiges Amt", hint: "Kurzname der Aufgabe, zum Beispiel »steueramt«", value: input.office, error: errors["amt"], width: "medium" }) : selectControl({ name: "amt", label: "Zuständiges Amt", value: input.office, error: errors["amt"], options: [{ value: "", text: "Bitte wählen" }, ...known] })}
${choiceControl({ name: "anmeldung", label: "Muss man sich anmelden?", value: input.signIn, error: errors["anmeldung"], options: signIns })}
${buttonGroup([button({ text: "Anlegen" }), linkButton({ text: "Abbrechen", href: at("formulare"), kind: "tertiary" })])}`,
  })}`;
  return editorPage(portal, desk, { title: input.goOn ? "Nächste Version beginnen" : "Formular anlegen", body, errors: errorLines(errors), parents: [{ text: "Formulare", href: at("formulare") }] });
}
