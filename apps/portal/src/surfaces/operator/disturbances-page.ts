import { html, type Html } from "@kommunalportal/html";
import { components, type Component } from "#modules/disturbances";
import { isId } from "#platform/ids";
import { badge } from "#ui/badge";
import { button, buttonGroup, formButton } from "#ui/button";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { section } from "#ui/section";
import { table } from "#ui/table";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { areaControl, lineControl, selectControl } from "./controls.ts";
import type { Errors } from "./destination-fields.ts";
import { errorLines } from "./destination-form.ts";
import { legalInput, legalInstant } from "#platform/clock";
import { type Names, namesOf } from "./names.ts";
import { actorOf, operatorPage, type OperatorPages, townName, townOf } from "./operator-pages.ts";
import { componentWords } from "./words.ts";

/** What people see now and will see, and a form to announce more: everywhere, in one town, for one service. */
export async function disturbancesPage(portal: OperatorPages, visit: StaffVisit, errors: Errors = {}): Promise<Answer> {
  const now = portal.clock.now();
  const all = portal.disturbances.all();
  const services = [...new Set(portal.tenants.all().flatMap(({ id }) => [...portal.tenants.switches(id).keys()]))];
  const names = await namesOf(portal, [...services, ...all.flatMap(({ service }) => service ?? [])]);
  const body = html`${table("de", {
    caption: "Jetzt und bald", columns: [{ title: "Was" }, { title: "Wo" }, { title: "Hinweis" }, { title: "Von" }, { title: "Bis" }, { title: "Quelle" }, { title: "Ändern", hidden: true }],
    rows: all.map((one) => [
      html`${componentWords[one.component]} ${badge(one.startsAt > now ? "angekündigt" : one.kind === "maintenance" ? "Pause" : "Störung", one.startsAt > now ? "info" : "warning")}`,
      html`${one.tenant === undefined ? "überall" : townName(portal, one.tenant)}${one.service !== undefined && `, ${names.service(one.service)}`}`, one.text.de, formatDateTime(one.startsAt, "de"), one.endsAt === undefined ? "offen" : formatDateTime(one.endsAt, "de"),
      one.source === "probe" ? "Prüfung" : "Betrieb",
      one.source === "operator" && formButton({ action: `/betrieb/stoerungen/${one.id}/ende`, csrf: visit.staff.csrf, text: "Beenden", kind: "tertiary", small: true, hidden: componentWords[one.component] }),
    ]),
  })}<p class="kern-body">Was eine Prüfung gemeldet hat, endet von selbst, sobald die Prüfung wieder gelingt.</p>
${section({ title: "Störung oder Pause ankündigen", body: announcement(portal, visit, errors, { services, names }) })}`;
  return operatorPage(portal, visit, { title: "Störungen und Pausen", body, errors: errorLines(errors) });
}

function announcement(portal: OperatorPages, visit: StaffVisit, errors: Errors, { services, names }: { readonly services: readonly string[]; readonly names: Names }): Html {
  const value = (name: string): string => visit.field(name);
  return form("de", {
    action: "/betrieb/stoerungen", csrf: visit.staff.csrf, body: html`${selectControl({ name: "art", label: "Art", value: value("art"), options: [{ value: "disturbance", text: "Störung" }, { value: "maintenance", text: "geplante Pause" }], error: errors["art"] })}
${selectControl({ name: "was", label: "Was ist betroffen?", value: value("was"), options: components.map((one) => ({ value: one, text: componentWords[one] })), error: errors["was"] })}
${selectControl({ name: "ort", label: "Ort", empty: "überall", value: value("ort"), options: portal.tenants.all().map(({ slug, name }) => ({ value: slug, text: name })), error: errors["ort"] })}
${selectControl({ name: "leistung", label: "Leistung", empty: "alle Leistungen", value: value("leistung"), options: services.map((slug) => ({ value: slug, text: names.service(slug) })).toSorted((a, b) => a.text.localeCompare(b.text, "de")), error: errors["leistung"] })}
${areaControl({ name: "textDe", label: "Hinweis auf Deutsch", hint: "Was geht nicht, was geht weiter, was können Menschen tun? Telefonnummer und Ende fügt die Seite selbst hinzu.", value: value("textDe"), error: errors["textDe"] })}
${areaControl({ name: "textEn", label: "Hinweis auf Englisch", lang: "en", value: value("textEn"), error: errors["textEn"] })}
${lineControl({ name: "ab", label: "Beginn", type: "datetime-local", width: "medium", value: value("ab") || legalInput(portal.clock.now()), error: errors["ab"] })}
${lineControl({ name: "bis", label: "Voraussichtliches Ende", type: "datetime-local", width: "medium", hint: "Leer: bis Sie den Hinweis beenden.", value: value("bis"), error: errors["bis"], optional: true })}
${buttonGroup(button({ text: "Veröffentlichen" }))}`,
  });
}

