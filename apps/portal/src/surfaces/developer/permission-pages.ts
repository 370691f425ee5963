import { html, type Content, type Html } from "@kommunalportal/html";
import { holds } from "#modules/accounts";
import { isScope, newWishes, placeTexts, scopeTexts, type Client, type Extensions, type Installed, type Permission } from "#modules/extensions";
import type { Forms } from "#modules/forms";
import type { Tenant, Tenants } from "#modules/tenants";
import { problem } from "#platform/http";
import { badge } from "#ui/badge";
import { button, buttonGroup, csrfField, formButton } from "#ui/button";
import { emptyState } from "#ui/empty-state";
import { check } from "#ui/fields/choice-field";
import { formatDate } from "#ui/format";
import { notice, type Notice } from "#ui/notice";
import { section } from "#ui/section";
import type { Answer, Layout, Routes, StaffVisit } from "../frame/index.ts";
import { catalogueFacts, wishesNotice } from "./catalogue-facts.ts";
import { installControls, pausePage, removalPage, remove, resumePage, saveSettings, settingsPage, type InstallPortal, type InstallVisit } from "./install-pages.ts";
import { trialPart } from "./trial-part.ts";
import { doingsSection } from "./doings-section.ts";

/** What the pages of permissions need of the house. */
export interface PermissionPortal {
  readonly layout: Layout;
  readonly extensions: Pick<Extensions, "clientsIn" | "permissions" | "givePermission" | "revokePermission" | "doings" | "installs"> & { readonly places: Pick<Extensions["places"], "placed"> };
  readonly tenants: Pick<Tenants, "bySlug" | "byId" | "switches">;
  readonly forms: Pick<Forms, "current">;
  /** Roles of a town's offices with their names. */
  readonly offices: { list(tenant: string): readonly { readonly role: string; readonly name: string }[] };
}

/** Where a town's supervisor, or the operator for it, sees what programs may do, permits it and takes it back. German, as all staff pages. */
export function permissionSurface(r: Routes, portal: PermissionPortal): void {
  r.staffPage("/mitarbeit/:slug/erweiterungen", async (visit) => {
    const tenant = townOf(portal, visit);
    return tenant ? listPage(portal, visit, tenant) : { missing: true };
  });
  r.staffPage("/mitarbeit/:slug/erweiterungen/:client", async (visit) => {
    const tenant = townOf(portal, visit);
    const client = tenant && (await clientOf(portal, visit, tenant));
    return tenant && client ? clientPage(portal, visit, tenant, client) : { missing: true };
  });
  r.staffAction("/mitarbeit/:slug/erweiterungen/:client/erlaubnis", async (visit) => {
    const tenant = townOf(portal, visit);
    const client = tenant && (await clientOf(portal, visit, tenant));
    if (!tenant || !client) return { missing: true };
    const all = (name: string): string[] => [...(visit.fields.get(name) ?? [])];
    const [services, offices] = [all("leistungen"), all("aemter")];
    const given = await portal.extensions.givePermission({
      tenant: tenant.id, client: client.id, scopes: all("rechte").filter(isScope), actor: { kind: "staff", id: visit.staff.staff }, untried: visit.field("ausnahme").slice(0, 600),
      pages: all("seiten").filter((page) => client.manifest.pages.some(({ id }) => id === page)),
      ...(visit.field("umfang") === "alle" ? {} : { services: services.filter((slug) => portal.tenants.switches(tenant.id).has(slug)) }),
      ...(visit.field("teile") === "ganz" ? {} : { offices: offices.filter((role) => portal.offices.list(tenant.id).some((one) => one.role === role)) }),
    });
    if (given.ok) return { redirect: `/mitarbeit/${tenant.slug}/erweiterungen?meldung=erlaubt` };
    if (given.why === "test-town-first") return clientPage(portal, visit, tenant, client, `Fassung ${given.version} ist noch in keiner Testkommune gelaufen. Lassen Sie sie zuerst dort laufen, oder begründen Sie unten mit 10 bis 500 Zeichen, warum das nicht geht.`);
    return clientPage(portal, visit, tenant, client, given.why === "client-unknown" ? "Diese Erweiterung ist zurzeit gesperrt." : "Wählen Sie mindestens ein Recht, und Leistungen oder Ämter, wenn Sie die Erlaubnis darauf beschränken.");
  });
  const at = (act: (portal: InstallPortal, where: InstallVisit) => Answer | Promise<Answer>) => async (visit: StaffVisit): Promise<Answer> => {
    const tenant = townOf(portal, visit);
    const client = tenant && (await clientOf(portal, visit, tenant));
    return tenant && client ? act(portal, { visit, tenant, client, frame: (options) => frame(portal, visit, tenant, options) }) : { missing: true };
  };
  r.staffPage("/mitarbeit/:slug/erweiterungen/:client/einstellungen", at(settingsPage));
  r.staffAction("/mitarbeit/:slug/erweiterungen/:client/einstellungen", at(saveSettings));
  r.staffPage("/mitarbeit/:slug/erweiterungen/:client/entfernung", at((_portal, where) => removalPage(where)));
  r.staffAction("/mitarbeit/:slug/erweiterungen/:client/entfernung", at(remove));
  r.staffAction("/mitarbeit/:slug/erweiterungen/:client/pause", at(pausePage));
  r.staffAction("/mitarbeit/:slug/erweiterungen/:client/weiter", at(resumePage));
  r.staffAction("/mitarbeit/:slug/erweiterungen/:client/widerruf", async (visit) => {
    const tenant = townOf(portal, visit);
    if (!tenant) return { missing: true };
    const ended = await portal.extensions.revokePermission({ tenant: tenant.id, client: visit.params["client"] ?? "", actor: { kind: "staff", id: visit.staff.staff } });
    return { redirect: `/mitarbeit/${tenant.slug}/erweiterungen?meldung=${ended ? "widerrufen" : "beendet"}` };
  });
}

