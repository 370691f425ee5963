import { attr, html, type Html } from "@kommunalportal/html";
import { reasonText, type DeliveryView, type Destination } from "#modules/hub";
import { badge } from "#ui/badge";
import { button, buttonGroup, formButton } from "#ui/button";
import { descriptionList } from "#ui/description-list";
import type { ErrorLine } from "#ui/error-summary";
import { form } from "#ui/form";
import { formatDateTime, formatExactTime } from "#ui/format";
import { notice } from "#ui/notice";
import { section } from "#ui/section";
import { table } from "#ui/table";
import { isId } from "#platform/ids";
import type { Answer, StaffVisit } from "../frame/index.ts";
import { selectControl, tickControl } from "./controls.ts";
import { type Names, namesOf } from "./names.ts";
import { actorOf, operatorPage, type OperatorPages, townName } from "./operator-pages.ts";
import { attemptWords, messageWords, receiptWords, stateWords } from "./words.ts";

interface Shown { readonly view: DeliveryView; readonly destinations: readonly Destination[]; readonly names: Names }

/** One delivery: what it is, why it stands where it stands, every try, what can be done. Never the content of the application. */
export async function deliveryPage(portal: OperatorPages, visit: StaffVisit, errors: readonly ErrorLine[] = []): Promise<Answer> {
  const id = visit.params["id"] ?? "";
  const shown = isId(id) ? await read(portal, visit, id) : undefined;
  if (!shown) return { missing: true };
  const { names, view: { delivery, correctedBy, attempts, rejectionReasons } } = shown;
  const now = portal.clock.now();
  const body = html`<p>${badge(stateWords[delivery.state].text, stateWords[delivery.state].kind)}</p>
${delivery.reason !== undefined && delivery.state !== "accepted" && notice("de", {
    kind: delivery.settledAt !== undefined ? "info" : delivery.state === "rejected" || delivery.state === "dead" ? "danger" : "warning", title: reasonText(delivery.reason),
    body: rejectionReasons.length > 0 ? html`<p class="kern-body">Das Fachverfahren nennt als Gründe:</p><ul class="kern-list">${rejectionReasons.map((reason) => html`<li>${reason}</li>`)}</ul>` : delivery.state === "rejected" ? "Das Fachverfahren hat keine Gründe genannt." : undefined,
  })}
${descriptionList([
    { term: "Vorgang", value: html`${delivery.reference}, <a class="kern-link" href="/betrieb/vorgaenge/${delivery.reference}">ganzer Verlauf</a>` }, { term: "Was", value: `${messageWords[delivery.message]}, ${names.service(delivery.service)}` }, { term: "Teil und Amt", value: `${names.part(delivery.service, delivery.part) ?? "ganzer Antrag"}, ${names.office(delivery.tenant, delivery.office)}` },
    { term: "Ort", value: townName(portal, delivery.tenant) }, { term: "Ziel", value: html`<a class="kern-link" href="/betrieb/ziele/${delivery.destination}">${delivery.destinationName}</a>` },
    { term: "Eingegangen", value: formatDateTime(delivery.submittedAt, "de") }, { term: "Eingereiht", value: formatDateTime(delivery.queuedAt, "de") },
    ...(delivery.state === "queued" ? [{ term: "Nächster Versuch", value: delivery.nextAttemptAt <= now ? "sobald das Ziel bereit ist" : formatDateTime(delivery.nextAttemptAt, "de") }] : []),
    ...(delivery.receipt === undefined ? [] : [{ term: "Quittung", value: html`<code>${delivery.receipt}</code>, ${delivery.finishedAt !== undefined && formatDateTime(delivery.finishedAt, "de")}` }]),
    ...(delivery.settledAt === undefined ? [] : [{ term: "Als erledigt vermerkt", value: `${formatDateTime(delivery.settledAt, "de")}: Das Amt bearbeitet den Antrag in seinem Eingang.` }]),
    { term: "Kennung", value: html`<code>${delivery.id}</code>` },
    ...(delivery.route === undefined ? [] : [{ term: "Nach dem Weg", value: html`<a class="kern-link" href="/betrieb/ziele/${delivery.destination}/wege/${delivery.route}">ansehen</a>` }]),
    ...(delivery.corrects === undefined ? [] : [{ term: "Ersetzt", value: html`<a class="kern-link" href="/betrieb/zustellungen/${delivery.corrects}">die frühere Zustellung</a>` }]),
    ...(correctedBy === undefined ? [] : [{ term: "Ersetzt durch", value: html`<a class="kern-link" href="/betrieb/zustellungen/${correctedBy}">die korrigierte Zustellung</a>` }]),
  ])}
${actions(visit, shown, errors.length > 0)}
${receiptsPart(shown.view)}
${section({ title: "Versuche", body: table("de", {
    caption: "Versuche, der neueste zuerst", captionHidden: true, dense: true, columns: [{ title: "Nummer" }, { title: "Begonnen" }, { title: "Dauer" }, { title: "Ergebnis" }, { title: "Antwort", numeric: true }],
    rows: attempts.map((attempt) => [
      String(attempt.number), formatExactTime(attempt.startedAt, "de"), attempt.endedAt === undefined ? "" : `${((attempt.endedAt.getTime() - attempt.startedAt.getTime()) / 1000).toFixed(1).replace(".", ",")} s`,
      html`${attemptWords(attempt)}${attempt.reason !== undefined && html`: ${reasonText(attempt.reason)}`}`, attempt.status === undefined ? "keine" : String(attempt.status),
    ]),
  }) })}`;
  return operatorPage(portal, visit, { title: `Zustellung ${delivery.reference}`, body, errors, parents: [{ text: "Zustellungen", href: "/betrieb/zustellungen" }] });
}