const longest = 2_000;

export async function announceDisturbance(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const [kind, component, slug, service, de, en] = ["art", "was", "ort", "leistung", "textDe", "textEn"].map((name) => visit.field(name)) as [string, string, string, string, string, string];
  const from = legalInstant(visit.field("ab"));
  const until = visit.field("bis") === "" ? undefined : legalInstant(visit.field("bis"));
  const town = townOf(portal, slug);
  const wordsOf = (text: string, missing: string): string | undefined => (text === "" ? missing : text.length > longest ? `Der Hinweis darf höchstens ${longest} Zeichen haben.` : undefined);
  const errors: Errors = {
    art: kind === "disturbance" || kind === "maintenance" ? undefined : "Wählen Sie Störung oder geplante Pause.", was: isComponent(component) ? undefined : "Wählen Sie, was betroffen ist.",
    ort: slug === "" || town ? undefined : "Wählen Sie einen Ort aus der Liste oder »überall«.", leistung: service === "" || /^[a-z0-9-]{1,80}$/.test(service) ? undefined : "Wählen Sie eine Leistung aus der Liste.",
    textDe: wordsOf(de, "Schreiben Sie, was nicht geht und was weiter geht."), textEn: wordsOf(en, "Schreiben Sie den Hinweis auch auf Englisch."),
    ab: from ? undefined : "Geben Sie Tag und Uhrzeit des Beginns an.", bis: visit.field("bis") === "" || (until && from && until > from) ? undefined : "Das Ende liegt nach dem Beginn; oder lassen Sie es leer.",
  };
  if (!from || !isComponent(component) || (kind !== "disturbance" && kind !== "maintenance") || Object.values(errors).some((one) => one !== undefined)) return disturbancesPage(portal, visit, errors);
  await portal.db.asOperator("operator announces a disturbance", async (tx) => {
    const id = await portal.disturbances.announce(tx, { component, kind, text: { de, en }, startsAt: from, ...(until ? { endsAt: until } : {}), ...(town ? { tenant: town.id } : {}), ...(service === "" ? {} : { service }) });
    await portal.audit.record(tx, { actor: actorOf(visit), action: "disturbance.announce", subject: { kind: "disturbance", id } });
  });
  return { redirect: "/betrieb/stoerungen?meldung=stoerung-angekuendigt" };
}

export async function endDisturbance(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  if (!isId(id)) return { missing: true };
  // What a probe has set a probe ends: otherwise it would stand there again a minute later.
  if (portal.disturbances.all().some((one) => one.id === id && one.source === "probe")) return { redirect: "/betrieb/stoerungen?meldung=unveraendert" };
  const ended = await portal.db.asOperator("operator ends a disturbance", async (tx) => {
    const done = await portal.disturbances.end(tx, id);
    if (done) await portal.audit.record(tx, { actor: actorOf(visit), action: "disturbance.end", subject: { kind: "disturbance", id } });
    return done;
  });
  return { redirect: `/betrieb/stoerungen?meldung=${ended ? "stoerung-beendet" : "unveraendert"}` };
}

function isComponent(text: string): text is Component {
  return components.some((one) => one === text);
}
