import { join } from "node:path";
import { html } from "@kommunalportal/html";
import { z } from "zod";
import { addControl } from "../frame/control.ts";
import { formatTime, page, table } from "../frame/page.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { openMailStore } from "./mail-store.ts";
import { openSmtpReceiver } from "./smtp-receiver.ts";

const SITE = "Sandbox-Mail";

/** A mail server whose mailboxes anybody can read: SMTP in, pages and JSON out. */
export async function createMailSite(context: SandboxContext, smtpPort: number): Promise<Site & { readonly smtpPort: number }> {
  const app = createSiteApp();
  const store = await openMailStore(join(context.dataFolder, "mail", "mails.jsonl"));
  const behaviour = { current: { down: false } };
  const smtp = await openSmtpReceiver({ port: smtpPort, store, behaviour, clock: context.clock }).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  addControl(app, z.strictObject({ down: z.boolean() }), behaviour, { down: false });
  app.addHook("onClose", async () => {
    await smtp.close();
    await store.close();
  });

  app.get("/_mails", async (request, reply) => {
    const query = z.object({ to: z.string().max(320).optional() }).safeParse(request.query);
    return query.success ? { mails: store.list(query.data.to) } : reply.code(400).send({ error: "to: one address" });
  });
  app.get("/", async (_request, reply) => {
    const rows = store.list().slice(0, 200).map((mail) => [
      html`<a href="/mails/${mail.id}">${mail.subject || "(ohne Betreff)"}</a>`, mail.recipients.join(", "), mail.sender, formatTime(new Date(mail.at))]);
    return reply.type("text/html; charset=utf-8").send(page({ title: "Eingegangene Mails", site: SITE, body: rows.length === 0
      ? html`<p>Bisher ist keine Mail angekommen.</p>` : table("Die neuesten Mails", ["Betreff", "An", "Von", "Eingegangen"], rows) }));
  });
  app.get<{ Params: { id: string } }>("/mails/:id", async (request, reply) => {
    const mail = store.find(request.params.id);
    reply.type("text/html; charset=utf-8");
    if (!mail) return reply.code(404).send(page({ title: "Diese Mail gibt es nicht", site: SITE, body: html`<p><a href="/">Zu den Mails</a></p>` }));
    return reply.send(page({ title: mail.subject || "(ohne Betreff)", site: SITE, body: html`<p><a href="/">Zu den Mails</a></p>
<dl><dt>Von</dt><dd>${mail.from || mail.sender}</dd><dt>An</dt><dd>${mail.recipients.join(", ")}</dd><dt>Eingegangen</dt><dd>${formatTime(new Date(mail.at))}</dd></dl>
<h2>Text</h2><pre>${mail.text || "(kein Textteil)"}</pre>
${mail.html !== "" && html`<h2>HTML-Teil als Quelltext</h2><pre>${mail.html}</pre>`}` }));
  });
  const site = await siteOf(app, { name: "mail", title: "Mail", purpose: "nimmt alle Mails des Portals an und zeigt sie; es wird nichts verschickt." });
  return { ...site, smtpPort: smtp.port };
}
