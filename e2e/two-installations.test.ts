import assert from "node:assert/strict";
import { after, test } from "node:test";
import { generateFitConnectKeyPair } from "@kommunalportal/fit-connect";
import { z } from "zod";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { askSandbox } from "../apps/portal/src/testing/ask-sandbox.ts";
import { openBrowser } from "../apps/portal/src/testing/browser.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { postForm } from "./http-journey.ts";
import { answers } from "./answers.ts";

/** Here people apply; there, in an installation of its own, the authority works that is responsible. Both know each other by FIT-Connect alone. */
const here = await startWorld();
const port = here.sandbox.port;
const control = async (path: string, body: object, method = "POST"): Promise<Response> => {
  const answer = await askSandbox(port, "fit-connect", `/_control/${path}`, body, { method });
  assert.ok(answer.ok, `${path}: ${String(answer.status)}`);
  return answer;
};
const clientSchema = z.object({ clientId: z.string(), clientSecret: z.string() });
const client = async (kind: "sender" | "subscriber") => clientSchema.parse(await (await control("clients", { kind, name: `Installation ${kind}` })).json());
const [sending, subscribing] = [await client("sender"), await client("subscriber")];
const there = await startWorld({ beside: { sandbox: here.sandbox, gateway: subscribing } });
const { house: office } = there;
const [musterstadt, hamm] = [here.house.tenants.bySlug("musterstadt")!, office.tenants.bySlug("hamm")!];
const actor = { kind: "staff", id: newId() } as const;
const clerk = { kind: "staff", id: newId(), office: "posteingang" } as const;
const at = `http://fit-connect.sandbox.localhost:${port}`;

/** Hamm, for which the sandbox itself has no Fachverfahren, takes the dogs of an online service run elsewhere. */
async function openReception(): Promise<string> {
  const known = await office.gateway.links.exportServices();
  const { minutes: _, signIn: __, ...like } = known["wohngeld-online"]!;
  const dogs = { ...like, title: { de: "Hund anmelden" }, leikaKeys: ["99110009104000"], areas: [hamm.ars], contract: "none", schemas: [{ schemaUri: "https://schema.kommunalportal.example/antrag/1.0.0/antrag.schema.json", mimeType: "application/json" }] };
  const imported = await office.gateway.links.importServices(JSON.stringify({ ...known, "hund-online": dogs }), { dryRun: false });
  assert.ok(imported.ok, JSON.stringify(imported));
  await office.gateway.refresh();
  const opened = await office.gateway.openReception({ tenant: hamm.id, services: ["hund-online"], contact: { legalName: "Stadt Hamm", email: "hund@hamm.example" }, actor });
  assert.ok(opened.ok, JSON.stringify(opened));
  await office.gateway.inbound.giveMandate({ tenant: hamm.id, contract: "AV-1", validFrom: "2026-01-01", actor });
  return opened.destination;
}

/** Musterstadt runs the service for others: each application goes to whoever is responsible at the place in it. */
async function openWay(): Promise<void> {
  const answering = await generateFitConnectKeyPair("signature");
  await control(`clients/${sending.clientId}/keys`, answering.publicJwk);
  await control("areas", [{ id: "915000", name: "Hamm", type: "Stadt", ars: hamm.ars, ags: hamm.ars.slice(0, 5) + hamm.ars.slice(9), postcodes: ["59065"] }], "PUT");
  const { hub } = here.house;
  const made = await hub.setDestination({
    tenant: musterstadt.id, name: "Behörde am Wohnort", channel: "fit-connect", address: `${at}/submission-api`, actor,
    settings: { tokenUrl: `${at}/auth/token`, clientId: sending.clientId, answers: true, signatory: { name: "Berta Beispiel", role: "Ordnungsamt" }, routing: { url: `${at}/routing`, portalUrl: `${at}/ssp`, place: "halter.plz+halter.ort" } },
    secrets: { clientSecret: sending.clientSecret, answerKey: JSON.stringify(answering.privateJwk) },
  });
  assert.ok(made.ok, JSON.stringify(made));
  await here.house.db.inTenant(musterstadt.id, async (tx) => {
    for (const route of await hub.routes(tx)) if (route.service === "hund-anmelden") await hub.endRoute(tx, { route: route.id, actor });
    await hub.addRoute(tx, { destination: made.destination, service: "hund-anmelden", validFrom: here.house.clock.now(), actor });
  });
}