/** Only who may decide for the whole town. */
function townOf(portal: PermissionPortal, visit: StaffVisit): Tenant | undefined {
  const tenant = portal.tenants.bySlug(visit.params["slug"] ?? "");
  if (tenant && !holds(visit.staff, tenant.id, ["supervisor"]) && !holds(visit.staff, undefined, ["operator"])) throw problem(403, "forbidden");
  return tenant;
}

/** What was made in the sandbox and is not published is not there for another town. */
async function clientOf(portal: PermissionPortal, visit: StaffVisit, tenant: Tenant): Promise<Client | undefined> {
  return (await portal.extensions.clientsIn(tenant.id)).find(({ id }) => id === visit.params["client"]);
}

const notes: Readonly<Record<string, Notice>> = {
  erlaubt: { kind: "success", title: "Die Erlaubnis ist erteilt.", body: "Sie gilt sofort. Eine frühere Erlaubnis derselben Erweiterung ist damit beendet.", live: true },
  widerrufen: { kind: "success", title: "Die Erlaubnis ist widerrufen.", body: "Die Erweiterung hat ab sofort keinen Zugriff mehr, auch nicht mit schon erteilten Zugangstoken.", live: true },
  angehalten: { kind: "success", title: "Die Erweiterung ist angehalten.", body: "Sie hat ab sofort keinen Zugriff mehr, auch nicht mit schon erteilten Zugangstoken. Was erlaubt war, ist gemerkt.", live: true },
  weiter: { kind: "success", title: "Die Erweiterung läuft weiter.", body: "Es gilt wieder, was vor dem Anhalten erlaubt war.", live: true },
  "nicht-weiter": { kind: "warning", title: "Die Erweiterung kann nicht weiterlaufen.", body: "Sie ist nicht angehalten, oder der Betrieb hat sie gesperrt.", live: true },
  entfernt: { kind: "success", title: "Die Erweiterung ist entfernt.", body: "Was das Portal für sie gespeichert hat, ist gelöscht. Das Protokoll bleibt.", live: true },
  eingestellt: { kind: "success", title: "Die Einstellungen sind gespeichert.", body: "Die Erweiterung erfährt, dass sich etwas geändert hat, und ruft die Werte ab.", live: true },
  beendet: { kind: "info", title: "Diese Erlaubnis war schon beendet.", live: true },
};

function frame(portal: PermissionPortal, visit: StaffVisit, tenant: Tenant, options: { readonly title: string; readonly body: Content; readonly below?: boolean; readonly error?: string | undefined }): Answer {
  const home = `/mitarbeit/${tenant.slug}/erweiterungen`;
  const done = notes[visit.query.get("meldung") ?? ""];
  const main = html`${options.error !== undefined && notice("de", { kind: "danger", title: options.error, live: true })}${options.error === undefined && done && notice("de", done)}<h1>${options.title}</h1>${options.body}`;
  return {
    ...(options.error === undefined ? {} : { status: 422 }),
    page: portal.layout({ ...visit, lang: "de", tenant }, {
      title: options.title, main, staff: {}, hasErrors: options.error !== undefined, robots: "noindex",
      nav: [{ text: "Eingang", href: `/mitarbeit/${tenant.slug}/eingang` }, { text: "Erweiterungen", href: home, current: true }],
      breadcrumb: [{ text: tenant.name, href: `/mitarbeit/${tenant.slug}/eingang` }, ...(options.below === true ? [{ text: "Erweiterungen", href: home }] : []), { text: options.title }],
    }),
  };
}

