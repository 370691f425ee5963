import { html, type Html } from "@kommunalportal/html";
import type { FastifyInstance, FastifyReply } from "fastify";
import { formatEuro, formatTime, page, table } from "../frame/page.ts";
import { contentSecurityPolicy } from "../frame/site.ts";
import type { PaymentBehaviour } from "./payment-behaviour.ts";
import { paymentPagePath, type Decision, type PaymentRecord } from "./payment-record.ts";
import type { PaymentStore } from "./payment-store.ts";

const SITE = "Sandbox-Bezahldienst";

interface Choice { readonly decision: Decision; readonly after: "return" | "stay" | "return-twice"; readonly label: string; readonly hint: string }

/** The buttons of the payment page, by the value of the form field `wahl`. */
const CHOICES: ReadonlyMap<string, Choice> = new Map<string, Choice>([
  ["bezahlen", { decision: "PAYED", after: "return", label: "Bezahlen", hint: "Die Zahlung gelingt, Sie kehren zum Portal zurück." }],
  ["abbrechen", { decision: "CANCELED", after: "return", label: "Abbrechen", hint: "Sie kehren zum Portal zurück, ohne zu bezahlen." }],
  ["fehlschlag", { decision: "FAILED", after: "return", label: "Fehlschlag", hint: "Die Bank lehnt ab, Sie kehren zum Portal zurück." }],
  ["bezahlen-ohne-rueckkehr", { decision: "PAYED", after: "stay", label: "Bezahlen, aber Fenster schließen (keine Rückkehr)", hint: "Die Zahlung gelingt, das Portal erfährt davon nichts durch den Browser." }],
  ["bezahlen-zweimal-zurueck", { decision: "PAYED", after: "return-twice", label: "Bezahlen und zweimal zurückkehren", hint: "Die Zahlung gelingt, der Browser kommt zweimal beim Portal an." }],
]);

interface Parts {
  readonly store: PaymentStore;
  readonly behaviour: { readonly current: PaymentBehaviour };
  readonly clock: () => Date;
}
interface OnePayment { Params: { id: string } }

/** What the payer's browser sees. The way back carries no result: the portal has to ask. */
export function addPaymentPages(app: FastifyInstance, { store, behaviour, clock }: Parts): void {
  void app.register(async (pages) => {
    pages.addHook("onRequest", async (_request, reply) => {
      if (behaviour.current.down) return show(reply.code(503), "Der Bezahldienst ist gestört", html`<p>Bitte versuchen Sie es später noch einmal. Es wurde nichts abgebucht.</p>`);
    });

    pages.get("/", async (_request, reply) => show(reply, "Zahlungen dieser Sandbox", overview(store.latest(100))));

    pages.get<OnePayment>("/zahlung/:id", async (request, reply) => {
      const record = store.find(request.params.id);
      if (!record) return missing(reply);
      return record.status === "INITIAL" ? show(reply, "Bezahlen", paymentForm(record), record) : finished(reply.code(200), record);
    });

    pages.post<OnePayment>("/zahlung/:id/entscheidung", async (request, reply) => {
      const record = store.find(request.params.id);
      if (!record) return missing(reply);
      const choice = CHOICES.get(choiceNameOf(request.body));
      if (!choice) return show(reply.code(422), "Bezahlen", html`<p role="alert">Bitte wählen Sie eine der Schaltflächen.</p>${paymentForm(record)}`, record);
      if (!await store.decide(record.transactionId, choice.decision, clock())) return finished(reply.code(409), store.find(record.transactionId) ?? record);
      if (choice.after === "return") return reply.redirect(record.request.redirectUrl, 303);
      return reply.redirect(`${paymentPagePath(record.transactionId)}/${choice.after === "stay" ? "fertig" : "zweimal"}`, 303);
    });

    pages.get<OnePayment>("/zahlung/:id/fertig", async (request, reply) => {
      if (store.find(request.params.id)?.status !== "PAYED") return missing(reply);
      return show(reply, "Bezahlt", html`<p>Die Zahlung ist gelungen. Schließen Sie jetzt dieses Fenster, ohne zum Portal zurückzukehren: Es muss selbst merken, dass bezahlt wurde.</p>`);
    });

    pages.get<OnePayment>("/zahlung/:id/zweimal", async (request, reply) => {
      const record = store.find(request.params.id);
      if (record?.status !== "PAYED") return missing(reply);
      return show(reply, "Bezahlt", html`<p>Die Zahlung ist gelungen. Kehren Sie nun zweimal zurück:</p>
<ol><li><a href="${record.request.redirectUrl}" target="_blank" rel="noopener">Zum ersten Mal zurückkehren (neues Fenster)</a></li>
<li><a href="${record.request.redirectUrl}">Zum zweiten Mal zurückkehren</a></li></ol>`);
    });
  });
}

