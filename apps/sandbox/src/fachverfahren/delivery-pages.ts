import { html } from "@kommunalportal/html";
import type { FastifyInstance } from "fastify";
import { formatTime, page, table } from "../frame/page.ts";
import { dataRows } from "./data-rows.ts";
import type { Inbox } from "./inbox.ts";

const SITE = "Sandbox-Fachverfahren";
const MAX_ROWS = 500;

/** What a clerk of the Fachverfahren sees: what arrived, and one delivery with its structured data as a table. */
export function addDeliveryPages(app: FastifyInstance, inbox: Inbox): void {
  app.get("/", async (_request, reply) => {
    const counts = new Map(inbox.effects().map((effects) => [effects.applicationId, effects]));
    const rows = inbox.latest(200).map((arrived) => [
      html`<a href="/eingang/${arrived.receiptId}">${arrived.reference ?? arrived.applicationId}</a>`, arrived.type, formatTime(new Date(arrived.at)),
      counts.get(arrived.applicationId)?.repeats ?? 0, counts.get(arrived.applicationId)?.duplicates ?? 0,
    ]);
    return reply.type("text/html; charset=utf-8").send(page({ title: "Eingang", site: SITE, body: rows.length === 0
      ? html`<p>Bisher ist nichts angekommen.</p>`
      : html`<p>Jeder Antrag wirkt genau einmal. Wiederholungen unter derselben Kennung werden gezählt und haben keine Wirkung.</p>
${table("Die neuesten Eingänge", ["Vorgang", "Art", "Eingegangen", "Wiederholt", "Doppelt gesendet"], rows)}` }));
  });

  app.get<{ Params: { receiptId: string } }>("/eingang/:receiptId", async (request, reply) => {
    const arrived = inbox.find(request.params.receiptId);
    reply.type("text/html; charset=utf-8");
    if (!arrived) return reply.code(404).send(page({ title: "Diesen Eingang gibt es nicht", site: SITE, body: html`<p><a href="/">Zum Eingang</a></p>` }));
    const rows = dataRows(JSON.parse(arrived.body));
    return reply.send(page({ title: `Vorgang ${arrived.reference ?? arrived.applicationId}`, site: SITE, body: html`<p><a href="/">Zum Eingang</a></p>
<dl><dt>Quittung</dt><dd>${arrived.receiptId}</dd><dt>Kennung der Zustellung</dt><dd>${arrived.webhookId}</dd>
<dt>Eingegangen</dt><dd>${formatTime(new Date(arrived.at))}</dd></dl>
${table("Übermittelte Daten", ["Feld", "Wert"], rows.slice(0, MAX_ROWS))}
${rows.length > MAX_ROWS && html`<p>${rows.length - MAX_ROWS} weitere Zeilen werden nicht gezeigt.</p>`}` }));
  });
}
