import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { afterEach, test, type TestContext } from "node:test";
import { sql } from "#platform/database";
import { encryptContainer, type MessageMetaData, type OutgoingContainer, withMetaData } from "@kommunalportal/xta";
import { z } from "zod";
import { type ClientName } from "../../../../../sandbox/src/xta/identities.ts";
import { order, xtaClient } from "../../../../../sandbox/src/testing/xta-client.ts";
import { askSandbox } from "../../../testing/ask-sandbox.ts";
import { newId } from "#platform/ids";
import { createHub } from "../index.ts";
import { testWorld } from "../test-world.ts";
import { listNew } from "./list-new.ts";
import { currentReplyKey } from "../reply-key.ts";
import { settingProblems } from "./xta-settings.ts";

const world = await testWorld();
const { db, clock, hub, musterstadt, sandbox } = world;
const { portal, fremd, abgelaufen } = sandbox.xtaIdentities.clients;
const authorities = sandbox.xtaIdentities.authority.certificate;
const server = `https://127.0.0.1:${sandbox.xtaPort}`;

const effects = z.object({ cases: z.array(z.object({ messageId: z.string(), reference: z.string(), repeats: z.number(), answers: z.array(z.object({ subject: z.string(), outcome: z.string() })) })) });
const call = async (path: string, body?: string, type = "application/json"): Promise<string> => (await askSandbox(sandbox.port, "xta", path, body, { type })).text();
const behave = (change: object) => call("/_control", JSON.stringify({ mode: "normal", times: null, reader: "accept", fetchEveryMs: 3_600_000, ...change }));
const fetch = () => call("/_fetch", "{}");
const cases = async (reference: string) => effects.parse(JSON.parse(await call("/_effects"))).cases.filter((one) => one.reference === reference);
await behave({});

afterEach(async () => {
  await behave({});
  await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
});

const settings = {
  managementUrl: `${server}/management`, msgBoxUrl: `${server}/msgbox`, author: { type: "XTA_ID", value: "kommunalportal" }, reader: { type: "XTA_ID", value: "ars:059990001001" },
  messageType: { listUri: "urn:de:musterland:nachrichten", listVersionId: "1.0", code: "antrag.0100", payloadSchema: "urn:de:musterland:antrag:1.0" }, answerSchema: "urn:de:musterland:xta:antwort:1.0", waitsForAnswer: true,
};
let count = 0;
function destination(changes: { readonly settings?: object; readonly certificate?: { readonly privateKey: string; readonly certificate: string }; readonly authorities?: string } = {}) {
  const { certificate, privateKey } = changes.certificate ?? portal;
  return world.destinationBy(musterstadt.id, { name: `Ordnungsverfahren ${count += 1}`, channel: "xta", address: `${server}/send`, settings: { ...settings, ...changes.settings }, secrets: { certificate, key: privateKey, authorities: changes.authorities ?? authorities } });
}
const view = (id: string) => world.view(musterstadt.id, id);

test("an application goes through the intermediary to the office's mailbox, and its answer is the receipt", async () => {
  const to = await destination();
  const { reference, deliveries, application } = await world.submitted(musterstadt.id);
  assert.equal(await hub.deliver(to), 1);
  assert.equal((await view(deliveries[0]!.id)).delivery.state, "received");
  await fetch();
  clock.advance(600_000);
  await hub.lookAfter(to);
  const { delivery, receipts, replies, dispatch } = await view(deliveries[0]!.id);
  assert.equal(delivery.state, "accepted");
  assert.match(delivery.receipt ?? "", /^FV-\d{4}-\d{5}$/);
  assert.deepEqual([receipts.map(({ what }) => what), replies.map(({ result }) => result)], [["forwarded"], ["taken"]]);
  assert.deepEqual((await cases(reference)).map(({ messageId }) => messageId), [dispatch?.parcel]);
  const events = await db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.match(events.find(({ type }) => type === "delivery-accepted")?.text ?? "", /^Angekommen im Fachverfahren »Ordnungsverfahren/);
  // Confirmed in the mailbox: it is not offered again.
  clock.advance(600_000);
  await hub.lookAfter(to);
  assert.equal((await view(deliveries[0]!.id)).replies.length, 1);
});