async function listPage(portal: PermissionPortal, visit: StaffVisit, tenant: Tenant): Promise<Answer> {
  const inForce = new Map((await portal.extensions.permissions(tenant.id)).filter(({ revokedAt }) => revokedAt === undefined).map((permission) => [permission.client, permission]));
  const clients = await portal.extensions.clientsIn(tenant.id);
  const installed = new Map((await portal.extensions.installs.of(tenant.id)).map((one) => [one.client, one]));
  const examined = await portal.extensions.installs.levels();
  const names: Names = { services: new Map((await servicesOf(portal, tenant)).map(({ value, label }) => [value, label])), offices: new Map(portal.offices.list(tenant.id).map(({ role, name }) => [role, name])) };
  const body = html`<p class="portal-lead">Erweiterungen sind Programme anderer Hersteller. Hier sehen Sie, was sie in ${tenant.name} dürfen. Ohne Erlaubnis dürfen sie nichts.</p>
${clients.length === 0 ? emptyState({ text: "Es ist keine Erweiterung eingetragen. Der Betrieb trägt Erweiterungen ein; danach können Sie sie hier erlauben." }) : clients.map((client) => clientCard(visit, tenant, client, { permission: inForce.get(client.id), installed: installed.get(client.id), level: examined.get(`${client.id} ${client.manifest.version}`), names }))}`;
  return frame(portal, visit, tenant, { title: "Erweiterungen", body });
}

interface Names { readonly services: ReadonlyMap<string, string>; readonly offices: ReadonlyMap<string, string> }

function clientCard(visit: StaffVisit, tenant: Tenant, { id, manifest, disabledAt }: Client, { permission, installed, level, names }: { readonly permission: Permission | undefined; readonly installed: Installed | undefined; readonly level: number | undefined; readonly names: Names }): Html {
  const said = (all: ReadonlyMap<string, string>, ids: readonly string[]): string => ids.map((one) => all.get(one) ?? one).join(", ");
  const at = `/mitarbeit/${tenant.slug}/erweiterungen/${id}`;
  const state = disabledAt ? badge("gesperrt", "danger") : permission ? badge("erlaubt", "success") : installed?.pausedAt ? badge("angehalten", "warning") : badge("nicht erlaubt");
  const wishes = permission && newWishes(installed, manifest);
  return section({
    title: manifest.name.de, more: { text: permission ? "Ändern" : "Erlauben", href: at },
    body: html`<p>${state} ${level !== undefined && level > 0 ? badge(`geprüft, Stufe ${level}`, "success") : badge("nicht geprüft")} ${manifest.summary.de} <span class="portal-muted">${manifest.publisher.name}, Version ${manifest.version}</span></p>
${wishes !== undefined && wishes.scopes.length + wishes.attributes.length > 0 && html`<p>${badge("möchte mehr als bisher", "warning")} Unter »Ändern« steht, was neu ist. Bis Sie zustimmen, gilt die bisherige Erlaubnis.</p>`}
${permission && html`<p>Erlaubt seit ${formatDate(permission.givenAt, "de")}: ${permission.scopes.map((scope) => scopeTexts[scope].de.title).join(", ")}. ${permission.services ? `Nur für: ${said(names.services, permission.services)}.` : needsServices(manifest) && "Für alle Online-Leistungen."} ${permission.offices ? `Nur die Teile von: ${said(names.offices, permission.offices)}.` : needsOffices(manifest) && "Ganze Anträge."}</p>
${formButton({ text: "Erlaubnis widerrufen", kind: "secondary", hidden: manifest.name.de, action: `${at}/widerruf`, csrf: visit.staff.csrf })}`}`,
  });
}

