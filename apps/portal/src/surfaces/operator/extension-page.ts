import { html, type Html } from "@kommunalportal/html";
import { eventTexts, scopeTexts, type Client } from "#modules/extensions";
import { addDays, legalDate, legalDateTime, startOfLegalDay } from "#platform/clock";
import { badge } from "#ui/badge";
import { button, buttonGroup, formButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import type { ErrorLine } from "#ui/error-summary";
import { controlId } from "#ui/fields/control-id";
import { form } from "#ui/form";
import { formatDateTime, formatLastDay } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { conformityPart, takeResult } from "./conformity-part.ts";
import { lineControl } from "./controls.ts";
import { actorOf, operatorPage, type OperatorPages, townName } from "./operator-pages.ts";

const home = "/betrieb/erweiterungen";

async function clientOf(portal: OperatorPages, visit: StaffVisit): Promise<Client | undefined> {
  return (await portal.extensions.clients()).find(({ id }) => id === visit.params["client"]);
}

interface More { readonly shown?: string; readonly error?: { readonly message: string; readonly field?: string } }

/** GET `/betrieb/erweiterungen/:client`: what it is, how it proves itself, which towns permit it what. `shown` is a secret that stands here once. */
export async function extensionPage(portal: OperatorPages, visit: StaffVisit, more: More = {}): Promise<Answer> {
  const client = await clientOf(portal, visit);
  if (!client) return { missing: true };
  const { id, manifest, registeredAt, disabledAt, publishedAt } = client;
  const { csrf } = visit.staff;
  const [secrets, keys, permissions] = [await portal.extensions.secrets(id), await portal.extensions.keys(id), await portal.extensions.permissionsOfClient(id)];
  const errors: readonly ErrorLine[] = more.error === undefined ? [] : [{ message: more.error.message, ...(more.error.field === undefined ? {} : { fieldId: controlId(more.error.field) }) }];
  const mail = html`<a class="kern-link" href="mailto:${manifest.publisher.email}">${manifest.publisher.email}</a>`;
  const body = html`${more.shown !== undefined && notice("de", { kind: "warning", title: "Das neue Geheimnis steht nur jetzt hier", body: html`<p class="kern-body">Geben Sie es auf einem sicheren Weg an ${manifest.publisher.name}. Gespeichert ist nur eine Prüfsumme; wer es verliert, bekommt ein neues.</p><p class="kern-body"><code>${more.shown}</code></p>` })}
${descriptionList([
    { term: "Kennung", value: html`<code>${id}</code>` }, { term: "Zustand", value: disabledAt === undefined ? badge("zugelassen", "success") : html`${badge("gesperrt", "danger")} seit ${formatDateTime(disabledAt, "de")}` },
    { term: "Katalog der Städte", value: publishedAt === undefined ? html`${badge("nicht veröffentlicht", "warning")} Nur Städte, die sie schon haben, sehen sie; in der Sandbox die Teststädte, für die sie gemacht ist.` : html`${badge("veröffentlicht", "success")} seit ${formatDateTime(publishedAt, "de")}` },
    { term: "Version", value: manifest.version }, { term: "Eingetragen", value: formatDateTime(registeredAt, "de") }, { term: "Wer sie betreibt", value: html`${manifest.publisher.name}, ${mail}` },
    { term: "Kurz gesagt", value: manifest.summary.de }, { term: "Was sie aufbewahrt", value: manifest.keeps.de },
    ...(manifest.jwksUrl === undefined ? [] : [{ term: "Öffentliche Schlüssel", value: manifest.jwksUrl }]),
  ])}
${buttonGroup([formButton({ action: `${home}/${id}/veroeffentlichung`, csrf, kind: "secondary", text: publishedAt === undefined ? "Für alle Städte veröffentlichen" : "Aus dem Katalog nehmen", fields: { an: publishedAt === undefined ? "ja" : "nein" } }),
    formButton({ action: `${home}/${id}/sperre`, csrf, kind: "secondary", text: disabledAt === undefined ? "In allen Städten sperren" : "Sperre aufheben", fields: { an: disabledAt === undefined ? "ja" : "nein" } })])}
${section({ title: "Geheimnisse", body: html`${secretTable(portal, visit, id, secrets, "geheimnisse")}${secretForm(visit, id, secrets.length, more.error)}` })}
${(keys.length > 0 || manifest.jwksUrl !== undefined) && section({ title: "Öffentliche Schlüssel", body: html`<p>Damit weist sich die Erweiterung mit einer Signatur aus, ohne Geheimnis.</p>${secretTable(portal, visit, id, keys, "schluessel")}` })}
${section({ title: "Was sie braucht", body: html`${table("de", { caption: "Rechte", captionHidden: true, columns: [{ title: "Recht" }, { title: "Wozu" }], rows: manifest.scopes.map(({ scope, reason }) => [html`${scopeTexts[scope].de.title}<br><code>${scope}</code>`, reason.de]) })}${manifest.events.length > 0 && html`<p>Ereignisse: ${manifest.events.map((type) => eventTexts[type].de).join(" · ")}</p>`}` })}
${conformityPart(visit, id, await portal.extensions.installs.conformity(id), more.error?.field === "ergebnis" ? more.error.message : undefined)}
${section({ title: "Welche Stadt was erlaubt", body: permissionTable(portal, permissions) })}`;
  return operatorPage(portal, visit, { title: manifest.name.de, body, errors, parents: [{ text: "Erweiterungen", href: home }] });
}

interface Proof { readonly id: string; readonly createdAt: Date; readonly expiresAt: Date | undefined; readonly revokedAt: Date | undefined }

function secretTable(portal: OperatorPages, visit: StaffVisit, client: string, proofs: readonly Proof[], kind: "geheimnisse" | "schluessel"): Html {
  if (proofs.length === 0) return html`<p class="kern-body portal-muted">${kind === "geheimnisse" ? "Es gibt noch keines: Die Erweiterung kann sich nicht mit einem Geheimnis anmelden." : "Hier ist keiner hinterlegt."}</p>`;
  const now = portal.clock.now();
  const stateOf = ({ expiresAt, revokedAt }: Proof): string => (revokedAt !== undefined ? `beendet am ${formatDateTime(revokedAt, "de")}` : expiresAt === undefined ? "gilt" : `${expiresAt > now ? "gilt" : "galt"} bis ${endWords(expiresAt)}`);
  return table("de", {
    caption: kind === "geheimnisse" ? "Geheimnisse" : "Öffentliche Schlüssel", captionHidden: true, columns: [{ title: "Kennung" }, { title: "Angelegt" }, { title: "Zustand" }, { title: "Beenden", hidden: true }],
    rows: proofs.map((proof) => [html`<code>${proof.id}</code>`, formatDateTime(proof.createdAt, "de"), stateOf(proof),
      proof.revokedAt === undefined && (proof.expiresAt === undefined || proof.expiresAt > now) && formButton({ action: `${home}/${client}/${kind}/ende`, csrf: visit.staff.csrf, kind: "tertiary", small: true, text: "Beenden", hidden: proof.id, fields: { kennung: proof.id } })]),
  });
}

function secretForm(visit: StaffVisit, client: string, seen: number, error: More["error"]): Html {
  return form("de", {
    action: `${home}/${client}/geheimnisse`, csrf: visit.staff.csrf, hidden: { zahl: String(seen) },
    body: html`${lineControl({ name: "bis", label: "Letzter Tag, an dem es gilt", hint: "Leer: bis es beendet wird. Höchstens drei gelten zugleich.", type: "date", width: "medium", optional: true, value: visit.field("bis"), ...(error?.field === "bis" ? { error: error.message } : {}) })}${buttonGroup(button({ text: "Geheimnis anlegen", kind: "secondary" }))}`,
  });
}

function permissionTable(portal: OperatorPages, permissions: Awaited<ReturnType<OperatorPages["extensions"]["permissionsOfClient"]>>): Html {
  if (permissions.length === 0) return html`<p class="kern-body portal-muted">Noch erlaubt ihr keine Stadt etwas.</p>`;
  return table("de", {
    caption: "Erlaubnisse der Städte", captionHidden: true, columns: [{ title: "Stadt" }, { title: "Rechte" }, { title: "Leistungen" }, { title: "Ämter" }, { title: "Seit" }, { title: "Zustand" }],
    rows: permissions.map((one) => [
      townName(portal, one.tenant), one.scopes.map((scope) => scopeTexts[scope].de.title).join(", "), one.services?.join(", ") ?? "alle", one.offices?.join(", ") ?? "alle",
      formatDateTime(one.givenAt, "de"), one.revokedAt === undefined ? badge("gilt", "success") : `widerrufen am ${formatDateTime(one.revokedAt, "de")}`,
    ]),
  });
}

/** POST `…/geheimnisse`: the one answer in which the secret can be read. A page that is sent twice makes one secret. */
export async function newSecret(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const client = await clientOf(portal, visit);
  if (!client) return { missing: true };
  const day = visit.field("bis").trim();
  const until = day === "" ? undefined : endOf(day, legalDate(portal.clock.now()));
  if (until === "wrong") return extensionPage(portal, visit, { error: { field: "bis", message: "Geben Sie einen Tag an, der noch nicht vorbei ist, zum Beispiel 31.12.2027." } });
  const seen = visit.field("zahl");
  const added = await portal.extensions.addSecret({ client: client.id, actor: actorOf(visit), seen: /^\d{1,6}$/.test(seen) ? Number(seen) : -1, ...(until === undefined ? {} : { expiresAt: until }) });
  if (added.ok) return extensionPage(portal, { ...visit, fields: new Map(), field: () => "" }, { shown: added.secret });
  const texts = {
    "too-many-secrets": "Es gelten schon drei Geheimnisse. Beenden Sie zuerst eines, das nicht mehr gebraucht wird.", "unknown-client": "Diese Erweiterung gibt es nicht mehr.",
    "changed-meanwhile": "Diese Seite wurde schon einmal abgeschickt, oder jemand anderes hat ein Geheimnis angelegt. Es wurde keines angelegt. Wenn Ihnen das letzte fehlt, beenden Sie es und legen Sie ein neues an.",
  } as const;
  return extensionPage(portal, visit, { error: { message: texts[added.why] } });
}

/** Midnight is the end of a day that somebody named. */
function endWords(end: Date): string {
  return legalDateTime(end).endsWith(" 00:00") ? formatLastDay(end, "de") : formatDateTime(end, "de");
}

/** A day is in force to its end; "wrong": no day, or one that is over. */
function endOf(day: string, today: string): Date | "wrong" {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day < today || day > "2199-12-31") return "wrong";
  const at = new Date(`${day}T12:00:00Z`);
  return Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== day ? "wrong" : startOfLegalDay(addDays(day, 1));
}