/** Erika moves to Hamm; `agreed`: she wants decisions electronically. */
async function apply(agreed: boolean) {
  const origin = here.origin("musterstadt");
  const browser = openBrowser();
  after(() => { browser.close(); });
  let page = await browser.signIn(await browser.get(`${origin}/anmelden?ziel=/antrag/hund-anmelden&konto=1&leistung=hund-anmelden`));
  page = await browser.submit(page, page.page.form(/beginnen/i));
  if (page.url.includes("uebernahme")) page = await browser.submit(page, page.page.form(/übernehmen/i), {}, /nicht|selbst|ohne/i);
  const place = { "halter.plz": "59065", "halter.ort": "Hamm" };
  for (let steps = 0; steps < 20 && !new URL(page.url).pathname.endsWith("/pruefen"); steps += 1) {
    const form = page.page.form("Weiter");
    page = await postForm(browser, page, "hund-anmelden", "Weiter", Object.fromEntries(Object.entries(place).filter(([name]) => form.controls.some((one) => one.name === name))));
  }
  const button = /verbindlich/i;
  const form = page.page.form(button);
  const mail = Object.fromEntries(form.controls.filter(({ type }) => type === "email").map(({ name }) => [name, "erika@beispiel.example"]));
  const sent = await browser.submit(page, form, { ...Object.fromEntries(form.controls.filter(({ type, name }) => type === "checkbox" && name !== "bekanntgabe").map(({ name, value }) => [name, value || "on"])), ...(agreed ? { bekanntgabe: "ja", ...mail } : {}) }, button);
  const application = /\/eingang\/([0-9a-f-]{36})/.exec(sent.url)?.[1] ?? assert.fail(sent.url);
  return { browser, origin, application, shows: (path: string, words: RegExp) => until(String(words), async () => { const now = await browser.get(`${origin}${path}`); return words.test(now.page.text) ? now : undefined; }, async () => (await browser.get(`${origin}${path}`)).page.text) };
}

/** What has arrived at the other installation since. */
async function arrivedThere(known: ReadonlySet<string>): Promise<{ readonly application: string; readonly text: string }> {
  const row = await until("it has arrived in the other installation", () => office.db.inTenant(hamm.id, async (tx) => (await tx.rows<{ application_id: string }>(sql`select application_id from gateway.arrival where kind = 'application' and state = 'accepted'`)).find(({ application_id: id }) => !known.has(id))),
    async () => [await office.db.inTenant(hamm.id, (tx) => tx.rows(sql`select state, kind, fault, problems from gateway.arrival`)), await here.house.db.asOperator("test", (tx) => tx.rows(sql`select state, reason, attempts from hub.delivery`))]);
  const content = await office.db.inTenant(hamm.id, (tx) => office.applications.content(tx, row.application_id, { kind: "tenant" }));
  return { application: row.application_id, text: JSON.stringify(content?.answers) };
}
const saidThere = (application: string) => office.db.inTenant(hamm.id, async (tx) => (await office.applications.timeline(tx, application, { kind: "tenant" }, "office")).map(({ type, text }) => `${type}: ${text ?? ""}`));

async function decideThere(application: string): Promise<void> {
  const prepared = await office.answers.prepare({
    tenant: hamm.id, application, office: "posteingang", actor: clerk, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7", "59065 Hamm"], signatory: { name: "Berta Beispiel", role: "Ordnungsamt" },
    draft: { kind: "grant", subject: "Anmeldung Ihres Hundes", paragraphs: ["Ihr Hund Bello ist angemeldet."], amounts: [], conditions: [], reasons: ["Alle Angaben liegen vor."] },
  });
  assert.ok(prepared.ok, JSON.stringify(prepared));
  const decided = await office.answers.inCase(hamm.id, application, (tx) => office.answers.decide(tx, prepared.prepared, { final: true }));
  assert.ok(decided?.ok, JSON.stringify(decided));
}

await openReception();
await openWay();
const known = new Set<string>();

