import { join } from "node:path";
import { html, type Html } from "@kommunalportal/html";
import type { FastifyReply } from "fastify";
import { z } from "zod";
import { formatTime, page } from "../frame/page.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { mailboxHandleOf } from "../bundid/methods.ts";
import { bundidPersons } from "../bundid/persons.ts";
import type { Identities } from "../xta/identities.ts";
import { createEfaXta } from "./efa-xta.ts";
import { casePage } from "./case-page.ts";
import { openEfaCases } from "./efa-cases.ts";
import { createEfaService } from "./efa-service.ts";

const SITE = "Sandbox: Wohngeld Online (Land Schleswig-Holstein, erfunden)";
const formSchema = z.object({
  ars: z.string().regex(/^\d{12}$/), vorname: z.string().trim().min(1).max(100), nachname: z.string().trim().min(1).max(100), geburtsdatum: z.iso.date(), miete: z.string().regex(/^\d{1,5}$/), personen: z.string().regex(/^\d{1,2}$/),
  digital: z.string().optional(), weg: z.enum(["fit-connect", "xta"]).catch("fit-connect"), postfach: z.enum(bundidPersons.map(({ id }) => id)).optional().catch(undefined),
});

/** An EfA service elsewhere: a form that is no form of the portal, and the conversation about it. */
export async function createEfaSite(context: SandboxContext, xta: { readonly port: number; readonly identities: Identities }): Promise<Site> {
  const app = createSiteApp();
  const cases = await openEfaCases(join(context.dataFolder, "efa"));
  const ways = { "fit-connect": await createEfaService(context, cases), xta: await createEfaXta(context, cases, xta) };
  app.addHook("onClose", async () => { ways.xta.close(); });

  app.get("/", async (_request, reply) => show(reply, "Online-Dienste", html`<p><a href="/wohngeld?ars=059990001001">Wohngeld in Musterstadt</a>, <a href="/wohngeld?ars=059990001001&amp;weg=xta">dasselbe über XTA</a></p>
${cases.all().length > 0 && html`<ul>${cases.all().toReversed().slice(0, 100).map(({ number, at }) => html`<li><a href="/vorgang/${number}">${number}</a>, ${formatTime(new Date(at))}</li>`)}</ul>`}`));
  app.get<{ Querystring: { ars?: string; weg?: string } }>("/wohngeld", async (request, reply) => show(reply, "Wohngeld beantragen", entryForm(request.query.ars ?? "", request.query.weg ?? "")));
  app.post("/wohngeld", async (request, reply) => {
    const form = formSchema.safeParse(request.body);
    if (!form.success) return show(reply.code(422), "Bitte prüfen Sie Ihre Angaben", html`<p role="alert">Alle Felder müssen ausgefüllt sein, die Miete in ganzen Euro.</p>${entryForm(...z.looseObject({ ars: z.string().catch(""), weg: z.string().catch("") }).catch({ ars: "", weg: "" }).transform(({ ars, weg }) => [ars, weg] as const).parse(request.body))}`);
    const { weg, postfach, ...data } = form.data;
    const outcome = await ways[weg].handIn({ ...data, digital: data.digital === "ja", ...(postfach === undefined ? {} : { postfach: mailboxHandleOf(postfach) }) });
    if (outcome.ok) return reply.redirect(`/vorgang/${outcome.number}`, 303);
    return show(reply.code(503), "Der Antrag ist nicht gesendet", html`<p role="alert">${outcome.why === "nobody-responsible" ? "Für diesen Ort nimmt keine Behörde den Antrag an." : "Der Zustelldienst antwortet nicht, oder er kennt die Behörde nicht. Versuchen Sie es später noch einmal."}</p>`);
  });
  app.get<{ Params: { number: string } }>("/vorgang/:number", async (request, reply) => {
    const one = cases.find(request.params.number);
    if (!one) return show(reply.code(404), "Diesen Vorgang gibt es nicht", html`<p><a href="/">Zum Anfang</a></p>`);
    const heard = await ways[one.way].listen(one);
    return show(reply, `Vorgang ${one.number}`, casePage(heard, await ways[one.way].stateOf(heard)));
  });
  app.post<{ Params: { number: string } }>("/vorgang/:number/antwort", async (request, reply) => {
    const one = cases.find(request.params.number);
    const form = z.object({ frage: z.uuid(), text: z.string().trim().min(1).max(5_000) }).safeParse(request.body);
    if (!one || !form.success) return show(reply.code(422), "Die Antwort ist nicht gesendet", html`<p role="alert">Schreiben Sie einen Text.</p>`);
    await ways[one.way].answer(one, { question: form.data.frage, text: form.data.text });
    return reply.redirect(`/vorgang/${one.number}`, 303);
  });
  return siteOf(app, { name: "efa", title: "Online-Dienst eines anderen Landes", purpose: "ein »Einer für Alle«-Dienst: nimmt einen Wohngeld-Antrag entgegen, sendet ihn über FIT-Connect oder (verschlüsselt, wo das DVDV ein Zertifikat nennt) über XTA an die zuständige Stelle und führt das Gespräch darüber." });
}

function entryForm(ars: string, way: string): Html {
  const line = (name: string, label: string, type = "text"): Html => html`<p><label for="${name}">${label}</label><br><input id="${name}" name="${name}" type="${type}" required></p>`;
  return html`<p>Dieser Dienst ist erfunden. Er gehört nicht zum Portal.</p><form method="post" action="/wohngeld"><input type="hidden" name="ars" value="${ars}"><input type="hidden" name="weg" value="${way === "xta" ? "xta" : "fit-connect"}">
${line("vorname", "Vorname")}${line("nachname", "Nachname")}${line("geburtsdatum", "Geburtsdatum", "date")}${line("miete", "Miete in Euro")}${line("personen", "Personen im Haushalt")}
<p><label for="postfach">Antworten auch in mein BundID-Postfach (wer sich dort angemeldet hat)</label><br><select id="postfach" name="postfach"><option value="">nein</option>${bundidPersons.map(({ id, label }) => html`<option value="${id}">${label}</option>`)}</select></p>
<p><input id="digital" name="digital" type="checkbox" value="ja"> <label for="digital">Ich möchte den Bescheid elektronisch bekommen.</label></p><p><button class="main">Antrag senden</button></p></form>`;
}

async function show(reply: FastifyReply, title: string, body: Html): Promise<FastifyReply> {
  return reply.type("text/html; charset=utf-8").send(page({ title, site: SITE, body }));
}
