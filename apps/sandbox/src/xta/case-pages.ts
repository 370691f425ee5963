import { html, type Html } from "@kommunalportal/html";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { formatTime, page, table } from "../frame/page.ts";
import type { Case, CaseFile } from "./case-file.ts";
import type { XtaFachverfahren } from "./fachverfahren.ts";
import { XTA_SITE } from "./mailbox-pages.ts";

const formSchema = z.object({
  id: z.string(), text: z.string().trim().min(1).max(4000),
  wahl: z.enum(["nachfrage", "bewilligt", "abgelehnt"]),
});

/** What a clerk of the Fachverfahren sees: cases, what came with them, and a form to ask or decide. */
export function addCasePages(app: FastifyInstance, cases: CaseFile, fachverfahren: XtaFachverfahren): void {
  const show = (reply: FastifyReply, title: string, body: Html): FastifyReply => reply.type("text/html; charset=utf-8").send(page({ title, site: XTA_SITE, body }));
  const missing = (reply: FastifyReply): FastifyReply => show(reply.code(404), "Diesen Vorgang gibt es nicht", html`<p><a href="/vorgaenge">Zu den Vorgängen</a></p>`);

  app.get("/vorgaenge", async (_request, reply) => {
    const rows = cases.cases().slice(-200).toReversed().map((found) => [
      html`<a href="/vorgang?id=${encodeURIComponent(found.messageId)}">${found.fileNumber}</a>`, found.reference, found.subject, formatTime(new Date(found.at)), lastWord(cases, found), cases.repeatsOf(found.messageId),
    ]);
    return show(reply, "Vorgänge des Fachverfahrens", html`<p><a href="/">Zu den Postfächern</a></p>
${rows.length === 0 ? html`<p>Bisher wurde nichts abgeholt.</p>` : table("Die neuesten Vorgänge", ["Aktenzeichen", "Vorgang", "Betreff", "Abgeholt", "Stand", "Wiederholt"], rows)}`);
  });

  app.get<{ Querystring: { id?: string } }>("/vorgang", async (request, reply) => {
    const found = cases.find(request.query.id ?? "");
    if (!found) return missing(reply);
    return show(reply, `Aktenzeichen ${found.fileNumber}`, html`<p><a href="/vorgaenge">Zu den Vorgängen</a></p>
<dl><dt>Vorgang</dt><dd>${found.reference}</dd><dt>Betreff</dt><dd>${found.subject}</dd><dt>Von</dt><dd>${found.replyTo.value}</dd><dt>An</dt><dd>${found.mailbox}</dd><dt>Verschlüsselt für das Fachverfahren</dt><dd>${found.encrypted ? "ja" : "nein"}</dd><dt>Stand</dt><dd>${lastWord(cases, found)}</dd></dl>
${table("Inhalte", ["Datei", "Art", "Bytes", "SHA-256"], found.files.map(({ name, role, contentType, size, sha256 }) => [name === "" ? role : name, contentType, size, sha256]))}
${found.excerpt !== "" && html`<h2>Nachricht</h2><pre>${found.excerpt}</pre>`}
${table("Antworten", ["Zeit", "Art", "Ergebnis", "Text", "Gesendet"], cases.answersTo(found.messageId).map(({ at, subject, outcome, text, sentAt }) => [formatTime(new Date(at)), subject, outcome, text, sentAt === undefined ? "noch nicht" : "ja"]))}
<h2>Antworten</h2>
<form method="post" action="/vorgang/antworten"><input type="hidden" name="id" value="${found.messageId}">
<p><label for="text">Text</label><br><textarea id="text" name="text" rows="4" cols="60" required maxlength="4000"></textarea></p>
<ul class="choices"><li><button name="wahl" value="nachfrage">Nachfrage senden</button></li><li><button name="wahl" value="bewilligt">Bescheid: bewilligt</button></li><li><button name="wahl" value="abgelehnt">Bescheid: abgelehnt</button></li></ul></form>`);
  });

  app.post("/vorgang/antworten", async (request, reply) => {
    const form = formSchema.safeParse(request.body);
    const found = form.success ? cases.find(form.data.id) : undefined;
    if (!form.success || !found) return missing(reply);
    const { wahl, text } = form.data;
    await (wahl === "nachfrage" ? fachverfahren.answer(found, "nachfrage", "offen", text) : fachverfahren.answer(found, "bescheid", wahl, text));
    return reply.redirect(`/vorgang?id=${encodeURIComponent(found.messageId)}`, 303);
  });
}

function lastWord(cases: CaseFile, { messageId, inReplyTo }: Case): string {
  const last = cases.answersTo(messageId).at(-1);
  if (last) return `${last.subject}: ${last.outcome}`;
  return inReplyTo.length > 0 ? "Antwort auf eine Nachfrage" : "noch ohne Antwort";
}