test("an application, its question, the answer and the decision travel between two installations of the portal, and the decision comes electronically to whoever agreed to that", async () => {
  for (const agreed of [true, false]) {
    const mine = await apply(agreed);
    const arrived = await arrivedThere(known);
    known.add(arrived.application);
    for (const words of ["Bello", answers["hund-anmelden"]!["halter.nachname"]!]) assert.ok(arrived.text.includes(words), `${words}: ${arrived.text.slice(0, 2_000)}`);
    await mine.shows(`/vorgaenge/${mine.application}`, /Angekommen im Fachverfahren »Stadt Hamm«/);

    const asked = await office.answers.inCase(hamm.id, arrived.application, (tx, head) => office.answers.ask(tx, { head, actor: clerk, office: "posteingang", text: "Seit wann lebt Bello bei Ihnen?" }));
    assert.ok(asked?.ok, JSON.stringify(asked));
    const page = await mine.shows(`/vorgaenge/${mine.application}`, /Seit wann lebt Bello bei Ihnen/);
    const form = page.page.forms.find(({ action }) => action.endsWith("/antwort")) ?? assert.fail("nothing to answer with");
    const field = form.controls.find(({ name }) => name.startsWith("text-"))?.name ?? assert.fail("no field for the answer");
    await mine.browser.submit(page, form, { [field]: "Seit dem ersten März." });
    await until("the answer lies in the case there", async () => ((await saidThere(arrived.application)).some((line) => line.startsWith("reply") && line.includes("Seit dem ersten März.")) ? true : undefined), () => saidThere(arrived.application));
    // The person's words, and no second application.
    assert.equal((await saidThere(arrived.application)).filter((line) => line.includes("Seit dem ersten März.")).length, 1);

    await decideThere(arrived.application);
    if (agreed) {
      const mailbox = await mine.shows("/postfach", /Anmeldung Ihres Hundes/);
      assert.deepEqual(mailbox.page.problems, []);
    } else {
      await mine.shows(`/vorgaenge/${mine.application}`, /Über Ihren Antrag wurde entschieden\. Sie erhalten den Bescheid mit der Post\./);
    }
    await until("the other installation knows that it was heard", async () => {
      const rows = await office.db.inTenant(hamm.id, (tx) => tx.rows<{ state: string; answered: boolean; fault: string | null }>(sql`select state, answered_at is not null as answered, fault from gateway.reply where application_id = ${arrived.application} and fault is distinct from 'nothing-to-say'`));
      return rows.length > 0 && rows.every(({ state, answered }) => state === "sent" && answered) ? true : undefined;
    }, () => office.db.inTenant(hamm.id, (tx) => tx.rows(sql`select state, answered_at, look_at, fault from gateway.reply where application_id = ${arrived.application}`)));
    assert.deepEqual(await office.gateway.replies.undelivered(arrived.application), []);
  }
});

test("a consent to electronic decisions that is taken back on the case page, or given there later, is known in the other installation, and the decision comes accordingly", async () => {
  for (const later of [false, true]) {
    const mine = await apply(!later);
    const arrived = await arrivedThere(known);
    known.add(arrived.application);
    const asked = await office.answers.inCase(hamm.id, arrived.application, (tx, head) => office.answers.ask(tx, { head, actor: clerk, office: "posteingang", text: "Seit wann lebt Bello bei Ihnen?" }));
    assert.ok(asked?.ok, JSON.stringify(asked));
    const page = await mine.shows(`/vorgaenge/${mine.application}`, /Seit wann lebt Bello bei Ihnen/);
    await mine.browser.submit(page, page.page.forms.find(({ action }) => action.endsWith("/einwilligung")) ?? assert.fail("nowhere to change the consent"), {});
    await until("the office knows it", async () => ((await saidThere(arrived.application)).some((line) => line.startsWith(`electronic-decisions-${later ? "wanted" : "declined"}`)) ? true : undefined), () => saidThere(arrived.application));
    // It is no answer: the question is still open.
    const requests = await office.db.inTenant(hamm.id, (tx) => office.answers.requests(tx, arrived.application));
    assert.deepEqual(requests.map(({ open }) => open), [true]);
    assert.ok(!(await saidThere(arrived.application)).some((line) => line.startsWith("reply")));
    await decideThere(arrived.application);
    await mine.shows(`/vorgaenge/${mine.application}`, later ? /Bescheid lesen/ : /Über Ihren Antrag wurde entschieden\. Sie erhalten den Bescheid mit der Post\./);
  }
});