/** What proves the way, where somebody stands in between. */
function receiptsPart({ dispatch, receipts, replies }: DeliveryView): Html | false {
  if (!dispatch) return false;
  return section({ title: "Beim Vermittler", body: html`${dispatch.problem !== undefined && notice("de", { kind: "warning", title: "Der Stand ließ sich zuletzt nicht prüfen", body: reasonText(dispatch.problem) })}
${descriptionList([...(dispatch.receiver === undefined ? [] : [{ term: "Gefundene Stelle", value: dispatch.receiver }]), { term: "Kennung beim Vermittler", value: html`<code>${dispatch.parcel}</code>` }, ...(dispatch.bracket === undefined || dispatch.bracket === dispatch.parcel ? [] : [{ term: "Vorgang beim Vermittler", value: html`<code>${dispatch.bracket}</code>` }])])}
${receipts.length > 0 && table("de", { caption: "Quittungen", dense: true, columns: [{ title: "Wann" }, { title: "Was" }, { title: "Kennung" }], rows: receipts.map(({ at, what, id }) => [formatExactTime(at, "de"), receiptWords[what], html`<code>${id}</code>`]) })}
${replies.length > 0 && table("de", { caption: "Antworten des Fachverfahrens", dense: true, columns: [{ title: "Wann" }, { title: "Ergebnis" }], rows: replies.map(({ at, result, reasons }) => [formatExactTime(at, "de"), result === "taken" ? "übernommen" : `zurückgegeben: ${reasons.map((reason) => reasonText(reason)).join("; ")}`]) })}` });
}

/** The receiver's reasons may say something about a person, so whoever reads them is written down. */
async function read(portal: OperatorPages, visit: StaffVisit, id: string): Promise<Shown | undefined> {
  const read = await portal.db.asOperator("operator looks at a delivery", async (tx) => {
    const view = await portal.hub.viewDelivery(tx, id);
    if (!view) return undefined;
    if (view.rejectionReasons.length > 0) await portal.audit.record(tx, { tenant: view.delivery.tenant, actor: actorOf(visit), action: "delivery.read", subject: { kind: "delivery", id } });
    return { view, destinations: (await portal.hub.destinations(tx)).filter(({ tenant }) => tenant === view.delivery.tenant) };
  });
  return read && { ...read, names: await namesOf(portal, [read.view.delivery.service]) };
}

