import assert from "node:assert/strict";
import { request } from "node:http";
import { test } from "node:test";
import { createXtaClient, requestWithCertificate, type MessageMetaData } from "@kommunalportal/xta";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { efaSender } from "../../../testing/efa-sender.ts";
import { startWorld } from "../../../testing/world.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house, sandbox } = world;
const { gateway, answers } = house;
// The certificate with which messages are signed was made after this clock was set.
clock.advance(120_000);
const town = house.tenants.bySlug("musterstadt")!;
const clerk = { kind: "staff", id: newId(), office: "wohngeldstelle" } as const;
const efa = await efaSender(world, () => clock.now());
const opened = await gateway.openReception({ tenant: town.id, services: ["wohngeld-online"], contact: { legalName: "Stadt Musterstadt", email: "wohngeld@musterstadt.example" }, actor: clerk });
assert.ok(opened.ok, JSON.stringify(opened));
await gateway.inbound.giveMandate({ tenant: town.id, contract: "AV", validFrom: "2026-01-01", actor: clerk });
const { clients, authority } = sandbox.xtaIdentities;
const { transport, close } = requestWithCertificate({ key: clients.efa.privateKey, cert: clients.efa.certificate, ca: authority.certificate });
test.after(() => { close(); });
const at = `https://127.0.0.1:${sandbox.xtaPort}`;
const xta = createXtaClient({ endpoints: { management: `${at}/management`, send: `${at}/send`, msgBox: `${at}/msgbox` }, transport, author: { identifier: { type: "XTA_ID", value: "efa-dienst" } } });
const mailbox = "e0e02494-eca2-4a6b-9320-fc527747878c";

function zbp(path: string, body?: object): Promise<{ entries: { kind: string; message: { mailboxUuid: string; title: string; content: string; sender: string; service: string; stork_qaa_level: number }; files: { filename: string; size: number }[] }[] }> {
  const sent = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port: sandbox.port, path, method: sent === undefined ? "GET" : "POST", agent: false, headers: { host: `zbp.sandbox.localhost:${sandbox.port}`, ...(sent === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(sent) }) } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part)).on("end", () => { resolve(parts.length === 0 ? { entries: [] } : JSON.parse(Buffer.concat(parts).toString()) as never); });
    }).on("error", reject).end(sent);
  });
}
const lying = async () => (await zbp("/_entries")).entries.filter(({ kind }) => kind === "message").toReversed();

/** By which way it came, and what the office then says, sent on as the worker would. */
async function arrived(submission: string): Promise<{ readonly application: string; say(): Promise<void>; rows(): Promise<readonly (string | null)[][]> }> {
  await gateway.inbound.take({ tenant: town.id, submission });
  const row = await house.db.inTenant(town.id, (tx) => tx.one<{ application_id: string }>(sql`select application_id from gateway.arrival where submission_id = ${submission}`));
  const told = new Set(gateway.subscriptions.map(({ to }) => to));
  return {
    application: row.application_id,
    async say() {
      const events = await house.db.inTenant(town.id, (tx) => house.applications.timeline(tx, row.application_id, { kind: "tenant" }, "office"));
      for (const event of events) if (told.has(`application.${event.type}`)) await gateway.replies.follow({ type: `application.${event.type}`, id: event.id, application: row.application_id, tenant: town.id });
      for (let round = 0; round < 8; round += 1) {
        await gateway.replies.send({ tenant: town.id, submission });
        await zbp("/_control/polls", {});
        clock.advance(3_700_000);
      }
    },
    rows: () => house.db.inTenant(town.id, async (tx) => (await gateway.replies.of(tx, row.application_id)).map(({ state, fault }) => [state, fault])),
  };
}
async function byXta(properties: Readonly<Record<string, string>>): Promise<string> {
  const messageId = await xta.createMessageId();
  const metaData: MessageMetaData = {
    deliveryAttributes: { origin: clock.now().toISOString() }, originators: { author: { identifier: { type: "XTA_ID", value: "efa-dienst" } } }, destinations: { reader: { identifier: { type: "XTA_ID", value: `eingang:${town.ars}` } } },
    msgIdentification: { messageId, processRef: { requester: { value: "WG-2026-0900" } } },
    qualifier: { subject: "Wohngeld", service: "urn:de:fim:leika:leistung:99107023017000", businessScenario: { scenario: { kind: "undefined", value: "XFALL_DATA" } }, messageType: { listUri: "urn:test", listVersionId: "1.0", code: "antrag", payloadSchema: "urn:test:w" } },
    messageProperties: { properties: Object.entries(properties).map(([code, value]) => ({ key: { listUri: "https://schema.kommunalportal.example/xta/eigenschaften/1.0", listVersionId: "1.0", code }, value })) },
  };
  await xta.sendMessage({ metaData, container: { kind: "plain", message: { contentType: "application/xml", bytes: Buffer.from("<antrag><vorname>Erika</vorname><nachname>Beispiel</nachname></antrag>") } } });
  await gateway.inbound.poll();
  return (await house.db.asOperator("test", (tx) => tx.one<{ submission_id: string }>(sql`select submission_id from gateway.arrival where parcel = ${messageId}`))).submission_id;
}
const answersByXta = async (): Promise<readonly string[]> => {
  const { list, msgBox } = await xta.getStatusList({ selector: { newEntry: true }, listForm: "MessageMetaData" });
  await xta.close({ requestId: msgBox.requestId });
  return (list.metaData ?? []).map(({ qualifier }) => qualifier.messageType.code);
};
const ask = (application: string, text: string) => answers.inCase(town.id, application, (tx, head) => answers.ask(tx, { head, actor: clerk, office: "wohngeldstelle", text }));

