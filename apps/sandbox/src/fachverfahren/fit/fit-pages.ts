import { readFile, stat } from "node:fs/promises";
import { html, type Html } from "@kommunalportal/html";
import type { FastifyInstance, FastifyReply } from "fastify";
import { formatTime, page, table } from "../../frame/page.ts";
import { dataRows } from "../data-rows.ts";
import { dataPath } from "./decide-submission.ts";
import type { FitInbox, Held } from "./fit-inbox.ts";

const SITE = "Sandbox-Fachverfahren (FIT-Connect)";
const MAX_ROWS = 500;
const SHOWN_BYTES = 1_000_000;

interface PageParts {
  readonly inbox: FitInbox;
  readonly folder: string;
  readonly nameOf: (destinationId: string) => string;
  /** A person's decision about what is held. */
  readonly decide: (held: Held, verb: "accept" | "reject") => Promise<boolean>;
  readonly reply: (held: Held, form: unknown) => Promise<string>;
}
interface One { Params: { id: string } }

/** What a clerk sees: what was fetched, decrypted and checked, and the ways to answer. */
export function addFitPages(app: FastifyInstance, { inbox, folder, nameOf, decide, reply: answer }: PageParts): void {
  app.get("/", async (_request, reply) => {
    const rows = inbox.latest(200).map((held) => [
      html`<a href="/eingang/${held.entry.submissionId}">${held.entry.reference}</a>`, nameOf(held.entry.destinationId), formatTime(new Date(held.entry.at)), stateOf(held)]);
    const broken = inbox.broken().slice(-100).toReversed().map((entry) => [entry.submissionId, nameOf(entry.destinationId), formatTime(new Date(entry.at)), entry.problems.map(({ title, instance }) => `${title} (${instance})`).join(", ")]);
    return show(reply, "Eingang über FIT-Connect", html`
<p>Dieses Fachverfahren holt Einreichungen beim Zustelldienst ab, prüft und entschlüsselt sie und quittiert sie im Ereignisprotokoll.</p>
${rows.length === 0 ? html`<p>Bisher ist nichts angekommen.</p>` : table("Die neuesten Eingänge", ["Vorgang", "Zustellpunkt", "Eingegangen", "Stand"], rows)}
${broken.length > 0 && table("Nicht verwertbar und abgelehnt", ["Einreichung", "Zustellpunkt", "Eingegangen", "Gründe"], broken)}`);
  });

  app.get<One>("/eingang/:id", async (request, reply) => {
    const held = inbox.find(request.params.id);
    return held ? show(reply, `Vorgang ${held.entry.reference}`, await entryPage(held, folder, nameOf)) : missing(reply);
  });
  app.post<One>("/eingang/:id/entscheidung", async (request, reply) => {
    const held = inbox.find(request.params.id);
    if (!held) return missing(reply);
    const verb = fieldOf(request.body, "wahl") === "annehmen" ? "accept" : "reject";
    return await decide(held, verb) ? reply.redirect(`/eingang/${held.entry.submissionId}`, 303)
      : show(reply.code(409), "Das ist nicht gelungen", html`<p>Der Antrag ist schon entschieden, oder der Zustelldienst antwortet nicht.</p>${back(held)}`);
  });
  app.post<One>("/eingang/:id/antwort", async (request, reply) => {
    const held = inbox.find(request.params.id);
    if (!held) return missing(reply);
    const problem = await answer(held, request.body);
    return problem === "" ? reply.redirect(`/eingang/${held.entry.submissionId}`, 303) : show(reply.code(422), "Die Antwort wurde nicht gesendet", html`<p role="alert">${problem}</p>${back(held)}`);
  });
}

export function fieldOf(body: unknown, name: string): string {
  const value = typeof body === "object" && body !== null ? new Map<string, unknown>(Object.entries(body)).get(name) : undefined;
  return typeof value === "string" ? value : "";
}

async function entryPage({ entry, decided, repeats, duplicate, replies }: Held, folder: string, nameOf: PageParts["nameOf"]): Promise<Html> {
  const rows = await rowsOf(dataPath(folder, entry.submissionId));
  return html`<p><a href="/">Zum Eingang</a></p>
<dl><dt>Einreichung</dt><dd>${entry.submissionId}</dd><dt>FIT-Connect-Vorgang</dt><dd>${entry.caseId}</dd><dt>Zustellpunkt</dt><dd>${nameOf(entry.destinationId)}</dd>
<dt>Leistung</dt><dd>${entry.identifier}</dd><dt>Stand</dt><dd>${stateOf({ entry, decided, repeats, duplicate, replies })}</dd>
<dt>Rückkanal</dt><dd>${Object.keys(entry.metadata.replyChannel ?? {}).join(", ") || "Brief"}</dd></dl>
${decided === undefined && html`<h2>Entscheiden</h2><form method="post" action="/eingang/${entry.submissionId}/entscheidung">
<button name="wahl" value="annehmen" class="main">Annehmen</button> <button name="wahl" value="ablehnen">Ablehnen</button></form>`}
${table("Fachdaten", ["Feld", "Wert"], rows.slice(0, MAX_ROWS))}
${rows.length > MAX_ROWS && html`<p>${rows.length - MAX_ROWS} weitere Zeilen werden nicht gezeigt.</p>`}
${entry.attachments.length > 0 && table("Anlagen, entschlüsselt und geprüft", ["Datei", "Art", "Bytes"], entry.attachments.map(({ filename, mimeType, size }) => [filename, mimeType, size]))}
${replies.length > 0 && table("Gesendete Antworten", ["Kennung", "Gesendet", "Inhalt"], replies.map(({ replyId, at, answer }) => [replyId, formatTime(new Date(at)), JSON.stringify(answer)]))}
${decided === "accept" && entry.metadata.replyChannel?.fitConnect && html`<h2>Antworten</h2><form method="post" action="/eingang/${entry.submissionId}/antwort">
<p><label for="text">Text der Antwort</label><br><textarea id="text" name="text" rows="4" cols="60" required></textarea></p>
<ul class="choices"><li><button name="art" value="status">Als Stand senden</button></li><li><button name="art" value="question">Als Rückfrage senden</button></li>
<li><button name="art" value="granted">Als Bewilligung senden</button></li><li><button name="art" value="refused">Als Ablehnung senden</button></li></ul></form>`}`;
}

function stateOf({ decided, repeats, duplicate }: Held): string {
  const state = decided === "accept" ? "angenommen" : decided === "reject" ? "abgelehnt" : "wartet auf Entscheidung";
  return [state, ...duplicate ? ["doppelt gesendet"] : [], ...repeats > 0 ? [`${repeats}-mal erneut abgeholt`] : []].join(", ");
}

async function rowsOf(path: string): Promise<ReturnType<typeof dataRows>> {
  const { size } = await stat(path);
  if (size > SHOWN_BYTES) return [["Fachdaten", `${size} Bytes, zu groß für diese Seite`]];
  const text = await readFile(path, "utf8");
  try {
    return dataRows(JSON.parse(text));
  } catch {
    return [["XML", text.slice(0, 10_000)]];
  }
}

function back({ entry }: Held): Html { return html`<p><a href="/eingang/${entry.submissionId}">Zum Vorgang</a></p>`; }

function missing(reply: FastifyReply): FastifyReply { return show(reply.code(404), "Diesen Eingang gibt es nicht", html`<p><a href="/">Zum Eingang</a></p>`); }

function show(reply: FastifyReply, title: string, body: Html): FastifyReply { return reply.type("text/html; charset=utf-8").send(page({ title, site: SITE, body })); }
