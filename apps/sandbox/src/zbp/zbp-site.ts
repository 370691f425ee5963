import { join } from "node:path";
import { html, type Html } from "@kommunalportal/html";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { addControl } from "../frame/control.ts";
import { formatTime, page, table } from "../frame/page.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { keyFilePath } from "../fit-connect/demo-destinations.ts";
import { createSubscriber } from "../fit-subscriber/subscriber.ts";
import { bridgeSubmission } from "./bridge.ts";
import { openMailboxStore, type ZbpEntry } from "./mailbox-store.ts";
import { ZBP_STATES } from "./zbp-content.ts";

const SITE = "Sandbox-ZBP";
const names = z.array(z.string().max(255)).max(1000).nullable();
/** `fetch`: the bridge works; `mailboxes` and `authors`: those that exist, null for any. */
const behaviourSchema = z.strictObject({ fetch: z.boolean(), mailboxes: names, authors: names });
const STANDARD: z.infer<typeof behaviourSchema> = { fetch: true, mailboxes: null, authors: null };

/** The citizens' mailbox and status monitor of BundID, behind the bridge from FIT-Connect (delivery.md 5.1). */
export async function createZbpSite(context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const { dataFolder, clock, credentials: { fitConnect } } = context;
  const store = await openMailboxStore(join(dataFolder, "zbp", "mailboxes.jsonl"));
  const behaviour = { current: STANDARD };
  const subscriber = createSubscriber(app, {
    context, client: fitConnect.zbp, folder: join(dataFolder, "zbp", "eingang"), active: () => behaviour.current.fetch, takesSchema: () => true,
    destinations: [{ ...fitConnect.destinations.zbp, keyFile: keyFilePath(dataFolder, "zbp", "zbp") }],
    decide: (waiting, reception) => bridgeSubmission({ store, clock, mailboxes: () => behaviour.current.mailboxes, authors: () => behaviour.current.authors }, waiting, reception),
  });
  addControl(app, behaviourSchema, behaviour, STANDARD);
  app.post("/_control/polls", async (_request, reply) => {
    await subscriber.poll();
    return reply.code(204).send();
  });
  app.get("/_entries", async () => ({ entries: store.all() }));

  app.get("/", async (_request, reply) => {
    const messages = store.all().flatMap((entry) => entry.kind === "message" ? [entry] : []).slice(0, 200);
    const states = store.all().flatMap((entry) => entry.kind === "status" ? [entry] : []).slice(0, 200);
    return show(reply, "Zentrales Bürgerpostfach", html`
${messages.length === 0 ? html`<p>Bisher liegt in keinem Postfach eine Nachricht.</p>` : table("Nachrichten", ["Betreff", "Postfach", "Von", "Eingegangen"], messages.map(({ submissionId, message, at }) => [
      html`<a href="/nachrichten/${submissionId}">${message.title}</a>`, message.mailboxUuid, message.sender, formatTime(new Date(at))]))}
${states.length === 0 ? html`<p>Der Statusmonitor ist leer.</p>` : table("Statusmonitor", ["Leistung", "Stand", "Antrag", "Von", "Zeitpunkt"], states.map(({ status, at }) => [
      status.publicServiceName.de, [ZBP_STATES[status.status], ...status.statusDetails ? [status.statusDetails.de] : []].join(": "), status.applicationId, status.senderName, formatTime(new Date(at))]))}`);
  });
  app.get<{ Params: { id: string } }>("/nachrichten/:id", async (request, reply) => {
    const entry = store.find(request.params.id);
    if (entry?.kind !== "message") return show(reply.code(404), "Diese Nachricht gibt es nicht", html`<p><a href="/">Zu den Nachrichten</a></p>`);
    return show(reply, entry.message.title, messagePage(entry));
  });
  app.addHook("onClose", async () => {
    await subscriber.close();
    await store.close();
  });
  return siteOf(app, { name: "zbp", title: "Zentrales Bürgerpostfach (ZBP)", purpose: "nimmt Nachrichten und Status über die Brücke von FIT-Connect in die Postfächer der BundID." });
}

function messagePage({ message, author, at, files }: Extract<ZbpEntry, { kind: "message" }>): Html {
  return html`<p><a href="/">Zu den Nachrichten</a></p>
<dl><dt>Von</dt><dd>${message.sender}</dd><dt>Unterschrieben von</dt><dd>${author}</dd><dt>Postfach</dt><dd>${message.mailboxUuid}</dd><dt>Leistung</dt><dd>${message.service}</dd>
<dt>Nötiges Vertrauensniveau</dt><dd>${message.stork_qaa_level}</dd><dt>Eingegangen</dt><dd>${formatTime(new Date(at))}</dd></dl>
<h2>Nachricht</h2><pre>${message.content}</pre>
${files.length > 0 && table("Anlagen", ["Datei", "Bytes"], files.map(({ filename, size }) => [filename, size]))}`;
}

function show(reply: FastifyReply, title: string, body: Html): FastifyReply { return reply.type("text/html; charset=utf-8").send(page({ title, site: SITE, body })); }