test("the person's mailbox of BundID goes with the application where the destination asks for it and the person wants answers there, and nowhere else", async (t) => {
  const [account, mailbox] = [newId(), "e0e02494-eca2-4a6b-9320-fc527747878c"];
  const { applications } = world.deps;
  const asked: string[] = [];
  // Nobody signs in here: whose application it is, and what they chose, is said beside the ports.
  const withAccounts = createHub({
    ...world.deps, applications: { ...applications, view: async (tx, id) => { const head = await applications.view(tx, id); return head && { ...head, account }; } },
    mailboxOf: (given) => { asked.push(given.account); return Promise.resolve(wants ? mailbox : undefined); },
  });
  await behave({ reader: "keep" });
  const reader = xtaClient(t, sandbox, "fachverfahren");
  const said = async (namesMailbox: boolean): Promise<unknown> => {
    const to = await destination({ settings: { namesMailbox } });
    const { reference } = await world.submitted(musterstadt.id);
    await withAccounts.deliver(to);
    await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where retired_at is null`));
    const found = (await listNew(reader)).find(({ msgIdentification }) => msgIdentification.processRef?.requester?.value === reference);
    return Object.fromEntries(found?.messageProperties?.properties.map(({ key, value }) => [key.code, value]) ?? []);
  };
  let wants = true;
  assert.deepEqual(await said(true), { zustimmungZumDigitalenBescheid: "false", mailboxUuid: mailbox });
  assert.deepEqual(asked, [account]);
  assert.deepEqual(await said(false), { zustimmungZumDigitalenBescheid: "false" });
  assert.deepEqual(asked, [account], "not even asked for");
  wants = false;
  assert.deepEqual(await said(true), { zustimmungZumDigitalenBescheid: "false" });
});

test("without answers of the office system the confirmed reception counts", async () => {
  const to = await destination({ settings: { waitsForAnswer: false } });
  const { deliveries } = await world.submitted(musterstadt.id);
  await behave({ reader: "keep" });
  await hub.deliver(to);
  await hub.lookAfter(to);
  assert.equal((await view(deliveries[0]!.id)).delivery.state, "received");
  await fetch();
  clock.advance(600_000);
  await hub.lookAfter(to);
  const { delivery, receipts } = await view(deliveries[0]!.id);
  assert.deepEqual([delivery.state, receipts.map(({ what }) => what)], ["accepted", ["accepted"]]);
});

test("what the office system refuses comes back as a rejection with its words", async () => {
  const to = await destination();
  const { deliveries } = await world.submitted(musterstadt.id);
  await behave({ reader: "reject" });
  await hub.deliver(to);
  await fetch();
  clock.advance(600_000);
  await hub.lookAfter(to);
  const { delivery, rejectionReasons } = await view(deliveries[0]!.id);
  assert.deepEqual([delivery.state, rejectionReasons], ["rejected", ["Das Fachverfahren lehnt zurzeit alles ab."]]);
});

test("an answer that is lost on the way makes no second message: the same id goes again", async () => {
  const to = await destination();
  const { reference, deliveries } = await world.submitted(musterstadt.id);
  // The id is fetched and written down; then the work is done and the connection cut.
  await behave({ mode: "dropAnswer", times: 2 });
  for (let tries = 0; tries < 6 && (await view(deliveries[0]!.id)).delivery.state !== "received"; tries += 1) {
    await hub.deliver(to);
    clock.advance(3_600_000);
  }
  assert.equal((await view(deliveries[0]!.id)).delivery.state, "received");
  await fetch();
  clock.advance(600_000);
  await hub.lookAfter(to);
  assert.deepEqual((await cases(reference)).map(({ repeats }) => repeats), [0]);
  assert.equal((await view(deliveries[0]!.id)).delivery.state, "accepted");
});

test("where the application is encrypted for the office, so are its answers for the portal, and neither can be read in between", async () => {
  const to = await destination({ settings: { readerCertificate: sandbox.xtaIdentities.reader.certificate } });
  const { reference, deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fetch();
  clock.advance(600_000);
  await hub.lookAfter(to);
  const { delivery, replies } = await view(deliveries[0]!.id);
  assert.deepEqual([delivery.state, replies.map(({ result }) => result)], ["accepted", ["taken"]]);
  const carried = z.object({ messages: z.array(z.object({ reference: z.string().optional(), encrypted: z.boolean() })) }).parse(JSON.parse(await call("/_effects"))).messages.filter((one) => one.reference === reference);
  assert.deepEqual(carried.map(({ encrypted }) => encrypted), [true, true]);
  // A key that is gone opens nothing, and the office hears that nothing was taken.
  const second = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`delete from hub.reply_key where destination_id = ${to.destination}`));
  await fetch();
  clock.advance(600_000);
  await hub.lookAfter(to);
  assert.deepEqual((await view(second.deliveries[0]!.id)).replies.map(({ result, reasons }) => [result, reasons]), [["refused", ["encryption-issue"]]]);
});

test("a question of the office system reaches the citizen, a decision that lacks what the law wants does not", async () => {
  const to = await destination();
  const { application, deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fetch();
  const { dispatch } = await view(deliveries[0]!.id);
  for (const [wahl, text] of [["nachfrage", "Seit wann halten Sie den Hund?"], ["abgelehnt", "Der Antrag wird abgelehnt."]] as const) {
    await call("/vorgang/antworten", new URLSearchParams({ id: dispatch!.parcel, text, wahl }).toString(), "application/x-www-form-urlencoded");
  }
  clock.advance(600_000);
  await hub.lookAfter(to);
  const { replies } = await view(deliveries[0]!.id);
  assert.deepEqual(replies.map(({ result }) => result).toSorted(), ["refused", "taken", "taken"]);
  assert.ok(replies.find(({ result }) => result === "refused")?.reasons.includes("missing-reasons"));
  const head = await db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, application));
  assert.equal(head?.status, "waiting");
});

/** Written into our mailbox by somebody with an account there, about a message of ours. */
async function writeAbout(t: TestContext, parcel: string, from: { readonly client: ClientName; readonly as: string }, given: OutgoingContainer | ((metaData: MessageMetaData) => OutgoingContainer)): Promise<void> {
  const client = xtaClient(t, sandbox, from.client, { as: from.as });
  const bare = order(await client.createMessageId(), "ANTWORT", { author: from.as, reader: "kommunalportal" });
  const metaData = { ...bare, msgIdentification: { ...bare.msgIdentification, inReplyTo: [parcel] } };
  await client.sendMessage({ metaData, container: typeof given === "function" ? given(metaData) : given });
}
const office = { client: "fachverfahren", as: "ars:059990001001" } as const;
const json = (value: object): Extract<OutgoingContainer, { kind: "plain" }> => ({ kind: "plain", message: { contentType: "application/json", encoding: "UTF-8", bytes: Buffer.from(JSON.stringify(value)) } });
const repliesTo = async (delivery: string) => (await view(delivery)).replies.map(({ result, reasons }) => [result, ...reasons]);

test("only the office speaks for the office: what another account writes about our message has no effect, and the office knows; a second mailbox of the office is one that the destination names", async (t) => {
  const to = await destination({ settings: { waitsForAnswer: false } });
  const { application, deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fetch();
  const { dispatch } = await view(deliveries[0]!.id);
  const status = json({ kind: "status", status: "x", text: "Alles erledigt.", closed: true });
  await writeAbout(t, dispatch!.parcel, { client: "efa", as: "efa-dienst" }, status);
  await writeAbout(t, dispatch!.parcel, { client: "fachverfahren", as: "ars:059990002002" }, status);
  clock.advance(600_000);
  await hub.lookAfter(to);
  assert.deepEqual((await repliesTo(deliveries[0]!.id)).filter(([, reason]) => reason !== undefined), [["refused", "other-author"], ["refused", "other-author"]]);
  const events = await db.inTenant(musterstadt.id, (tx) => world.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  assert.deepEqual([events.filter(({ type }) => type === "reply-refused").length, events.some(({ text }) => text === "Alles erledigt.")], [2, false]);

  const other = await destination({ settings: { answersFrom: ["fachverfahren"] } });
  const second = await world.submitted(musterstadt.id);
  await hub.deliver(other);
  const mine = (await view(second.deliveries.find(({ destination: at }) => at === other.destination)!.id));
  await writeAbout(t, mine.dispatch!.parcel, { client: "fachverfahren", as: "fachverfahren" }, json({ kind: "question", text: "Welche Farbe hat der Hund?" }));
  clock.advance(600_000);
  await hub.lookAfter(other);
  assert.deepEqual(await repliesTo(mine.delivery.id), [["taken"]]);
});

test("where both enclose their metadata, what was changed on its way has no effect, nor what encloses none", async (t) => {
  const to = await destination({ settings: { readerCertificate: sandbox.xtaIdentities.reader.certificate, enclosesMetaData: true } });
  const { reference, deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  await fetch();
  clock.advance(600_000);
  await hub.lookAfter(to);
  const { delivery, dispatch } = await view(deliveries[0]!.id);
  assert.equal(delivery.state, "accepted", "the Fachverfahren compares ours and encloses its own");
  assert.ok(!(await call(`/vorgang?id=${encodeURIComponent(dispatch!.parcel)}`)).includes("auftrag.xml"), "and shows no file of it");
  const { publicJwk } = await currentReplyKey(world.deps, { id: to.destination, tenant: musterstadt.id }, { commonName: "Antworten" });
  const certificate = new X509Certificate(Buffer.from(publicJwk.x5c?.[0] ?? "", "base64")).toString();
  const plain = json({ kind: "question", text: "Seit wann halten Sie den Hund?" });
  await writeAbout(t, dispatch!.parcel, office, encryptContainer(plain, certificate));
  await writeAbout(t, dispatch!.parcel, office, plain);
  await writeAbout(t, dispatch!.parcel, office, (metaData) => encryptContainer(withMetaData(plain, { ...metaData, msgIdentification: { ...metaData.msgIdentification, inReplyTo: ["urn:de:xta:messageid:anders:1"] } }), certificate));
  await writeAbout(t, dispatch!.parcel, office, (metaData) => encryptContainer(withMetaData(plain, metaData), certificate));
  clock.advance(600_000);
  await hub.lookAfter(to);
  assert.deepEqual((await repliesTo(deliveries[0]!.id)).map((words) => words.join(" ")).toSorted((a, b) => a.localeCompare(b)), ["refused metadata-changed", "refused metadata-not-enclosed", "refused metadata-not-enclosed", "taken", "taken"]);
  assert.equal((await cases(reference)).length, 1);
});

test("an answer that is larger than anybody takes is refused with the reason, and what lies behind it in the mailbox is taken", async (t) => {
  const to = await destination({ settings: { waitsForAnswer: false } });
  const { deliveries } = await world.submitted(musterstadt.id);
  await hub.deliver(to);
  const { dispatch } = await view(deliveries[0]!.id);
  await writeAbout(t, dispatch!.parcel, office, { kind: "plain", message: { contentType: "application/json", bytes: Buffer.from("{}") }, attachments: [{ contentType: "application/pdf", filename: "bescheid.pdf", bytes: Buffer.alloc(21 * 1024 * 1024) }] });
  await writeAbout(t, dispatch!.parcel, office, json({ kind: "question", text: "Seit wann halten Sie den Hund?" }));
  for (let look = 0; look < 2; look += 1) {
    clock.advance(600_000);
    await hub.lookAfter(to);
  }
  assert.deepEqual((await repliesTo(deliveries[0]!.id)).map((words) => words.join(" ")).toSorted((a, b) => a.localeCompare(b)), ["refused answer-too-large", "taken"]);
});

test("a stranger's certificate, an expired one, a server of another authority and one that is away are told apart, and nothing arrives", async () => {
  for (const [changes, reason, mode] of [
    [{ certificate: fremd }, "not-authorised", {}], [{ certificate: abgelaufen }, "not-authorised", {}], [{}, "tls", { mode: "wrongCertificate" }], [{ authorities: "" }, "tls", {}],
    [{}, "busy", { mode: "down" }], [{}, "server-error", { mode: "error" }], [{}, "not-understood", { mode: "garbage" }], [{}, "redirected", { mode: "redirect" }],
  ] as const) {
    const to = await destination(changes);
    const { reference, deliveries } = await world.submitted(musterstadt.id);
    await behave(mode);
    await hub.deliver(to);
    const { delivery } = await view(deliveries[0]!.id);
    assert.deepEqual([delivery.state, delivery.reason], ["queued", reason], JSON.stringify([Object.keys(changes), mode]));
    await behave({});
    await fetch();
    assert.deepEqual(await cases(reference), []);
    await db.asOperator("test", (tx) => tx.run(sql`update hub.destination set retired_at = ${clock.now()} where id = ${to.destination}`));
  }
});

test("settings are checked before anything is sent: a key of another certificate, what is no certificate, what is no address", () => {
  const secrets = (changes: object): string[] => [JSON.stringify({ certificate: portal.certificate, key: portal.privateKey, authorities, ...changes })];
  const problems = (given: object, changes: object = {}, address = `${server}/send`) => settingProblems({ address, settings: { ...settings, ...given }, secrets: secrets(changes) }).map(({ path, code }) => `${path}: ${code}`);
  assert.deepEqual(problems({}), []);
  assert.deepEqual(problems({}, { key: fremd.privateKey }), ["certificate: certificate-key-mismatch"]);
  assert.deepEqual(problems({}, { certificate: "x" }), ["certificate: certificate-invalid"]);
  assert.deepEqual(problems({}, { authorities: "x" }), ["authorities: authorities-invalid"]);
  assert.deepEqual(problems({ msgBoxUrl: "http://xta.example/", author: { value: "" } }), ["author: identifier-invalid"]);
  assert.deepEqual(problems({ msgBoxUrl: "http://xta.example/" }), ["msgBoxUrl: address-not-https"]);
  assert.deepEqual(settingProblems({ address: `${server}/send`, settings, secrets: [] }).map(({ code }) => code), ["secret-missing"]);
});
