import { X509Certificate } from "node:crypto";
import { html, type Html } from "@kommunalportal/html";
import type { FastifyInstance, FastifyReply } from "fastify";
import { formatTime, page, table } from "../frame/page.ts";
import { accounts } from "./accounts.ts";
import { type CertificateRegister, entrySchema } from "./certificate-register.ts";
import { XTA_SITE } from "./mailbox-pages.ts";

/** The part of the DVDV that senders ask before they encrypt, with the form of whoever keeps an authority's entry there. */
export function addDirectoryPages(app: FastifyInstance, register: CertificateRegister): void {
  const show = (reply: FastifyReply, title: string, body: Html): FastifyReply => reply.type("text/html; charset=utf-8").send(page({ title, site: XTA_SITE, body }));
  app.get("/dvdv", async (_request, reply) => show(reply, "DVDV (erfunden)", listPage(register, undefined)));
  app.post("/dvdv", async (request, reply) => {
    const { reader, certificate } = typeof request.body === "object" && request.body !== null ? request.body as { reader?: unknown; certificate?: unknown } : {};
    const entry = entrySchema.safeParse({ reader, certificate: certificate === "" ? null : certificate });
    if (!entry.success) return show(reply.code(422), "DVDV (erfunden)", listPage(register, "Das ist kein Zertifikat in PEM."));
    await register.add(entry.data);
    return reply.redirect("/dvdv", 303);
  });
}

function listPage(register: CertificateRegister, problem: string | undefined): Html {
  const readers = accounts.flatMap(({ mailboxes }) => mailboxes);
  return html`<p><a href="/">Zu den Postfächern</a></p><p>Wer sendet, fragt hier vorher (lookupService), für welches Zertifikat er verschlüsseln soll. Ohne Eintrag wird unverschlüsselt gesendet.</p>${problem !== undefined && html`<p role="alert">${problem}</p>`}
${table("Einträge", ["Postfach", "Kennung", "Zertifikat", "Gilt bis"], readers.map(({ value, title }) => {
    const pem = register.readerCertificate(value);
    const certificate = pem === undefined ? undefined : new X509Certificate(pem);
    return [title, value, certificate?.fingerprint256.slice(0, 23) ?? "–", certificate ? formatTime(new Date(certificate.validTo)) : "–"];
  }))}
<h2>Eintrag ändern</h2><form method="post" action="/dvdv"><p><label for="reader">Postfach</label><br><select id="reader" name="reader">${readers.map(({ value, title }) => html`<option value="${value}">${title} (${value})</option>`)}</select></p>
<p><label for="certificate">Zertifikat zum Verschlüsseln (PEM; leer: kein Eintrag)</label><br><textarea id="certificate" name="certificate" rows="8" cols="70"></textarea></p><p><button class="main">Eintragen</button></p></form>`;
}
