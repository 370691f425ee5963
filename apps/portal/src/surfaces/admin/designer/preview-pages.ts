import { attr, html, type Html } from "@kommunalportal/html";
import { type CompiledForm, formHints, type HintCode } from "@kommunalportal/form-engine";
import { longestPreview, readPackage } from "#modules/forms";
import { legalDate } from "#platform/clock";
import { button, buttonGroup, csrfField, formButton, hiddenFields } from "#ui/button";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import type { TenantView } from "#ui/page";
import type { Tenant } from "#modules/tenants";
import type { Answer, Routes, Upload } from "../../frame/index.ts";
import { type AdminPages } from "../admin-pages.ts";
import { lineControl } from "../controls.ts";
import { compactInput } from "./compact-controls.ts";
import { type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";
import { answersHidden, type Preview, previewPage, previewPost } from "./preview-view.ts";
import { placeName } from "./workbench.ts";

/** The town's look for a page that people see. */
function townView(portal: Pick<AdminPages, "townAssets">, tenant: Tenant): TenantView {
  const arms = portal.townAssets.armsOf(tenant.id);
  const theme = portal.townAssets.themeOf(tenant.id);
  return { name: tenant.name, slug: tenant.slug, kind: tenant.typeName, isDemo: tenant.isDemo, ...(arms ? { arms: arms.url } : {}), ...(theme ? { themeUrl: theme.url } : {}) };
}

function previewFor(portal: AdminPages, desk: CopyDesk): Preview | undefined {
  const { copy, visit, tenant, below } = desk;
  const read = readPackage(copy.content);
  if ("problems" in read) return undefined;
  return {
    package: read.package, tenant: townView(portal, tenant), lang: visit.lang, day: legalDate(portal.clock.now()), csrf: visit.staff.csrf, framed: true, at: (step) => visit.href(below(`ansicht/${step}`)),
    after: (answers) => html`<form method="post" action="${below("tests")}" target="_top" class="portal-compact" data-once>${csrfField(visit.staff.csrf)}${hiddenFields({ ...hiddenOf(desk), ...answersHidden(answers) })}${compactInput({ id: "testname", name: "name", label: "Name des Tests" })}${button({ text: "Als Test aufzeichnen", kind: "secondary", small: true })}</form>`,
  };
}

/** GET `/ansicht/:step`, shown in a frame beside the editor. `probe` fills it with invented answers. */
export function previewStep(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const preview = previewFor(portal, desk);
  return Promise.resolve(preview ? previewPage(preview, desk.visit.params["step"] ?? "", variantOf(desk.visit.query.get("probe"))) : { missing: true });
}

export function postPreview(portal: AdminPages, desk: CopyDesk, upload: Upload): Promise<Answer> {
  const preview = previewFor(portal, desk);
  return preview ? previewPost(preview, desk.visit.params["step"] ?? "", upload) : Promise.resolve({ missing: true });
}

const variantOf = (text: string | null): number | undefined => (text !== null && /^\d{1,2}$/.test(text) ? Number(text) : undefined);

const hintWords: Readonly<Record<HintCode, string>> = {
  "long-sentence": "Langer Satz. Teilen Sie ihn.", "long-word": "Langes Wort. Geht es einfacher?", "same-label": "Zwei Fragen auf diesem Schritt heißen gleich. Wer sie nur hört, kann sie nicht unterscheiden.",
  "many-questions": "Viele Fragen auf einem Schritt. Verteilen Sie sie auf mehrere.", "empty-hint": "Der Hinweis ist leer.", "label-is-question": "Eine Ja-Nein-Frage endet mit einem Fragezeichen.", "long-label": "Lange Frage. Einzelheiten gehören in den Hinweis.",
  abbreviation: "Abkürzung. Schreiben Sie sie aus.", "many-radios": "Viele Möglichkeiten. Braucht es alle?", autocomplete: "Der Browser könnte das ausfüllen. Tragen Sie bei »Weitere Einstellungen« ein, was er anbieten darf.", shouting: "Großbuchstaben lesen sich schwer.",
  "easy-sentence": "Für Leichte Sprache ist der Satz zu lang.", "person-always": "Jeder Antrag wartet auf diese Person. Soll sie nur manchmal mitwirken, geben Sie eine Bedingung an.",
  "person-unnamed": "In den Schritten dieser Person wird kein Name gefragt. Das Amt weiß dann nicht, wer ausgefüllt hat.", "person-unasked": "Diese Person liest nur und beantwortet nichts.",
};

/** GET `/vorschau`: large, on either screen, empty or filled in, with hints and a link to share. */
export async function previewWorkPage(portal: AdminPages, desk: CopyDesk, link?: { readonly token: string; readonly expiresAt: Date }): Promise<Answer> {
  const { copy, below, visit } = desk;
  const read = readPackage(copy.content);
  const phone = visit.query.get("ansicht") === "telefon";
  const english = visit.query.get("sprache") === "en";
  const variant = variantOf(visit.query.get("probe"));
  const first = copy.content.form.steps[0]?.id ?? "";
  const address = `${english ? "/en" : ""}${below(`ansicht/${variant === undefined ? first : "pruefen"}`)}${variant === undefined ? "" : `?probe=${variant}`}`;
  const to = (change: Readonly<Record<string, string | undefined>>): string => {
    const now: Record<string, string | undefined> = { ...(phone ? { ansicht: "telefon" } : {}), ...(english ? { sprache: "en" } : {}), ...(variant === undefined ? {} : { probe: String(variant) }), ...change };
    const query = new URLSearchParams(Object.entries(now).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))).toString();
    return `${below("vorschau")}${query === "" ? "" : `?${query}`}`;
  };
  const choice = (text: string, href: string, current: boolean): Html => html`<a class="kern-link" href="${href}" ${attr("aria-current", current ? "true" : undefined)}>${text}</a>`;
  const body = "problems" in read ? notice("de", { kind: "warning", title: "Noch keine Vorschau", body: "Das Formular ist noch nicht vollständig. Was fehlt, steht unter »Aufbau«." })
    : html`<nav class="portal-work__switch" aria-label="Ansicht">${choice("Rechner", to({ ansicht: undefined }), !phone)} ${choice("Telefon", to({ ansicht: "telefon" }), phone)} <span aria-hidden="true">·</span> ${choice("Deutsch", to({ sprache: undefined }), !english)} ${choice("Englisch", to({ sprache: "en" }), english)} <span aria-hidden="true">·</span> ${choice("Leer", to({ probe: undefined }), variant === undefined)} ${choice("Mit erfundenen Antworten", to({ probe: "0" }), variant === 0)} ${choice("Mit anderen Antworten", to({ probe: String(variant === undefined ? 1 : (variant + 1) % 10) }), variant !== undefined && variant > 0)}</nav>
<iframe class="portal-work__frame portal-work__frame--large${phone ? " portal-work__frame--phone" : ""}" src="${address}" title="So sehen es die Menschen${phone ? " auf dem Telefon" : ""}"></iframe>${hintList(desk, read.package.form)}`;
  const open = await portal.workshop.previewLinks.open({ tenant: copy.tenant, copy: copy.id });
  return workPage(portal, desk, { title: "Vorschau", area: "vorschau", embeds: true, body: html`${body}<h2>Vorschau teilen</h2>${sharing(portal, desk, open, link)}` });
}

