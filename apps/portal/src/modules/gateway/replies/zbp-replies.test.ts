import assert from "node:assert/strict";
import { test } from "node:test";
import pg from "pg";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { askSandbox } from "../../../testing/ask-sandbox.ts";
import { efaOverXta } from "../../../testing/efa-over-xta.ts";
import { efaSender } from "../../../testing/efa-sender.ts";
import { receiveWohngeld } from "../../../testing/reception.ts";
import { startWorld } from "../../../testing/world.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house, sandbox } = world;
const { gateway, answers } = house;
// The certificate with which messages are signed was made after this clock was set.
clock.advance(120_000);
const over = efaOverXta(world);
const { town } = over;
const clerk = { kind: "staff", id: newId(), office: "wohngeldstelle" } as const;
const efa = await efaSender(world, () => clock.now());
const destination = await receiveWohngeld(world, town.id, clerk);
const mailbox = "e0e02494-eca2-4a6b-9320-fc527747878c";

interface Entries { readonly entries: readonly { readonly kind: string; readonly message: { readonly mailboxUuid: string; readonly title: string; readonly content: string; readonly stork_qaa_level: number } }[] }
const zbp = (path: string, body?: object): Promise<Response> => askSandbox(sandbox.port, "zbp", path, body);
const lying = async () => (await (await zbp("/_entries")).json() as Entries).entries.filter(({ kind }) => kind === "message").toReversed();

/** By which way it came, and what the office then says, sent on as the worker would. */
async function arrived(submission: string): Promise<{ readonly application: string; say(rounds?: number): Promise<void>; rows(): Promise<readonly (string | null)[][]> }> {
  await gateway.inbound.take({ tenant: town.id, submission });
  const row = await house.db.inTenant(town.id, (tx) => tx.one<{ application_id: string }>(sql`select application_id from gateway.arrival where submission_id = ${submission}`));
  const told = new Set(gateway.subscriptions.map(({ to }) => to));
  return {
    application: row.application_id,
    async say(rounds = 8) {
      const events = await house.db.inTenant(town.id, (tx) => house.applications.timeline(tx, row.application_id, { kind: "tenant" }, "office"));
      for (const event of events) if (told.has(`application.${event.type}`)) await gateway.replies.follow({ type: `application.${event.type}`, id: event.id, application: row.application_id, tenant: town.id });
      for (let round = 0; round < rounds; round += 1) {
        await gateway.replies.send({ tenant: town.id, submission });
        await zbp("/_control/polls", {});
        clock.advance(3_700_000);
      }
    },
    rows: () => house.db.inTenant(town.id, async (tx) => (await gateway.replies.of(tx, row.application_id)).map(({ state, fault }) => [state, fault])),
  };
}
async function byXta(properties: Readonly<Record<string, string>>): Promise<string> {
  const messageId = await over.send({
    senderReference: "WG-2026-0900", properties,
    container: { kind: "plain", message: { contentType: "application/xml", bytes: Buffer.from("<antrag><vorname>Erika</vorname><nachname>Beispiel</nachname></antrag>") } },
  });
  await gateway.inbound.poll();
  return (await over.arrivalOf(messageId)).submission_id;
}
/** When the job of a case is to run. */
async function plannedAt(submission: string): Promise<readonly Date[]> {
  const client = new pg.Client({ connectionString: world.database.urls.worker });
  await client.connect();
  try {
    return (await client.query<{ run_at: Date }>("select run_at from graphile_worker._private_jobs where key = $1", [`gateway.reply:${submission}`])).rows.map(({ run_at: at }) => at);
  } finally {
    await client.end();
  }
}
const answersByXta = async (): Promise<readonly string[]> => (await over.listed()).map(({ qualifier }) => qualifier.messageType.code);
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

test("what lies with the service is not sent again while the mailbox takes its time, and an XTA server that is away then holds nothing up", async () => {
  await zbp("/_control", { fetch: false, mailboxes: null, authors: null });
  const before = (await lying()).length;
  const submission = await byXta({ mailboxUuid: mailbox });
  const one = await arrived(submission);
  assert.ok((await ask(one.application, "Und seit wann?"))?.ok);
  await one.say(0);
  const send = (): Promise<void> => gateway.replies.send({ tenant: town.id, submission });
  await send();
  assert.deepEqual((await one.rows()).at(-1), ["queued", "waits-for-zbp"]);
  await over.control({ mode: "down", times: null });
  await zbp("/_control", { fetch: true, mailboxes: null, authors: null });
  await zbp("/_control/polls", {});
  clock.advance(60_000);
  await send();
  await over.control({ mode: "normal", times: null });
  assert.deepEqual((await one.rows()).at(-1), ["sent", null]);
  assert.equal((await lying()).length, before + 1);
});

test("what is said while the mailbox takes its time does not cost the earlier one its next look", async () => {
  await zbp("/_control", { fetch: false, mailboxes: null, authors: null });
  const submission = await byXta({ mailboxUuid: mailbox });
  const one = await arrived(submission);
  const send = (): Promise<void> => gateway.replies.send({ tenant: town.id, submission });
  assert.ok((await ask(one.application, "Seit wann?"))?.ok);
  await one.say(0);
  await send();
  // Its job takes the place of the look that is planned, and finds that the first is still waited for.
  assert.ok((await ask(one.application, "Und bis wann?"))?.ok);
  await one.say(0);
  await send();
  const { next } = await house.db.inTenant(town.id, (tx) => tx.one<{ next: Date }>(sql`select max(next_at) as next from gateway.reply where submission_id = ${submission} and state = 'queued'`));
  assert.deepEqual(await plannedAt(submission), [next]);
  await zbp("/_control", { fetch: true, mailboxes: null, authors: null });
  for (let round = 0; round < 8; round += 1) { await zbp("/_control/polls", {}); clock.advance(60_000); await send(); }
  assert.deepEqual((await one.rows()).filter(([state]) => state === "queued"), []);
});

test("what the mailbox fetches only after the author's word has run out is sent to it anew", async () => {
  await zbp("/_control", { fetch: false, mailboxes: null, authors: null });
  const before = (await lying()).length;
  const submission = await byXta({ mailboxUuid: mailbox });
  const one = await arrived(submission);
  assert.ok((await ask(one.application, "Nach der Störung?"))?.ok);
  await one.say(0);
  const send = (): Promise<void> => gateway.replies.send({ tenant: town.id, submission });
  await send();
  clock.advance(2 * 3_600_000);
  await zbp("/_control", { fetch: true, mailboxes: null, authors: null });
  await zbp("/_control/polls", {});
  assert.equal((await lying()).length, before, "refused: it is two hours old");
  for (let turns = 0; turns < 4; turns += 1) { clock.advance(3_600_000); await send(); await zbp("/_control/polls", {}); }
  assert.deepEqual((await one.rows()).at(-1), ["sent", null]);
  assert.equal((await lying()).length, before + 1);
});

test("by FIT-Connect the mailbox is the reply channel, and what its bridge refuses or does not take is seen by the office", async () => {
  const before = (await lying()).length;
  const by = async (uuid: string) => {
    const sent = await efa.sender.send(efa.order(destination, { replyChannel: { idBundDeMailbox: { mailboxUuid: uuid } } }));
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