export async function endSecret(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  return ended(portal, visit, "geheimnis-beendet", (client, kennung) => portal.extensions.revokeSecret({ client, secret: kennung, actor: actorOf(visit) }));
}

export async function endKey(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  return ended(portal, visit, "schluessel-beendet", (client, kennung) => portal.extensions.revokeKey({ client, key: kennung, actor: actorOf(visit) }));
}

async function ended(portal: OperatorPages, visit: StaffVisit, said: string, end: (client: string, kennung: string) => Promise<boolean>): Promise<Answer> {
  const client = await clientOf(portal, visit);
  if (!client) return { missing: true };
  const done = await end(client.id, visit.field("kennung").slice(0, 100));
  return { redirect: `${home}/${client.id}?meldung=${done ? said : "unveraendert"}` };
}

/** POST `…/sperre`: in all towns at once. */
export async function changeClient(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const client = await clientOf(portal, visit);
  if (!client) return { missing: true };
  const disabled = visit.field("an") === "ja";
  if (disabled === (client.disabledAt !== undefined)) return { redirect: `${home}/${client.id}?meldung=unveraendert` };
  await portal.extensions.disableClient({ client: client.id, disabled, actor: actorOf(visit) });
  return { redirect: `${home}/${client.id}?meldung=${disabled ? "erweiterung-gesperrt" : "erweiterung-frei"}` };
}

/** POST `…/veroeffentlichung`: every town sees it, or no further one does. */
export async function publishProgram(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const client = await clientOf(portal, visit);
  if (!client) return { missing: true };
  const published = visit.field("an") === "ja";
  const changed = await portal.extensions.publishClient({ client: client.id, published, actor: actorOf(visit) });
  return { redirect: `${home}/${client.id}?meldung=${changed ? (published ? "erweiterung-veroeffentlicht" : "erweiterung-zurueckgezogen") : "unveraendert"}` };
}

/** POST `…/konformitaet`: a signed result of the conformance kit. */
export function takeConformity(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  return takeResult(portal, visit, (message) => extensionPage(portal, visit, { error: { field: "ergebnis", message } }));
}
