import { html, type Html } from "@kommunalportal/html";
import type { Client, Extensions, Installed } from "#modules/extensions";
import type { Tenant } from "#modules/tenants";
import { backLink } from "#ui/back-link";
import { button, buttonGroup, formButton, linkButton } from "#ui/button";
import { errorSummary } from "#ui/error-summary";
import { errorLines, errorsByPath } from "#ui/fields/error-lines";
import { renderNodes } from "#ui/fields/render-node";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { section } from "#ui/section";
import type { Answer, StaffVisit } from "../frame/index.ts";

export interface InstallPortal { readonly extensions: Pick<Extensions, "installs"> }
export type Framed = (options: { readonly title: string; readonly body: Html; readonly below?: boolean; readonly error?: string | undefined; readonly status?: number }) => Answer;

export interface InstallVisit { readonly visit: StaffVisit; readonly tenant: Tenant; readonly client: Client; readonly frame: Framed }

const at = ({ tenant, client }: InstallVisit): string => `/mitarbeit/${tenant.slug}/erweiterungen/${client.id}`;
const given = ({ visit, tenant, client }: InstallVisit) => ({ tenant: tenant.id, client: client.id, actor: { kind: "staff", id: visit.staff.staff } as const });
const done = (tenant: Tenant, message: string): Answer => ({ redirect: `/mitarbeit/${tenant.slug}/erweiterungen?meldung=${message}` });

/** What can be done with a program beside permitting it. */
export function installControls(where: Omit<InstallVisit, "frame">, state: { readonly installed: Installed | undefined; readonly permitted: boolean }): Html | false {
  const { installed, permitted } = state;
  if (installed === undefined && !permitted) return false;
  const here = at(where as InstallVisit);
  const { csrf } = where.visit.staff;
  const name = where.client.manifest.name.de;
  return section({
    title: "Betrieb in Ihrer Kommune",
    body: html`${installed?.pausedAt !== undefined && html`<p class="kern-body">Angehalten seit ${formatDateTime(installed.pausedAt, "de")}. Was erlaubt war, ist gemerkt.</p>`}<div class="portal-buttons">${
      permitted && where.client.manifest.settings.length > 0 && linkButton({ text: "Einstellungen", hidden: name, href: `${here}/einstellungen`, kind: "secondary" })}${
      installed?.pausedAt !== undefined ? formButton({ text: "Weiterlaufen lassen", hidden: name, kind: "secondary", action: `${here}/weiter`, csrf }) : permitted && formButton({ text: "Anhalten", hidden: name, kind: "secondary", action: `${here}/pause`, csrf })}${
      linkButton({ text: "Entfernen", hidden: name, href: `${here}/entfernung`, kind: "tertiary", icon: "delete" })}</div>`,
  });
}

export async function pausePage(portal: InstallPortal, where: InstallVisit): Promise<Answer> {
  return done(where.tenant, await portal.extensions.installs.pause(given(where)) ? "angehalten" : "beendet");
}

export async function resumePage(portal: InstallPortal, where: InstallVisit): Promise<Answer> {
  return done(where.tenant, await portal.extensions.installs.resume(given(where)) ? "weiter" : "nicht-weiter");
}

/** GET: says once more what goes and what stays. */
export function removalPage(where: InstallVisit): Answer {
  const name = where.client.manifest.name.de;
  const title = `»${name}« entfernen`;
  return where.frame({
    title, below: true,
    body: html`${backLink("de", at(where), name)}<p>Die Erweiterung darf danach in ${where.tenant.name} nichts mehr, auch nicht mit schon erteilten Zugangstoken. Sie wird davon benachrichtigt.</p>
<h2>Was gelöscht wird</h2><ul><li>ihre Einstellungen und Zugänge zu Ereignissen</li><li>ihre Aktenzeichen, Empfangsvermerke und Abrufmarken zu Vorgängen</li><li>Einwilligungen von Personen, ihr Angaben zu übergeben</li><li>ihre Seiten und Kacheln in Ihrem Portal</li></ul>
<h2>Was bleibt</h2><ul><li>Anträge, Nachrichten und Bescheide: Sie gehören Ihrer Kommune</li><li>das Protokoll, wer was gelesen und getan hat</li></ul>
<p>Was die Erweiterung bei sich gespeichert hat, löscht der Hersteller: ${where.client.manifest.keeps.de}</p>
${form("de", { action: `${at(where)}/entfernung`, csrf: where.visit.staff.csrf, body: buttonGroup([button({ text: "Endgültig entfernen", icon: "delete" }), linkButton({ text: "Abbrechen", href: at(where), kind: "secondary" })]) })}`,
  });
}

export async function remove(portal: InstallPortal, where: InstallVisit): Promise<Answer> {
  return done(where.tenant, await portal.extensions.installs.remove(given(where)) ? "entfernt" : "beendet");
}

/** GET `…/einstellungen`: the manifest's settings as a form of the house; secrets are never shown. */
export async function settingsPage(portal: InstallPortal, where: InstallVisit): Promise<Answer> {
  const settings = await portal.extensions.installs.settings(given(where));
  return settings ? show(where, settings) : { missing: true };
}

type Shown = NonNullable<Awaited<ReturnType<Extensions["installs"]["settings"]>>>;

function show(where: InstallVisit, { nodes, errors, revision, changedAt }: Shown, error?: string): Answer {
  const name = where.client.manifest.name.de;
  const title = `Einstellungen: ${name}`;
  const context = { lang: "de" as const, errors: errorsByPath(errors), pageTitle: title };
  return where.frame({
    title, below: true, error: error ?? (errors.length > 0 ? "Einige Angaben stimmen noch nicht." : undefined),
    body: html`${errorSummary("de", errorLines(nodes, errors, "de"))}${backLink("de", at(where), name)}<p>Die Werte gelten für ${where.tenant.name}. Die Erweiterung kann sie abrufen${changedAt === undefined ? "" : `; zuletzt geändert am ${formatDateTime(changedAt, "de")}`}.</p>
${form("de", { action: `${at(where)}/einstellungen`, csrf: where.visit.staff.csrf, hidden: { fassung: String(revision) }, body: html`${renderNodes(nodes, context)}${buttonGroup([button({ text: "Einstellungen speichern" }), linkButton({ text: "Abbrechen", href: at(where), kind: "secondary" })])}` })}`,
  });
}

export async function saveSettings(portal: InstallPortal, where: InstallVisit): Promise<Answer> {
  const seen = where.visit.field("fassung");
  const revision = /^\d{1,6}$/.test(seen) ? Number(seen) : -1;
  const saved = await portal.extensions.installs.saveSettings({ ...given(where), posted: where.visit.fields, revision });
  if (saved.kind === "saved") return done(where.tenant, "eingestellt");
  if (saved.kind === "gone") return { missing: true };
  if (saved.kind === "wrong") return show(where, { nodes: saved.nodes, errors: saved.errors, revision, changedAt: undefined });
  const now = await portal.extensions.installs.settings(given(where));
  return now ? show(where, now, "Jemand anderes hat die Einstellungen inzwischen geändert. Hier steht der neue Stand; Ihre Eingabe wurde nicht gespeichert.") : { missing: true };
}
