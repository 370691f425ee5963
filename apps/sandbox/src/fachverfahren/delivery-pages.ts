import { html } from "@kommunalportal/html";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { formatTime, page, table } from "../frame/page.ts";
import { dataRows } from "./data-rows.ts";
import type { Inbox } from "./inbox.ts";
import { answerAddress, CHOICES, sendAnswer, type Choice } from "./send-answer.ts";

const SITE = "Sandbox-Fachverfahren";
const MAX_ROWS = 500;
const choiceSchema = z.enum(Object.keys(CHOICES) as [Choice, ...Choice[]]);
const formSchema = z.object({ text: z.string().trim().min(1).max(4_000), wahl: choiceSchema });

export interface PageParts { readonly inbox: Inbox; readonly secret: string; readonly clock: () => Date }

/** What a clerk of the Fachverfahren sees: what arrived, and one delivery with its structured data as a table and a form to answer. */
export function addDeliveryPages(app: FastifyInstance, { inbox, secret, clock }: PageParts): void {
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
${rows.length > MAX_ROWS && html`<p>${rows.length - MAX_ROWS} weitere Zeilen werden nicht gezeigt.</p>`}
${answerAddress(arrived) !== undefined && html`<h2>Antworten</h2>
<form method="post" action="/eingang/${arrived.receiptId}/antwort"><p><label for="text">Text</label><br><textarea id="text" name="text" rows="4" cols="60" required maxlength="4000"></textarea></p>
<ul class="choices">${Object.entries(CHOICES).map(([choice, words]) => html`<li><button name="wahl" value="${choice}">${words}</button></li>`)}</ul></form>`}` }));
  });

  app.post<{ Params: { receiptId: string } }>("/eingang/:receiptId/antwort", async (request, reply) => {
    const arrived = inbox.find(request.params.receiptId);
    const to = arrived && answerAddress(arrived);
    const form = formSchema.safeParse(request.body);
    reply.type("text/html; charset=utf-8");
    if (!arrived || to === undefined || !form.success) return reply.code(form.success ? 404 : 422).send(page({ title: "Das geht nicht", site: SITE, body: html`<p><a href="/">Zum Eingang</a></p>` }));
    const { status, answer } = await sendAnswer(to, arrived, { choice: form.data.wahl, text: form.data.text }, { secret, now: clock() });
    return reply.send(page({ title: status === 200 ? "Die Antwort ist beim Portal" : "Das Portal hat die Antwort nicht genommen", site: SITE, body: html`<p><a href="/eingang/${arrived.receiptId}">Zum Vorgang</a></p><dl><dt>Das Portal sagt</dt><dd>${status} <code>${answer}</code></dd></dl>` }));
  });
}