function actions(visit: StaffVisit, { view: { delivery, dispatch }, destinations }: Shown, failed: boolean): Html | false {
  const base = `/betrieb/zustellungen/${delivery.id}`;
  const { csrf } = visit.staff;
  const { state } = delivery;
  // What is under way, or with the intermediary, is waited for.
  if (state === "accepted" || state === "replaced" || state === "sent" || state === "received") return false;
  const dead = state === "rejected" || state === "dead";
  const settled = delivery.settledAt !== undefined;
  // Nothing goes to a destination that is retired; where to is chosen anew, and not the first of the list by mistake.
  const retired = destinations.every(({ id }) => id !== delivery.destination);
  const declined = state === "declined";
  const answered = (state === "rejected" || declined) && dispatch?.handedOver === true;
  return section({ title: "Was Sie tun können", body: html`${declined && html`<p class="kern-body">Der Antrag ist davon nicht betroffen. Das Amt hat die Aufgabe, die Mitteilung von Hand weiterzugeben; hier ist nichts zu tun.</p>`}${answered ? !declined && html`<p class="kern-body">Der Vermittler hat die Zustellung, und das Fachverfahren hat sie zurückgewiesen. Unter derselben Kennung käme dasselbe zurück; korrigiert geht sie unter einer neuen.</p>` : dead && retired ? html`<p class="kern-body">Das Ziel ist stillgelegt. Leiten Sie den Antrag an ein anderes Ziel.</p>` : html`${buttonGroup(html`${formButton({ action: `${base}/wiederholung`, csrf, text: dead ? "Noch einmal senden" : "Jetzt versuchen" })}${!dead && formButton({ action: `${base}/pause`, csrf, kind: "secondary", text: state === "paused" ? "Fortsetzen" : "Anhalten", fields: { an: state === "paused" ? "nein" : "ja" } })}`)}
<p class="kern-body">»${dead ? "Noch einmal senden" : "Jetzt versuchen"}« benutzt dieselbe Kennung: Was das Ziel schon hat, wirkt dort kein zweites Mal.</p>`}
${dead && html`<div class="portal-case__actions"><details ${attr("open", failed || answered)}><summary>Korrigieren und neu senden</summary>${form("de", { action: `${base}/korrektur`, csrf, body: html`<p class="kern-body">Die Angaben des Antrags sind verbindlich und bleiben, wie sie sind. Korrigieren lässt sich, wohin sie gehen und wie sie übermittelt werden. Die neue Zustellung hat eine neue Kennung und wirkt deshalb beim Ziel als neu.</p>
${selectControl({ name: "ziel", label: "Ziel", value: delivery.destination, ...(retired ? { empty: "Ziel wählen" } : {}), options: destinations.map(({ id, name }) => ({ value: id, text: name })) })}
${delivery.mayHaveArrived && state === "dead" && tickControl({ name: "bestaetigt", label: "Ich habe beim Amt nachgefragt: Dort ist von diesem Antrag nichts angekommen.", hint: "Ein früherer Versuch kann das Ziel erreicht haben, ohne dass wir davon hörten." })}
${buttonGroup(button({ text: "Korrigiert senden", kind: "secondary" }))}` })}</details></div>`}${dead && !settled && html`<p class="kern-body">Bearbeitet das Amt den Antrag in seinem Eingang, muss hier nichts mehr gesendet werden. Fragen Sie dort nach, und vermerken Sie es; dann ist die Zustellung kein Alarm mehr.</p>${buttonGroup(formButton({ action: `${base}/erledigung`, csrf, kind: "secondary", text: "Als erledigt vermerken" }))}`}` });
}
