import { html, type Html } from "@kommunalportal/html";
import { type CertificateOutcome, reasonText } from "#modules/hub";
import { button, buttonGroup, formButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import { form } from "#ui/form";
import { formatDateTime } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { areaControl, lineControl } from "./controls.ts";
import { type Errors, problemWords } from "./destination-fields.ts";
import { destinationOf, errorLines } from "./destination-form.ts";
import { actorOf, operatorPage, type OperatorPages } from "./operator-pages.ts";

type Exchange = NonNullable<Awaited<ReturnType<OperatorPages["hub"]["certificateExchange"]>>>;

/** GET `/betrieb/ziele/<id>/zertifikat`: where the exchange stands and the one step that is next. */
export async function certificatePage(portal: OperatorPages, visit: StaffVisit, errors: Errors = {}, failed?: string): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (typeof one?.settings["certificateUntil"] !== "string") return { missing: true };
  const until = new Date(one.settings["certificateUntil"]);
  const exchange = await portal.db.asOperator("operator looks at an exchange of certificates", (tx) => portal.hub.certificateExchange(tx, one.id));
  const days = Math.floor((until.getTime() - portal.clock.now().getTime()) / 86_400_000);
  const body = html`${failed !== undefined && notice("de", { kind: "danger", title: "Der Schritt ist nicht getan", body: failed, live: true })}
<p>Getauscht wird in fester Reihenfolge: zuerst der Eintrag im DVDV, dann der XTA-Server, zuletzt das Fachverfahren. Bis zum letzten Schritt bleiben altes und neues Zertifikat nebeneinander; Zustellungen laufen weiter, und keine geht verloren.</p>
${descriptionList([
    { term: "In Gebrauch", value: html`gilt bis ${formatDateTime(until, "de")}${days < 60 && html` (${days < 0 ? "abgelaufen" : `noch ${days} Tage`})`}` },
    ...(exchange ? exchangeLines(exchange) : [{ term: "Tausch", value: "keiner begonnen" }]),
  ])}${section({ title: nextTitle(exchange), body: nextStep(visit, one.id, exchange, errors) })}`;
  return operatorPage(portal, visit, { title: "Zertifikat tauschen", body, errors: errorLines(errors), parents: [{ text: "Ziele und Wege", href: "/betrieb/ziele" }, { text: one.name, href: `/betrieb/ziele/${one.id}` }] });
}

function exchangeLines(exchange: Exchange): { readonly term: string; readonly value: string }[] {
  return [
    { term: exchange.step === "shown" ? "Vorbereitet" : "Neues Zertifikat", value: `hinterlegt am ${formatDateTime(exchange.preparedAt, "de")}, gilt bis ${formatDateTime(exchange.certificateUntil, "de")}` },
    ...(exchange.registered ? [{ term: "1. DVDV", value: `eingetragen, vermerkt am ${formatDateTime(exchange.registered.at, "de")}: ${exchange.registered.note}` }] : []),
    ...(exchange.shownAt ? [{ term: "2. XTA-Server", value: `angenommen am ${formatDateTime(exchange.shownAt, "de")}` }] : []),
  ];
}

function nextTitle(exchange: Exchange | undefined): string {
  if (!exchange) return "Neues Zertifikat hinterlegen";
  return { prepared: "Schritt 1: Eintrag im DVDV", registered: "Schritt 2: XTA-Server", shown: "Schritt 3: Fachverfahren" }[exchange.step];
}