function paymentForm({ request, transactionId, reference }: PaymentRecord): Html {
  return html`<dl>
<dt>Betrag</dt><dd class="amount">${formatEuro(request.grosAmount)}</dd>
<dt>Verwendungszweck</dt><dd>${request.purpose}</dd>
${request.description !== undefined && html`<dt>Beschreibung</dt><dd>${request.description}</dd>`}
<dt>Kassenzeichen</dt><dd>${reference}</dd>
</dl>
${table("Posten", ["Posten", "Anzahl", "Netto", "Steuer"], request.items.map((item) => [
    item.description ?? item.id, item.quantity, formatEuro(item.totalNetAmount), formatEuro(item.totalTaxAmount)]))}
<h2>Was soll geschehen?</h2>
<form method="post" action="${paymentPagePath(transactionId)}/entscheidung"><ul class="choices">${[...CHOICES].map(([name, { label, hint }]) => html`
<li><button name="wahl" value="${name}" class="${name === "bezahlen" ? "main" : "other"}">${label} <small>${hint}</small></button></li>`)}
</ul></form>`;
}

const STATUS: Readonly<Record<PaymentRecord["status"], string>> = { INITIAL: "offen", PAYED: "bezahlt", CANCELED: "abgebrochen", FAILED: "fehlgeschlagen" };

function finished(reply: FastifyReply, record: PaymentRecord): FastifyReply {
  return show(reply, "Diese Zahlung ist abgeschlossen", html`<p>Stand: ${STATUS[record.status]}. Sie kann nicht noch einmal entschieden werden.</p>
<p><a class="button" href="${record.request.redirectUrl}">Zurück zum Portal</a></p>`);
}

function overview(records: readonly PaymentRecord[]): Html {
  if (records.length === 0) return html`<p>Bisher hat niemand eine Zahlung begonnen.</p>`;
  return table("Die neuesten Zahlungen", ["Kassenzeichen", "Zweck", "Betrag", "Stand", "Begonnen"], records.map((record) => [
    html`<a href="${paymentPagePath(record.transactionId)}">${record.reference}</a>`, record.request.purpose, formatEuro(record.request.grosAmount),
    STATUS[record.status], formatTime(new Date(record.createdAt))]));
}

function missing(reply: FastifyReply): FastifyReply {
  return show(reply.code(404), "Diese Zahlung gibt es nicht", html`<p>Bitte beginnen Sie die Zahlung im Portal von vorn.</p>`);
}

function choiceNameOf(body: unknown): string {
  return typeof body === "object" && body !== null && "wahl" in body && typeof body.wahl === "string" ? body.wahl : "";
}

/** Browsers apply `form-action` to the redirect that follows a form, so the way back has to be named. */
function show(reply: FastifyReply, title: string, body: Html, record?: PaymentRecord): FastifyReply {
  if (record) reply.header("content-security-policy", contentSecurityPolicy([new URL(record.request.redirectUrl).origin]));
  return reply.type("text/html; charset=utf-8").send(page({ title, site: SITE, body }));
}
