import { html, type Html } from "@kommunalportal/html";
import { type CompiledForm, reasonsOf, withoutReason } from "@kommunalportal/form-engine";
import type { PublishedService } from "#modules/forms";
import type { ServiceSwitch } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { toCsv } from "#platform/sheets";
import { linkButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { notice } from "#ui/notice";
import { table } from "#ui/table";
import type { Answer, Routes } from "../../frame/index.ts";
import { type AdminPages, type Desk, editorDesk, editorPage } from "../admin-pages.ts";

/** The record of processing (Art. 30 DSGVO) and, for each service, the privacy notice (Art. 13), made of what the services say. */
export function processingRoutes(r: Routes, portal: AdminPages): void {
  const at = "/mitarbeit/:slug/redaktion/verarbeitungen";
  const get = (path: string, show: (portal: AdminPages, desk: Desk) => Promise<Answer>): void => {
    r.staffPage(at + path, async (visit) => { const desk = editorDesk(portal, visit); return desk ? show(portal, desk) : { missing: true }; });
  };
  get("", recordPage);
  get("/verzeichnis.csv", recordCsv);
  get("/:service", noticePage);
}

/** One processing, as the record wants it: Art. 30 (1) b to g. What no service can know (the controller's address, technical measures in detail) stands elsewhere. */
interface Processing {
  readonly slug: string;
  readonly title: string;
  readonly version: string;
  readonly purpose: string;
  readonly legalBasis: string;
  /** Whose data and which: what the form asks. */
  readonly data: readonly string[];
  readonly recipients: readonly string[];
  readonly offices: readonly string[];
  readonly term: string;
  readonly months: number;
  readonly automated: string;
  readonly missing: number;
}

async function processings(portal: AdminPages, { tenant }: Desk): Promise<readonly Processing[]> {
  const switches = await portal.editing.switches(tenant.id);
  const on = [...switches.values()].filter(({ enabled }) => enabled);
  const found = await Promise.all(on.map(async (settings) => ({ settings, published: await portal.forms.current(settings.service, tenant.id) })));
  return found.flatMap(({ settings, published }) => (published === undefined ? [] : [processingOf(portal, tenant.id, settings, published)])).toSorted((a, b) => a.title.localeCompare(b.title, "de"));
}

function processingOf(portal: AdminPages, tenant: string, settings: ServiceSwitch, { slug, version, form, package: { service } }: PublishedService): Processing {
  const { privacy } = service;
  return {
    slug, version, title: service.title.de, purpose: privacy.purpose.de, legalBasis: privacy.legalBasis.de, data: askedIn(form), recipients: privacy.recipients.map(({ de }) => de),
    offices: service.recipients.map((role) => portal.catalogue.officeByRole(tenant, settings.offices[role] ?? role)?.name.de ?? role), term: privacy.term.de, months: settings.retentionMonths,
    automated: settings.automation?.enabled === true ? `Automatische Bewilligung einfacher Fälle: ${settings.automation.legalBasis}` : "keine", missing: withoutReason(form).length,
  };
}

/** The questions of a form, each once, in their order. */
function askedIn(form: CompiledForm): readonly string[] {
  return [...new Set([...reasonsOf(form), ...withoutReason(form)].map(({ label }) => label.de))];
}

async function recordPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at } = desk;
  const all = await processings(portal, desk);
  const rows = all.map((one) => [html`<a class="kern-link" href="${at(`verarbeitungen/${one.slug}`)}">${one.title}</a>`, one.purpose, one.legalBasis, [...one.offices].join("; "), `${one.months} Monate nach dem Abschluss`]);
  const body = html`<p>Jeder eingeschaltete Online-Dienst von ${tenant.name} als Verarbeitungstätigkeit nach Art. 30 Abs. 1 DSGVO. Zwecke, Rechtsgrundlagen, Datenarten, Empfänger und Fristen kommen aus den Diensten und aus Ihren Einstellungen; ändern sich diese, ändert sich das Verzeichnis.</p>
${notice("de", { kind: "info", title: "Was Sie ergänzen", body: "Verantwortliche, Datenschutzbeauftragte und die technischen und organisatorischen Maßnahmen stehen nicht in den Diensten. Übermittlungen in Drittländer macht dieses Portal keine." })}
${table("de", { caption: "Verarbeitungstätigkeiten", captionHidden: true, columns: [{ title: "Tätigkeit" }, { title: "Zweck" }, { title: "Rechtsgrundlage" }, { title: "Ämter" }, { title: "Löschfrist" }], rows })}
<p>${linkButton({ text: "Als Tabelle (CSV)", href: at("verarbeitungen/verzeichnis.csv"), kind: "secondary", download: true })}</p>`;
  return editorPage(portal, desk, { title: "Verzeichnis der Verarbeitungen", body });
}

