import { html, type Html } from "@kommunalportal/html";
import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { join } from "node:path";
import { formatTime, page, table } from "../frame/page.ts";
import { type PickUpParts, writeWhole } from "./pick-up.ts";

const SITE = "Sandbox-SFTP";
const formSchema = z.object({ name: z.string(), text: z.string().trim().min(1).max(4_000), wahl: z.enum(["nachfrage", "bewilligt", "abgelehnt", "stand"]) });

/** What a clerk of the Fachverfahren sees: what was taken from the folder, and a form to ask or decide. */
export function addOfficePages(app: FastifyInstance, { inbox, root, identities, clock }: PickUpParts, problem: () => string | undefined): void {
  const show = (reply: FastifyReply, title: string, body: Html): FastifyReply => reply.type("text/html; charset=utf-8").send(page({ title, site: SITE, body }));
  const missing = (reply: FastifyReply): FastifyReply => show(reply.code(404), "Diesen Vorgang gibt es nicht", html`<p><a href="/">Zu den Vorgängen</a></p>`);

  app.get("/", async (_request, reply) => {
    const rows = inbox.all().slice(-200).toReversed().map((taken) => [
      html`<a href="/vorgang?name=${encodeURIComponent(taken.name)}">${taken.fileNumber}</a>`, taken.reference, taken.type, formatTime(new Date(taken.at)), taken.accepted ? "angenommen" : "zurückgewiesen", inbox.repeatsOf(taken.name),
    ]);
    return show(reply, "Vorgänge aus dem Ordner", html`<dl><dt>Benutzer</dt><dd>${identities.current.user}</dd><dt>Fingerabdruck des Servers</dt><dd><code>${identities.current.fingerprint}</code></dd><dt>Ordner</dt><dd>/eingang und /quittungen</dd></dl>
${problem() !== undefined && html`<p>Der letzte Blick in den Ordner scheiterte: ${problem()}</p>`}
${rows.length === 0 ? html`<p>Bisher lag nichts im Ordner.</p>` : table("Die neuesten Vorgänge", ["Aktenzeichen", "Vorgang", "Art", "Abgeholt", "Ergebnis", "Wiederholt"], rows)}`);
  });

  app.get<{ Querystring: { name?: string } }>("/vorgang", async (request, reply) => {
    const found = inbox.find(request.query.name ?? "");
    if (!found) return missing(reply);
    return show(reply, `Aktenzeichen ${found.fileNumber}`, html`<p><a href="/">Zu den Vorgängen</a></p>
<dl><dt>Vorgang</dt><dd>${found.reference}</dd><dt>Datei</dt><dd>${found.name}</dd><dt>Abgeholt</dt><dd>${formatTime(new Date(found.at))}</dd><dt>Ergebnis</dt><dd>${found.accepted ? "angenommen" : found.reasons.join(" ")}</dd><dt>Antworten</dt><dd>${inbox.answersTo(found.name)}</dd></dl>
${table("Inhalt des Pakets", ["Datei", "Bytes"], found.files.map(({ path, size }) => [path, size]))}
<h2>Nachricht</h2><pre>${found.excerpt}</pre>
<h2>Antworten</h2>
<form method="post" action="/vorgang/antworten"><input type="hidden" name="name" value="${found.name}">
<p><label for="text">Text</label><br><textarea id="text" name="text" rows="4" cols="60" required maxlength="4000"></textarea></p>
<ul class="choices"><li><button name="wahl" value="stand">Stand mitteilen</button></li><li><button name="wahl" value="nachfrage">Nachfrage senden</button></li><li><button name="wahl" value="bewilligt">Bescheid: bewilligt</button></li><li><button name="wahl" value="abgelehnt">Bescheid: abgelehnt</button></li></ul></form>`);
  });

  app.post("/vorgang/antworten", async (request, reply) => {
    const form = formSchema.safeParse(request.body);
    const found = form.success ? inbox.find(form.data.name) : undefined;
    if (!form.success || !found) return missing(reply);
    const { text, wahl } = form.data;
    const body = JSON.stringify(wahl === "stand" ? { kind: "status", status: "in-progress", text } : wahl === "nachfrage" ? { kind: "question", text }
      : { kind: "decision", result: wahl === "bewilligt" ? "granted" : "refused", text, reasons: ["Die Voraussetzungen wurden geprüft."], remedy: { kind: "klage", where: "Verwaltungsgericht Musterland", months: 1 } });
    const number = await inbox.answer(found.name, clock(), body);
    await writeWhole(join(root, "quittungen"), `${found.name}.antwort-${number}.json`, body);
    return reply.redirect(`/vorgang?name=${encodeURIComponent(found.name)}`, 303);
  });
}
