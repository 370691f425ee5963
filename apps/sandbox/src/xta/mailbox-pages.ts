import { html, type Html } from "@kommunalportal/html";
import { transportStatus } from "@kommunalportal/xta";
import type { FastifyInstance, FastifyReply } from "fastify";
import { formatTime, page, table } from "../frame/page.ts";
import { accounts } from "./accounts.ts";
import { filesOf } from "./send-message.ts";
import type { MessageState } from "./message-state.ts";
import { stateOf } from "./message-state.ts";
import type { IntermediaryDeps } from "./intermediary-deps.ts";
import type { StoredMessage } from "./stored-message.ts";
import { transportReport } from "./transport-report.ts";

export const XTA_SITE = "Sandbox-XTA";
const STATES: Readonly<Record<MessageState, string>> = {
  waiting: "wartet auf ihren Termin", undeliverable: "nicht zustellbar", delivered: "liegt im Postfach", fetched: "abgeholt, noch nicht bestätigt", received: "empfangen",
  cancelled: "zurückgezogen", obsolete: "nicht rechtzeitig abgeholt",
};
const LIGHTS = { open: "offen", green: "grün", yellow: "gelb", red: "rot" } as const;

interface OneId { Querystring: { id?: string } }

/** What a person of the intermediary sees: mailboxes, what lies in them, and the transport report of each message. No content. */
export function addMailboxPages(app: FastifyInstance, deps: IntermediaryDeps, problem: () => string | undefined): void {
  const { store, clock, serverIdentity } = deps;
  const show = (reply: FastifyReply, title: string, body: Html): FastifyReply => reply.type("text/html; charset=utf-8").send(page({ title, site: XTA_SITE, body }));
  const of = (mailbox: string): readonly StoredMessage[] => store.all().filter(({ metaData }) => metaData.destinations.reader.identifier.value === mailbox);

  app.get("/", async (_request, reply) => {
    const now = clock();
    const failed = problem();
    return show(reply, "Postfächer", html`
<p>Ein XTA-Server (XTA 2.1.1) mit Postfächern. Seine Adressen sind <code>${serverIdentity}/management</code>, <code>/send</code> und <code>/msgbox</code>; wer sie aufruft, weist sich mit einem Zertifikat aus.</p>
${failed !== undefined && html`<p class="notice">Das Fachverfahren konnte zuletzt nicht abholen: ${failed}</p>`}
${accounts.map(({ title, id, locked, mailboxes }) => html`<h2>${title}${locked && " (gesperrt)"}</h2>
${table(`Postfächer des Kontos ${id}`, ["Postfach", "Kennung", "Neu", "Abgeholt", "Empfangen"], mailboxes.map(({ value, title: name }) => {
    const states = of(value).map((message) => stateOf(message, now));
    const count = (wanted: MessageState): number => states.filter((state) => state === wanted).length;
    return [html`<a href="/postfach?id=${encodeURIComponent(value)}">${name}</a>`, value, count("delivered"), count("fetched"), count("received")];
  }))}`)}
<p><a href="/dvdv">Das DVDV: für wen verschlüsselt wird</a></p><p><a href="/vorgaenge">Was das Fachverfahren daraus gemacht hat</a></p>`);
  });

  app.get<OneId>("/postfach", async (request, reply) => {
    const mailbox = accounts.flatMap(({ mailboxes }) => mailboxes).find(({ value }) => value === request.query.id);
    if (!mailbox) return missing(reply, "Dieses Postfach gibt es nicht");
    const rows = of(mailbox.value).toReversed().slice(0, 200).map((message) => [link(message), message.metaData.qualifier.messageType.code, formatTime(message.acceptedAt), STATES[stateOf(message, clock())]]);
    return show(reply, mailbox.title, html`<p><a href="/">Zu den Postfächern</a></p>
${rows.length === 0 ? html`<p>Dieses Postfach ist leer.</p>` : table("Die neuesten Nachrichten", ["Nachricht", "Art", "Angenommen", "Zustand"], rows)}`);
  });

  app.get<OneId>("/nachricht", async (request, reply) => {
    const message = store.find(request.query.id ?? "");
    const account = accounts.find(({ id }) => id === message?.account);
    if (!message || !account) return missing(reply, "Diese Nachricht gibt es nicht");
    const report = transportReport(deps, { account, mailboxes: account.mailboxes }, message.messageId);
    const { errors, warnings, infos } = report.messageStatus;
    const lines = [errors, warnings, infos].flatMap((list) => list?.entries ?? []).map(({ timestamp, code, reason }) => [formatTime(new Date(timestamp)), code.code, reason]);
    const { originators, destinations, qualifier } = message.metaData;
    const light = transportStatus(report);
    return show(reply, qualifier.subject ?? qualifier.messageType.code, html`<p><a href="/">Zu den Postfächern</a></p>
<dl><dt>Kennung</dt><dd>${message.messageId}</dd><dt>Von</dt><dd>${originators.author.identifier.value}</dd><dt>An</dt><dd>${destinations.reader.identifier.value}</dd>
<dt>Dienst</dt><dd>${qualifier.service}</dd><dt>Zustand</dt><dd>${STATES[stateOf(message, clock())]}</dd><dt>Ampel</dt><dd>${light && LIGHTS[light]}</dd></dl>
${table("Transportbericht", ["Zeit", "Meldung", "Erläuterung"], lines)}
${table("Inhalte (nicht einsehbar)", ["Nummer", "Bytes"], filesOf(message.container).map(({ size }, index) => [index + 1, size]))}`);
  });

  const missing = (reply: FastifyReply, title: string): FastifyReply => show(reply.code(404), title, html`<p><a href="/">Zu den Postfächern</a></p>`);
}

const link = ({ messageId, metaData: { qualifier } }: StoredMessage): Html => html`<a href="/nachricht?id=${encodeURIComponent(messageId)}">${qualifier.subject ?? messageId}</a>`;