function hintList({ copy, below }: CopyDesk, compiled: CompiledForm): Html {
  const hints = formHints(compiled);
  if (hints.length === 0) return html`<h2>Verständlichkeit und Barrierefreiheit</h2><p>Keine Hinweise.</p>`;
  const href = (path: string): string => (path.startsWith("steps.") ? below(`schritt/${path.slice("steps.".length)}`) : path.startsWith("people.") ? below(`personen/${path.slice("people.".length)}`) : below(`frage/${path}`));
  return html`<h2>Verständlichkeit und Barrierefreiheit</h2><ul class="portal-work__hints">${hints.slice(0, 100).map(({ path, code, found }) => html`<li><a class="kern-link" href="${href(path)}">${placeName(copy.content.form, path)}</a>: ${hintWords[code]} <q>${found.length > 160 ? `${found.slice(0, 160)} …` : found}</q></li>`)}</ul>`;
}

function sharing(portal: AdminPages, { below, visit, tenant }: CopyDesk, open: { readonly count: number; readonly until: Date | undefined }, link: { readonly token: string; readonly expiresAt: Date } | undefined): Html {
  const csrf = visit.staff.csrf;
  const origin = portal.addresses.originOf(tenant);
  return html`<p>Wer den Link hat, sieht das Formular ohne Anmeldung, bis er abläuft.${open.until && ` Offen: ${open.count}, der letzte bis ${formatDateTime(open.until, "de")}.`}</p>
${link && html`${notice("de", { kind: "success", live: true, title: "Der Link ist bereit", body: `Er steht nur jetzt hier und gilt bis ${formatDateTime(link.expiresAt, "de")}.` })}<div class="portal-form">${lineControl({ name: "link", label: "Link", value: `${origin}/formular-vorschau/${link.token}` })}</div>`}
${form("de", { action: below("links"), csrf, body: html`${lineControl({ name: "tage", label: "Gültig für Tage", hint: `Höchstens ${longestPreview}`, value: "7", width: "short", inputmode: "numeric" })}${buttonGroup(button({ text: "Link erzeugen", kind: "secondary" }))}` })}
${open.count > 0 && formButton({ text: "Alle Links beenden", kind: "tertiary", action: below("links/ende"), csrf })}`;
}