/** Rights that are about single applications, of which an office may have a part. */
const aboutApplications = /^(?:vorgaenge\.(?:lesen|quittieren)|status|nachrichten|bescheide|zahlungen|ereignisse)/;
const needsOffices = ({ scopes }: Client["manifest"]): boolean => scopes.some(({ scope }) => aboutApplications.test(scope));
/** A tile asks for nothing that belongs to a service. */
const needsServices = ({ scopes }: Client["manifest"]): boolean => scopes.some(({ scope }) => scope !== "kacheln.zeigen");

async function servicesOf(portal: PermissionPortal, tenant: Tenant): Promise<readonly { readonly value: string; readonly label: string }[]> {
  return Promise.all([...portal.tenants.switches(tenant.id).values()].filter(({ enabled }) => enabled).map(async ({ service }) => ({ value: service, label: (await portal.forms.current(service, tenant.id))?.package.service.title.de ?? service })));
}

async function clientPage(portal: PermissionPortal, visit: StaffVisit, tenant: Tenant, client: Client, error?: string): Promise<Answer> {
  const permissions = (await portal.extensions.permissions(tenant.id)).filter(({ client: id }) => id === client.id);
  const before = permissions.find(({ revokedAt }) => revokedAt === undefined);
  const placed = before === undefined ? [] : await portal.extensions.places.placed({ tenant: tenant.id, client: client.id });
  const { manifest } = client;
  const services = await servicesOf(portal, tenant);
  const box = (name: string, value: string, label: string, checked: boolean, hint?: string): Html => check({ type: "checkbox", id: `${name}-${value}`, name, value, label, checked, ...(hint === undefined ? {} : { hint }) });
  const radio = (name: string, value: string, label: string, checked: boolean): Html => check({ type: "radio", id: `${name}-${value}`, name, value, label, checked });
  const group = (legend: string, content: Content): Html => html`<fieldset class="kern-fieldset portal-field"><legend class="kern-label">${legend}</legend><div class="kern-fieldset__body">${content}</div></fieldset>`;
  const installed = (await portal.extensions.installs.of(tenant.id)).find((one) => one.client === client.id);
  const body = html`${before !== undefined && wishesNotice(installed, client)}<p class="portal-lead">${manifest.summary.de}</p>${await catalogueFacts(portal, client)}
${installControls({ visit, tenant, client }, { installed, permitted: before !== undefined })}
<form method="post" action="/mitarbeit/${tenant.slug}/erweiterungen/${client.id}/erlaubnis" data-once>${csrfField(visit.staff.csrf)}
<h2>Erlaubnis</h2>
${group("Rechte", manifest.scopes.map(({ scope, reason }) => box("rechte", scope, scopeTexts[scope].de.title, before?.scopes.includes(scope) ?? false, `${scopeTexts[scope].de.means} Grund des Herstellers: ${reason.de}`)))}
${manifest.pages.length > 0 && group("Wo Seiten der Erweiterung erscheinen", html`<p class="kern-body">Sie laufen auf einem Rechner des Herstellers, abgeschlossen von Ihrem Portal. Ohne Häkchen erscheint die Seite nirgends.</p>${manifest.pages.map(({ id, place, title, url }) => box("seiten", id, title.de, placed.includes(id), `${placeTexts[place].de}. Adresse: ${new URL(url).host}`))}`)}
${needsServices(manifest) ? group("Für welche Leistungen", html`${radio("umfang", "ausgewaehlte", "Nur für die angekreuzten", before?.services !== undefined || before === undefined)}${radio("umfang", "alle", "Für alle Online-Leistungen, auch künftige", before !== undefined && before.services === undefined)}${services.map(({ value, label }) => box("leistungen", value, label, before?.services?.includes(value) ?? false))}`) : html`<input type="hidden" name="umfang" value="alle">`}
${needsOffices(manifest) ? group("Welche Teile eines Antrags", html`${radio("teile", "aemter", "Nur die Teile der angekreuzten Ämter", before?.offices !== undefined || before === undefined)}${radio("teile", "ganz", "Ganze Anträge", before !== undefined && before.offices === undefined)}${portal.offices.list(tenant.id).map(({ role, name }) => box("aemter", role, name, before?.offices?.includes(role) ?? false))}`) : html`<input type="hidden" name="teile" value="ganz">`}
${await trialPart(portal, visit, tenant, client)}
${buttonGroup(button({ text: before ? "Erlaubnis ändern" : "Erlaubnis erteilen" }))}</form>
${doingsSection(await portal.extensions.doings({ tenant: tenant.id, client: client.id }), permissions)}`;
  return frame(portal, visit, tenant, { title: manifest.name.de, body, below: true, error });
}
