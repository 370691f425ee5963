import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { parseCode } from "#modules/applications";
import { proofs, twoDogs } from "../../modules/extensions/testing/world.ts";
import { apiWorld } from "./testing/api-world.ts";

const world = await apiWorld({ trustedHosts: ["127.0.0.1:9"] });
const { call, signedIn, musterstadt } = world;
type Items = readonly Readonly<Record<string, unknown>>[];
const itemsOf = (body: Readonly<Record<string, unknown>>): Items => body["items"] as Items;
const pothole = { service: "maengelmelder", confirmed: true, answers: { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Tiefes Schlagloch." } } };

test("a program submits for a person, who looks the case up with the code that came back", async () => {
  const { token } = await signedIn({ scopes: ["vorgaenge.stellen", "vorgaenge.lesen"] });
  const key = randomUUID();
  const [first, second] = [await call("POST", "/applications", { token, key, body: pothole }), await call("POST", "/applications", { token, key, body: pothole })];
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual([second.body, second.headers["idempotency-replayed"]], [first.body, "true"]);
  const application = String(first.body["id"]);
  const fetched = await call("GET", `/applications/${application}`, { token });
  assert.deepEqual((fetched.body["parts"] as { data: unknown }[])[0]?.data, { ...pothole.answers, zusatz: {} });
  assert.deepEqual([fetched.body["channel"], fetched.body["trustLevel"]], ["online", 0]);
  assert.ok(parseCode(String(first.body["lookupCode"])));
  const seen = await world.applications.lookup({ reference: String(first.body["reference"]), code: String(first.body["lookupCode"]), network: "127.0.0.1" });
  assert.equal(seen.ok, true);
});

test("a program that died between the submission and its answer gets the same application with the same key", async () => {
  const { token, client } = await signedIn({ scopes: ["vorgaenge.stellen"] });
  const key = randomUUID();
  const first = await call("POST", "/applications", { token, key, body: pothole });
  // What the second transaction had written is taken away, as if it had never come to it.
  await world.db.inTenant(musterstadt.id, async (tx) => { await tx.run(sql`delete from extensions.idempotency where client_id = ${client} and key = ${key}`); });
  const again = await call("POST", "/applications", { token, key, body: pothole });
  assert.deepEqual(again.body, first.body);
});

test("wrong answers are named at their place, and nothing is kept of them", async () => {
  const { token } = await signedIn({ scopes: ["vorgaenge.stellen"] });
  const wrong = await call("POST", "/applications", { token, body: { ...pothole, answers: { mangel: { art: "loch", ort: 7 } } } });
  assert.deepEqual([wrong.status, wrong.body["code"]], [422, "answers-invalid"]);
  assert.deepEqual((wrong.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer).sort(), ["/answers/mangel/art", "/answers/mangel/beschreibung", "/answers/mangel/ort"]);
  assert.equal((await call("POST", "/applications", { token, body: { ...pothole, confirmed: false } })).body["code"], "body-invalid");
  assert.equal((await call("POST", "/applications", { token, payload: `{"service":"maengelmelder","confirmed":true,"answers":${"[".repeat(100_000)}${"]".repeat(100_000)}}`, headers: { "content-type": "application/json" } })).body["code"], "json-invalid");
});

test("a service that asks for a sign-in or a fee, that is not permitted or not there is not submitted to", async () => {
  const { token } = await signedIn({ scopes: ["vorgaenge.stellen"] });
  const refused = await call("POST", "/applications", { token, body: { ...pothole, service: "bewohnerparkausweis", answers: {} } });
  assert.deepEqual([refused.status, refused.body["code"]], [409, "portal-needed"]);
  assert.equal((await call("POST", "/applications", { token, body: { ...pothole, service: "gibt-es-nicht" } })).status, 404);
  const other = await signedIn({ scopes: ["vorgaenge.stellen"], services: ["hund-anmelden"] });
  assert.equal((await call("POST", "/applications", { token: other.token, body: pothole })).status, 404);
});

test("messages, requests and decisions are those of one's own office, with who wrote them", async () => {
  const account = newId();
  const one = await world.submitted({ account, answers: twoDogs, uploads: proofs });
  const [whole, tax, order] = [await signedIn(), await signedIn({ offices: ["steueramt"] }), await signedIn({ offices: ["ordnungsamt"] })];
  const at = `/applications/${one.application}`;
  await call("POST", `${at}/messages`, { token: tax.token, body: { kind: "information", text: "Die Steuermarke liegt bereit." } });
  const asked = await call("POST", `${at}/messages`, { token: order.token, body: { kind: "question", text: "Seit wann haben Sie den Hund?" } });
  const texts = async (token: string) => itemsOf((await call("GET", `${at}/messages`, { token })).body).map(({ text, from, kind }) => `${String(kind)} ${String(from)} ${String(text)}`);
  assert.deepEqual(await texts(tax.token), ["message extension Die Steuermarke liegt bereit."]);
  assert.deepEqual(await texts(order.token), ["question extension Seit wann haben Sie den Hund?"]);
  assert.equal((await texts(whole.token)).length, 2);
  assert.deepEqual(itemsOf((await call("GET", `${at}/requests`, { token: order.token })).body).map(({ id, open }) => [id, open]), [[asked.body["request"], true]]);
  assert.deepEqual(itemsOf((await call("GET", `${at}/requests`, { token: tax.token })).body), []);

  assert.deepEqual((await call("GET", `${at}/decision-way`, { token: tax.token })).body, { electronic: false, reasons: ["no-consent"] });
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  assert.deepEqual((await call("GET", `${at}/decision-way`, { token: tax.token })).body, { electronic: true, reasons: [] });
  assert.deepEqual((await call("GET", `${at}/decision-way?minimumLevel=4`, { token: tax.token })).body["reasons"], ["level-unreachable"]);
  const decided = await call("POST", `${at}/decisions`, { token: tax.token, body: { kind: "grant", subject: "Ihr Hund ist angemeldet", paragraphs: ["Wir haben Ihren Hund angemeldet."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox" } });
  assert.deepEqual(itemsOf((await call("GET", `${at}/decisions`, { token: tax.token })).body), [decided.body]);
  assert.deepEqual(itemsOf((await call("GET", `${at}/decisions`, { token: order.token })).body), []);
});

test("whoever asks a person is told whether the words reach anybody, can be read and be answered at the portal", async () => {
  const { token } = await signedIn();
  const way = async (application: string) => (await call("GET", `/applications/${application}/mailbox`, { token })).body;
  const ask = async (application: string) => {
    const { status, body } = await call("POST", `/applications/${application}/messages`, { token, body: { kind: "question", text: "Seit wann haben Sie den Hund?" } });
    return [status, body["reached"], body["readable"], body["answerable"]];
  };
  const account = newId();
  const { application } = await world.submitted({ account });
  assert.deepEqual(await ask(application), [201, true, true, true]);
  // The account is gone: nobody is left who would learn of it, and there is no code either.
  for (const one of world.applications.subscriptions) if (one.to === "account.deleted") await one.handle({ type: one.to, id: newId(), account }, { lastAttempt: false });
  assert.deepEqual(await way(application), { arrives: "status-page", reached: false, readable: false, answerable: false, notice: false });
  assert.deepEqual(await ask(application), [201, false, false, false]);
  const closed = await call("POST", `/applications/${application}/status`, { token, body: { status: "closed", text: "Wir haben Ihnen geschrieben." } });
  assert.deepEqual([closed.status, closed.body["reached"], closed.body["readable"]], [201, false, false]);

  const withCode = await world.submitted();
  assert.deepEqual(await ask(withCode.application), [201, true, true, false], "number and code open the words, and there is no field for an answer");
  const silent = await call("POST", `/applications/${withCode.application}/status`, { token, body: { status: "closed" } });
  assert.equal("reached" in silent.body, false, "nothing was said");
});

test("a decision names the authority elsewhere that decided, and no authority where the office did", async () => {
  const account = newId();
  const { token } = await signedIn();
  const { application } = await world.submitted({ account });
  await world.answers.setConsent({ application, account, agreed: true });
  const prepared = await world.answers.prepare({
    tenant: musterstadt.id, application, office: "steueramt", actor: { kind: "extension", client: newId() }, signatory: { name: "", role: "" }, way: "mailbox", authority: { name: "Stadt Nordhafen", land: "01" },
    draft: { kind: "information", subject: "Ihr Antrag", paragraphs: ["Wir haben Ihren Antrag aufgenommen."], amounts: [], conditions: [], reasons: [] },
  });
  assert.ok(prepared.ok, JSON.stringify(prepared));
  const done = await world.answers.inCase(musterstadt.id, application, (tx) => world.answers.decide(tx, prepared.prepared, { final: true }));
  assert.ok(done?.ok, JSON.stringify(done));
  const [elsewhere] = itemsOf((await call("GET", `/applications/${application}/decisions`, { token })).body);
  assert.deepEqual([elsewhere?.["office"], elsewhere?.["authority"]], ["steueramt", "Stadt Nordhafen"]);
  assert.equal((await call("GET", `/applications/${application}/decisions/${String(elsewhere?.["id"])}`, { token })).body["authority"], "Stadt Nordhafen");
  const another = await world.submitted({ account });
  await world.answers.setConsent({ application: another.application, account, agreed: true });
  const ours = await call("POST", `/applications/${another.application}/decisions`, { token, body: { kind: "grant", subject: "Ihr Hund ist angemeldet", paragraphs: ["Wir haben Ihren Hund angemeldet."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox" } });
  assert.deepEqual([ours.status, "authority" in ours.body], [201, false]);
});

test("a fee is shown with its reference to whoever may see the whole application", async () => {
  const one = await world.submitted({ answers: twoDogs, uploads: proofs });
  await world.db.inTenant(musterstadt.id, (tx) => world.payments.claim(tx, { application: one.application, tenant: musterstadt.id, service: "hund-anmelden", purpose: "test", cents: 500, way: "counter", items: [{ id: "steuermarke", description: "Ersatzmarke", cents: 500 }], bookingData: {} }));
  const [whole, part] = [await signedIn(), await signedIn({ offices: ["steueramt"] })];
  const [payment] = itemsOf((await call("GET", `/applications/${one.application}/payments`, { token: whole.token })).body);
  assert.deepEqual([payment?.["cents"], payment?.["receivedCents"], payment?.["state"], payment?.["way"]], [500, 0, "open", "counter"]);
  assert.deepEqual(itemsOf((await call("GET", `/applications/${one.application}/payments`, { token: part.token })).body), []);
});

test("a program sees itself, its secrets without their value, and the offices it may speak for", async () => {
  const program = await signedIn({ scopes: ["vorgaenge.lesen"], offices: ["steueramt"] });
  const { body, raw } = await call("GET", "/extension", { token: program.token });
  assert.deepEqual([body["id"], body["granted"], (body["secrets"] as { id: string }[]).map(({ id }) => id)], [program.client, ["vorgaenge.lesen"], [program.secretId]]);
  assert.equal(raw.includes(program.secret.slice(17)), false);
  assert.deepEqual(itemsOf((await call("GET", "/offices", { token: program.token })).body).map(({ role }) => role), ["steueramt"]);
});