export async function makeLink(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const days = /^\d{1,2}$/.test(desk.visit.field("tage")) ? Number(desk.visit.field("tage")) : 7;
  const link = await portal.workshop.previewLinks.make({ tenant: desk.tenant.id, copy: desk.copy.id, by: { id: desk.visit.staff.staff, name: desk.visit.staff.name } }, days);
  return link ? previewWorkPage(portal, desk, link) : { missing: true };
}

export async function endLinks(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  await portal.workshop.previewLinks.end({ tenant: desk.tenant.id, copy: desk.copy.id });
  return { redirect: `${desk.below("vorschau")}?getan=links` };
}

/** The shared preview, at the town's own host and without signing in: `/formular-vorschau/:token`. */
export function sharedPreview(r: Routes, portal: AdminPages): void {
  const at = "/formular-vorschau/:token";
  const find = async (params: Readonly<Record<string, string>>, tenant: Tenant | undefined, lang: Preview["lang"], href: (path: string) => string): Promise<Preview | undefined> => {
    const token = params["token"] ?? "";
    const copy = tenant && (await portal.workshop.previewLinks.find(token));
    if (!tenant || copy?.tenant !== tenant.id) return undefined;
    const read = readPackage(copy.content);
    if ("problems" in read) return undefined;
    return { package: read.package, tenant: townView(portal, tenant), lang, day: legalDate(portal.clock.now()), csrf: "", framed: false, at: (step) => href(`/formular-vorschau/${token}/${step}`) };
  };
  r.page(at, { needs: "none" }, async (visit) => {
    const preview = await find(visit.params, visit.tenant, visit.lang, visit.href);
    return preview ? previewPage(preview, preview.package.form.steps[0]?.id ?? "", undefined) : { missing: true };
  });
  r.page(`${at}/:step`, { needs: "none" }, async (visit) => {
    const preview = await find(visit.params, visit.tenant, visit.lang, visit.href);
    return preview ? previewPage(preview, visit.params["step"] ?? "", undefined) : { missing: true };
  });
  r.upload(`${at}/:step`, { needs: "none" }, async (visit, upload) => {
    const preview = await find(visit.params, visit.tenant, visit.lang, visit.href);
    return preview ? previewPost(preview, visit.params["step"] ?? "", upload) : { missing: true };
  });
}