test("who came by XTA and named a mailbox of BundID reads there what the office says, once, and the service hears it too", async () => {
  const one = await arrived(await byXta({ mailboxUuid: mailbox, zustimmungZumDigitalenBescheid: "true" }));
  const content = await house.db.inTenant(town.id, (tx) => house.applications.content(tx, one.application, { kind: "tenant" }));
  assert.match(JSON.stringify(content!.answers), /über den Online-Dienst \(XTA\) und in das BundID-Postfach, elektronischer Bescheid erwünscht/);
  assert.ok((await ask(one.application, "Wie viele Personen wohnen bei Ihnen?"))?.ok);
  await one.say();
  await one.say();
  const [message, ...more] = await lying();
  assert.ok(message, JSON.stringify(await one.rows()));
  assert.equal(more.length, 0, "once, however often it is told");
  assert.deepEqual([message?.message.mailboxUuid, message?.message.title, message?.message.stork_qaa_level], [mailbox, "Rückfrage zu Ihrem Antrag", 1]);
  assert.match(message!.message.content, /Wie viele Personen wohnen bei Ihnen\?.*Bitte antworten Sie in dem Online-Dienst/s);
  assert.deepEqual([...new Set(await answersByXta())], ["question"]);
  assert.deepEqual((await one.rows()).at(-1), ["sent", null]);
});

test("by FIT-Connect the mailbox is the reply channel, and what its bridge refuses or does not take is seen by the office", async () => {
  const before = (await lying()).length;
  const by = async (uuid: string) => {
    const sent = await efa.sender.send(efa.order(opened.ok ? opened.destination : "", { replyChannel: { idBundDeMailbox: { mailboxUuid: uuid } } }));
    await gateway.inbound.poll();
    return arrived(sent.submissionId);
  };
  const good = await by(mailbox);
  assert.ok((await ask(good.application, "Seit wann?"))?.ok);
  await good.say();
  assert.equal((await lying()).length, before + 1);

  await zbp("/_control", { fetch: true, mailboxes: [], authors: null });
  const nobody = await by("00000000-0000-4000-8000-000000000000");
  assert.ok((await ask(nobody.application, "Wer sind Sie?"))?.ok);
  await nobody.say();
  assert.ok((await nobody.rows()).some(([state, fault]) => state === "given-up" && fault?.startsWith("zbp-refused") === true), JSON.stringify(await nobody.rows()));

  await zbp("/_control", { fetch: false, mailboxes: null, authors: null });
  const slow = await by(mailbox);
  assert.ok((await ask(slow.application, "Noch da?"))?.ok);
  await slow.say();
  assert.ok((await slow.rows()).some(([state, fault]) => state === "queued" && fault === "waits-for-zbp"), "handed over, not yet taken");
  clock.advance(8 * 86_400_000);
  await slow.say();
  assert.ok((await slow.rows()).some(([state, fault]) => state === "given-up" && fault === "zbp-no-answer"));
  assert.equal((await lying()).length, before + 1);
});