function nextStep(visit: StaffVisit, id: string, exchange: Exchange | undefined, errors: Errors): Html {
  const action = `/betrieb/ziele/${id}/zertifikat`;
  const { csrf } = visit.staff;
  const back = exchange && formButton({ action, csrf, text: "Tausch abbrechen", kind: "tertiary", fields: { schritt: "abbruch" } });
  if (!exchange) {
    return form("de", { action, csrf, hidden: { schritt: "vorbereiten" }, body: html`${areaControl({ name: "zertifikat", label: "Neues Zertifikat (PEM)", hint: "Mit der ganzen Kette.", error: errors["zertifikat"], value: visit.field("zertifikat") })}
${areaControl({ name: "privat", label: "Privater Schlüssel (PEM)", hint: "Er wird verschlüsselt gespeichert und nie wieder angezeigt.", error: errors["privat"] })}${buttonGroup(button({ text: "Hinterlegen" }))}` });
  }
  switch (exchange.step) {
    case "prepared":
      return html`<p>Lassen Sie das neue Zertifikat im DVDV eintragen (pflegende Stelle des Landes). Das DVDV lässt sich von hier nicht abfragen: Vermerken Sie, wann oder unter welchem Zeichen es eingetragen wurde.</p>
${form("de", { action, csrf, hidden: { schritt: "dvdv" }, body: html`${lineControl({ name: "vermerk", label: "Vermerk zum Eintrag", hint: "Zum Beispiel: eingetragen am 3. März, Zeichen 12-345", error: errors["vermerk"], value: visit.field("vermerk") })}${buttonGroup(button({ text: "Eintrag vermerken" }))}` })}${back}`;
    case "registered":
      return html`<p>Das Portal meldet sich beim XTA-Server mit dem neuen Zertifikat. Nur wenn er es annimmt, wird es ab dann benutzt; sonst bleibt alles, wie es ist.</p>${formButton({ action, csrf, text: "Beim XTA-Server zeigen und benutzen", fields: { schritt: "zeigen" } })}${back}`;
    case "shown":
      return html`<p>Geben Sie das neue Zertifikat dem Fachverfahren. Danach werden das alte Zertifikat und sein Schlüssel hier gelöscht.</p>${formButton({ action, csrf, text: "Fachverfahren ist umgestellt, altes löschen", fields: { schritt: "ende" } })}${back}`;
  }
}

/** POST: one step. */
export async function exchangeCertificate(portal: OperatorPages, visit: StaffVisit): Promise<Answer> {
  const one = await destinationOf(portal, visit);
  if (!one) return { missing: true };
  const given = { tenant: one.tenant, destination: one.id, actor: actorOf(visit) };
  const { certificates } = portal.hub;
  const steps: Readonly<Record<string, readonly [done: string, act: () => Promise<CertificateOutcome>] | undefined>> = {
    vorbereiten: ["zertifikat-vorbereitet", () => certificates.prepare({ ...given, certificate: visit.field("zertifikat"), key: visit.field("privat") })],
    dvdv: ["zertifikat-eingetragen", () => certificates.register({ ...given, note: visit.field("vermerk") })],
    zeigen: ["zertifikat-gezeigt", () => certificates.show(given)], ende: ["zertifikat-getauscht", () => certificates.finish(given)], abbruch: ["zertifikat-abgebrochen", () => certificates.abandon(given)],
  };
  const step = Object.hasOwn(steps, visit.field("schritt")) ? steps[visit.field("schritt")] : undefined;
  if (!step) return { missing: true };
  const missing = visit.field("schritt") === "vorbereiten" ? missingOf(visit) : {};
  if (Object.keys(missing).length > 0) return certificatePage(portal, visit, missing);
  const outcome = await step[1]();
  if (outcome.ok) return { redirect: `/betrieb/ziele/${one.id}/zertifikat?meldung=${step[0]}` };
  if ("problems" in outcome) return certificatePage(portal, visit, Object.fromEntries(outcome.problems.map(({ path, code }) => [path === "note" ? "vermerk" : "zertifikat", code === "note-missing" ? "Schreiben Sie mit höchstens 200 Zeichen, wann oder unter welchem Zeichen es eingetragen wurde." : code === "certificate-ended" ? "Dieses Zertifikat ist schon abgelaufen." : problemWords[code]])));
  const answer = await certificatePage(portal, visit, {}, refusalWords(outcome));
  return "page" in answer ? { ...answer, status: 409 } : answer;
}

/** What was left empty, each at its field. */
function missingOf(visit: StaffVisit): Errors {
  return {
    ...(visit.field("zertifikat").trim() === "" ? { zertifikat: "Geben Sie das neue Zertifikat ein." } : {}),
    ...(visit.field("privat").trim() === "" ? { privat: "Geben Sie den privaten Schlüssel ein, der zu dem Zertifikat gehört. Aus Gründen der Sicherheit bleibt er nie im Feld stehen." } : {}),
  };
}

function refusalWords(outcome: Extract<CertificateOutcome, { readonly why: string }>): string {
  switch (outcome.why) {
    case "not-accepted": return `Der XTA-Server nimmt das neue Zertifikat nicht an: ${reasonText(outcome.reason)} Es wird weiter das bisherige benutzt.`;
    case "under-way": return "Es ist schon ein neues Zertifikat hinterlegt. Führen Sie diesen Tausch zu Ende oder brechen Sie ihn ab.";
    case "wrong-order": return "Dieser Schritt ist jetzt nicht dran. Die Reihenfolge ist: DVDV, XTA-Server, Fachverfahren.";
    case "no-certificate": return "Dieses Ziel weist sich nicht mit einem Zertifikat aus.";
    case "not-found": return "Dieses Ziel gibt es nicht mehr.";
  }
}