/** For the town's own record: one line each, cells that a spreadsheet could take for formulas are escaped. */
async function recordCsv(portal: AdminPages, desk: Desk): Promise<Answer> {
  const all = await processings(portal, desk);
  const columns = ["Tätigkeit", "Dienst", "Version", "Zweck", "Rechtsgrundlage", "Betroffene", "Datenarten", "Empfänger", "Ämter", "Drittland", "Frist laut Dienst", "Aufbewahrung in Monaten", "Automatisierte Entscheidung", "Fragen ohne Begründung", "Stand"];
  const day = legalDate(portal.clock.now());
  const rows = all.map((one) => [one.title, one.slug, one.version, one.purpose, one.legalBasis, "Antragstellende und Personen, die sie nennen", one.data.join("; "), one.recipients.join("; "), one.offices.join("; "), "keine Übermittlung", one.term, one.months, one.automated, one.missing, day]);
  return { body: toCsv({ columns, rows }, { bom: true }), type: "text/csv; charset=utf-8", download: `verarbeitungen-${desk.tenant.slug}-${day}.csv` };
}

/** GET `…/verarbeitungen/:service`: the privacy notice (Art. 13 DSGVO) with each question and why it is asked. */
async function noticePage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { tenant, at } = desk;
  const slug = desk.visit.params["service"] ?? "";
  const settings = await portal.editing.switchOf(tenant.id, slug);
  const published = settings?.enabled === true ? await portal.forms.current(slug, tenant.id) : undefined;
  if (settings === undefined || published === undefined) return { missing: true };
  const one = processingOf(portal, tenant.id, settings, published);
  const lacking = withoutReason(published.form);
  const body = html`<p>So steht es vor dem Dienst: ${html`<a class="kern-link" href="${portal.addresses.originOf(tenant)}/antrag/${slug}#datenschutz">Datenschutzhinweise ansehen</a>`}. Hier steht dazu jede Frage mit ihrem Grund.</p>
${descriptionList([
    { term: "Zweck", value: one.purpose }, { term: "Rechtsgrundlage", value: one.legalBasis }, { term: "Empfänger", value: list(one.recipients) }, { term: "Ämter", value: list(one.offices) },
    { term: "Frist", value: `${one.term} Eingestellt sind ${one.months} Monate nach dem Abschluss.` }, { term: "Automatisierte Entscheidung", value: one.automated },
    { term: "Rechte", value: "Auskunft, Berichtigung, Löschung, Einschränkung, Widerspruch (Art. 15 bis 21 DSGVO); Beschwerde bei der Aufsichtsbehörde" },
  ])}
${lacking.length > 0 && notice("de", { kind: "warning", title: lacking.length === 1 ? "Eine Frage hat keinen Grund" : `${lacking.length} Fragen haben keinen Grund`, body: list(lacking.map(({ label }) => label.de)) })}
<h2>Was gefragt wird, und warum</h2>${table("de", { caption: "Fragen mit ihrem Grund", captionHidden: true, columns: [{ title: "Frage" }, { title: "Warum" }, { title: "Rechtsgrundlage" }], rows: reasonsOf(published.form).map(({ label, why }) => [label.de, why.text.de, why.legalBasis ?? "–"]) })}`;
  return editorPage(portal, desk, { title: `Datenschutz: ${one.title}`, body, parents: [{ text: "Verarbeitungen", href: at("verarbeitungen") }] });
}

function list(items: readonly string[]): Html {
  return html`<ul class="portal-list">${items.map((item) => html`<li>${item}</li>`)}</ul>`;
}
