import { createHash, timingSafeEqual } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { html } from "@kommunalportal/html";
import { z } from "zod";
import { addControl } from "../frame/control.ts";
import { formatTime, page } from "../frame/page.ts";
import { createSiteApp, siteOf, type SandboxContext, type Site } from "../frame/site.ts";
import { plainPdf } from "./plain-pdf.ts";

const SITE = "Sandbox: Register mit Nachweisen (erfunden)";
const standard = { down: false, delayMs: 0, garbage: false };
const behaviour = z.strictObject({ down: z.boolean(), delayMs: z.int().min(0).max(60_000), garbage: z.boolean() });

const kinds = [
  { kind: "leistungsbezug", title: { de: "Bescheinigung über den Bezug von Sozialleistungen", en: "Certificate of social benefits" }, holder: "Sozialleistungsregister Musterland (erfunden)", legalBasis: "§ 5 EGovG mit dem Recht der Leistung (Beispiel)" },
] as const;

const question = z.strictObject({
  request: z.uuid(), kind: z.string(), person: z.strictObject({ givenName: z.string().min(1), surname: z.string().min(1), birthdate: z.iso.date() }),
  purpose: z.strictObject({ service: z.string().regex(/^99\d{12}$/), authority: z.string().min(1) }), consentAt: z.iso.datetime(),
});

/** What the register knows, by surname and birthdate. Two people named Grenzfall fit the same question. */
const known: readonly { readonly surname: string; readonly birthdate: string; readonly benefit: string; readonly since: string }[] = [
  { surname: "Beispiel", birthdate: "1984-08-12", benefit: "Wohngeld", since: "1. März 2026" },
  { surname: "Muster-Öztürk", birthdate: "1978-11-30", benefit: "Grundsicherung im Alter (SGB XII)", since: "1. Juli 2025" },
  { surname: "Grenzfall", birthdate: "1969-12-24", benefit: "Wohngeld", since: "1. Mai 2026" },
  { surname: "Grenzfall", birthdate: "1969-12-24", benefit: "Bürgergeld", since: "1. Juni 2026" },
];

/** A register that gives out evidence about invented people, by the exchange that `apps/portal/src/modules/evidence` describes. */
export async function createRegisterSite(context: SandboxContext): Promise<Site> {
  const app = createSiteApp();
  const state = { current: standard };
  const asked: { readonly at: Date; readonly kind: string; readonly authority: string; readonly outcome: string }[] = [];
  addControl(app, behaviour, state, standard);
  app.get("/_effects", async () => ({ asked }));

  void app.register(async (api) => {
    api.addHook("onRequest", async (request, reply) => {
      if (state.current.delayMs > 0) await delay(state.current.delayMs);
      if (state.current.down) return reply.code(503).send({ code: "down" });
      if (!admits(context.credentials.register.token, request.headers.authorization)) return reply.code(401).send({ code: "token" });
      if (state.current.garbage) return reply.type("text/html").send("<p>Wartungsarbeiten</p>");
    });
    api.get("/api/kinds", async () => ({ kinds }));
    api.post("/api/evidence", async (request, reply) => {
      const given = question.safeParse(request.body);
      if (!given.success) return reply.code(422).send({ code: "question", problems: given.error.issues.map(({ path }) => path.join(".")) });
      const { kind, person, purpose } = given.data;
      const outcome = (said: string): void => { asked.push({ at: context.clock(), kind, authority: purpose.authority, outcome: said }); };
      if (!kinds.some((one) => one.kind === kind)) { outcome("refused"); return reply.code(403).send({ code: "kind" }); }
      const found = known.filter(({ surname, birthdate }) => surname === person.surname.normalize("NFC") && birthdate === person.birthdate);
      const [only, ...others] = found;
      if (only === undefined) { outcome("not-found"); return reply.code(404).send({ code: "no-evidence" }); }
      if (others.length > 0) { outcome("not-clear"); return reply.code(409).send({ code: "not-clear" }); }
      outcome("given");
      const issuedOn = context.clock().toISOString().slice(0, 10);
      const reference = `SR-${createHash("sha256").update(given.data.request).digest("hex").slice(0, 10).toUpperCase()}`;
      const facts = [{ label: "Leistung", value: only.benefit }, { label: "Bezug seit", value: only.since }, { label: "Person", value: `${person.givenName} ${person.surname}` }];
      const pdf = plainPdf(["Bescheinigung über den Bezug von Sozialleistungen", "Erfunden: Dieses Register gibt es nicht.", ...facts.map(({ label, value }) => `${label}: ${value}`), `Abruf ${reference} für ${purpose.authority}`]);
      return { reference, issuedOn, facts, document: { mediaType: "application/pdf", base64: pdf.toString("base64") } };
    });
  });

  app.get("/", async (_request, reply) => reply.type("text/html; charset=utf-8").send(page({ title: "Abrufe", site: SITE, body: html`<p>Nachweise: ${kinds.map(({ title }) => title.de).join(", ")}. Bekannt sind Erika Beispiel und Ayşe Muster-Öztürk; bei Max Grenzfall passen zwei Personen, bei allen anderen gibt es nichts.</p>
${asked.length === 0 ? html`<p>Noch kein Abruf.</p>` : html`<ul>${asked.toReversed().slice(0, 100).map((one) => html`<li>${formatTime(one.at)}: ${one.kind} für ${one.authority}, ${one.outcome}</li>`)}</ul>`}` })));
  return siteOf(app, { name: "register", title: "Register mit Nachweisen", purpose: "gibt nach Einwilligung einen Nachweis über den Bezug von Sozialleistungen heraus (§ 5 EGovG); nur über erfundene Personen." });
}

function admits(token: string, header: string | undefined): boolean {
  const [given, expected] = [header ?? "", `Bearer ${token}`].map((text) => createHash("sha256").update(text).digest());
  return timingSafeEqual(given!, expected!);
}
