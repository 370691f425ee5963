import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, afterEach, test } from "node:test";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { createZbpMailbox } from "#modules/mailbox";
import { sql } from "#platform/database";
import { createOutboundStream } from "#platform/http";
import { newId } from "#platform/ids";
import { z } from "zod";
import { askSandbox } from "../../../testing/ask-sandbox.ts";
import { startSandbox, type Sandbox } from "../../../../../sandbox/src/start-sandbox.ts";
import { lendKeys } from "../../../../../sandbox/src/testing/ready-keys.ts";
import { parsePage } from "../../../testing/page.ts";
import { journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

let sandbox!: Sandbox;
const portal = await testPortal({
  outside: async (clock) => {
    const folder = mkdtempSync(join(tmpdir(), "outside-"));
    await lendKeys(folder);
    sandbox = await startSandbox({ dataFolder: folder, port: 0, smtpPort: 0, clock: () => clock.now() });
    after(async () => { await sandbox.close(); rmSync(folder, { recursive: true, force: true }); });
    const { onlineService, destinations } = sandbox.credentials.fitConnect;
    const pair = await generateKeyPairWithCertificate("Musterstadt (ZBP)", { bits: 3_072, days: 36_500, now: new Date("2020-01-01T00:00:00Z") });
    const host = `fit-connect.sandbox.localhost:${sandbox.port}`;
    const origin = `http://${host}`;
    return {
      senderName: () => "Stadt Musterstadt",
      mailboxes: {
        zbp: createZbpMailbox({
          clientId: onlineService.clientId, clientSecret: onlineService.clientSecret, destinationId: destinations.zbp.destinationId, certificate: pair.certificate, key: pair.privateKey,
          environment: { name: "sandbox", tokenUrl: `${origin}/auth/token`, submissionUrl: `${origin}/submission-api`, destinationUrl: `${origin}/destination-api`, routingUrl: `${origin}/routing`, portalUrl: `${origin}/ssp`, allowHttp: true, certificates: { kind: "lenient" } },
        }, { clock, fetch: createOutboundStream({ trustedHosts: [host] }) }),
      },
    };
  },
});
const { clock, db, mailbox } = portal;
const world = journey(portal);

const call = async (site: string, path: string, body?: object, method?: string): Promise<string> => (await askSandbox(sandbox.port, site, path, body, { method })).text();
const entries = z.object({ entries: z.array(z.looseObject({ kind: z.string(), message: z.looseObject({ mailboxUuid: z.string(), title: z.string(), content: z.string(), stork_qaa_level: z.number() }).optional(), files: z.array(z.object({ filename: z.string(), size: z.number() })).optional() })) });
const inZbp = async (handle: string) => entries.parse(JSON.parse(await call("zbp", "/_entries"))).entries.filter(({ message }) => message?.mailboxUuid === handle);
const poll = () => call("zbp", "/_control/polls", {});
await call("fit-connect", "/submission-api/.well-known/jwks.json");
afterEach(async () => { await call("fit-connect", "/_control", undefined, "DELETE"); await call("zbp", "/_control", undefined, "DELETE"); });

/** Erika, who wants her messages in the mailbox of her BundID too. */
async function erika() {
  const account = await portal.newAccount();
  const handle = randomUUID();
  await portal.giveHandle(account, handle);
  await db.asAccount(account, (tx) => mailbox.outside.choose(tx, account, "zbp"));
  const { application } = await world.apply(account, { level: 3 });
  return { account, handle, application };
}
/** Tells of the newest message as the queue does, again and again until nothing is to be done any more. */
async function untilSettled(account: string, meanwhile: () => Promise<unknown> = poll): Promise<void> {
  const { id } = await db.asAccount(account, (tx) => tx.one<{ id: string }>(sql`select id from mailbox.message where account_id = ${account} and direction = 'received' and kind <> 'confirmation' order by delivered_at desc, id desc limit 1`));
  const tell = mailbox.subscriptions.find(({ name }) => name === "mailbox.outside")!;
  for (let turns = 0; turns < 60; turns += 1) {
    const again = await tell.handle({ type: "message.delivered", id: newId(), message: id, account }, { lastAttempt: false });
    if (!again) { await portal.work(); return; }
    await meanwhile();
    if (again.snoozeUntil > clock.now()) clock.set(again.snoozeUntil);
  }
  assert.fail("it does not settle");
}
const state = (account: string) => db.asAccount(account, (tx) => tx.one<{ state: string; reason: string | null }>(sql`select state, reason from mailbox.outside where account_id = ${account} order by begun_at desc limit 1`));
const decisionOf = (application: string) => db.inTenant(portal.musterstadt.id, (tx) => tx.one<{ way: string; rule: string; notified_on: string | null; retrieved: boolean }>(sql`select way, rule, notified_on::text, retrieved_at is not null as retrieved from answers.decision where application_id = ${application}`));

test("a person chooses on the account page; who has no mailbox there is not asked", async () => {
  const account = await portal.newAccount();
  const cookie = portal.signIn(3, account);
  const headers = { host: "musterstadt.portal.localhost:8080", cookie: `__Host-sitzung=${cookie}` };
  const look = async () => { const page = parsePage((await portal.app.inject({ url: "/konto", headers })).body); assert.deepEqual(page.problems, []); return page; };
  assert.doesNotMatch((await look()).text, /Postfach der BundID/);
  await portal.giveHandle(account, randomUUID());
  const form = (await look()).form("Auswahl speichern");
  const sent = await portal.app.inject({ method: "POST", url: form.action, headers: { ...headers, origin: "http://musterstadt.portal.localhost:8080", "content-type": "application/x-www-form-urlencoded" }, payload: new URLSearchParams({ ...Object.fromEntries(form.fields), postfach: "zbp" }).toString() });
  assert.equal(sent.statusCode, 303);
  assert.equal(await db.asAccount(account, (tx) => mailbox.outside.chosen(tx, account)), "zbp");
  assert.match((await look()).text, /am vierten Tag danach als bekannt gegeben/);
});

test("a question arrives in the mailbox of the BundID and stays in this one; nobody who did not choose it gets anything there", async () => {
  const { account, handle, application } = await erika();
  await world.ask(application, "Ist Waldi ein Rüde?");
  // The answer to the handing over is lost once: it goes on with the same submission.
  await call("fit-connect", "/_control", { mode: "acceptButDropConnection", times: 1, match: "PUT /submission-api/v2/submissions/" });
  await untilSettled(account);
  assert.equal((await state(account)).state, "accepted");
  const [message, ...more] = await inZbp(handle);
  assert.equal(more.length, 0);
  assert.match(message?.message?.content ?? "", /Ist Waldi ein Rüde\?/);
  assert.equal((await world.messages(account)).length, 2);
  const other = await portal.newAccount();
  const otherHandle = randomUUID();
  await portal.giveHandle(other, otherHandle);
  await world.ask((await world.apply(other)).application, "Und Bella?");
  await untilSettled(other);
  assert.deepEqual(await inZbp(otherHandle), []);
});

test("a decision that lies there is notified by that way and by no other, with its letter", async () => {
  const { account, handle, application } = await erika();
  clock.set(new Date("2026-03-02T09:00:00Z"));
  await world.decide(account, application);
  assert.deepEqual(await decisionOf(application), { way: "own-mailbox", rule: "vwvfg-own-mailbox-2017", notified_on: null, retrieved: false });
  await untilSettled(account);
  const [message] = await inZbp(handle);
  assert.deepEqual([message?.message?.title, message?.files?.length], ["Ihr Hund ist angemeldet", 1]);
  const after1 = await decisionOf(application);
  assert.deepEqual([after1.way, after1.rule, after1.notified_on], ["account-mailbox", "vwvfg-account-mailbox-2025", "2026-03-06"]);
  // Reading it here afterwards moves no day.
  clock.advance(86_400_000);
  const { id } = await db.asAccount(account, (tx) => tx.one<{ id: string }>(sql`select id from mailbox.message where account_id = ${account} and kind = 'decision'`));
  await db.asAccount(account, (tx) => mailbox.open(tx, { account, level: 4, message: id }));
  await portal.work();
  assert.deepEqual([(await decisionOf(application)).way, (await decisionOf(application)).notified_on], ["account-mailbox", "2026-03-06"]);
});

test("what the bridge fetches so late that the author's word has run out is sealed and sent anew, and lies there once", async () => {
  const { account, handle, application } = await erika();
  await call("zbp", "/_control", { fetch: false });
  await world.ask(application, "Kommt das noch an?");
  const statusId = randomUUID();
  await db.asAccount(account, (tx) => mailbox.outside.monitor(tx, { account, application, statusId }));
  await portal.work();
  let hours = 0;
  await untilSettled(account, async () => {
    // An outage of two hours: the token is good for half an hour.
    if (hours < 2) { hours += 1; clock.advance(3_600_000); if (hours === 2) await call("zbp", "/_control", { fetch: true }); }
    await poll();
  });
  assert.equal((await state(account)).state, "accepted");
  assert.equal((await inZbp(handle)).length, 1);
  await untilTold(account, application);
  assert.ok((await inMonitor(statusId)).some(({ status }) => status === "SUBMITTED"), "the status monitor likewise");
});

test("a decision that was read here before it lay there keeps the day of its reading", async () => {
  const { account, application } = await erika();
  clock.set(new Date("2026-03-02T09:00:00Z"));
  await call("zbp", "/_control", { fetch: false });
  const message = await world.decide(account, application);
  let read = false;
  await untilSettled(account, async () => {
    if (!read) { read = true; await db.asAccount(account, (tx) => mailbox.open(tx, { account, level: 4, message })); await portal.work(); await call("zbp", "/_control", { fetch: true }); }
    await poll();
  });
  assert.equal((await state(account)).state, "accepted");
  assert.deepEqual([(await decisionOf(application)).way, (await decisionOf(application)).notified_on], ["own-mailbox", "2026-03-03"]);
});

test("where it does not arrive, by refusal or because nobody answers for a week, the mailbox here stays the way, and the account page says so", async () => {
  const refused = await erika();
  await call("zbp", "/_control", { mailboxes: [] });
  await world.decide(refused.account, refused.application);
  await untilSettled(refused.account);
  assert.equal((await state(refused.account)).state, "failed");
  assert.equal((await decisionOf(refused.application)).way, "own-mailbox");
  const page = parsePage((await portal.app.inject({ url: "/konto", headers: { host: "musterstadt.portal.localhost:8080", cookie: `__Host-sitzung=${portal.signIn(3, refused.account)}` } })).body);
  assert.match(page.text, /im Postfach der BundID nicht angekommen\. Sie liegt nur hier/);
  const away = await erika();
  await call("fit-connect", "/_control", { mode: "error" });
  await world.ask(away.application, "Seit wann lebt Waldi bei Ihnen?");
  await untilSettled(away.account, () => Promise.resolve());
  assert.deepEqual(await state(away.account), { state: "failed", reason: "given-up" });
  assert.equal((await world.messages(away.account))[0]?.unread, true);
});

const monitorTypes = { SUBMITTED: "application.monitored", RECEIVED: "application.delivery-accepted", PROCESSING: "application.reply", ACTION_REQUIRED: "application.question", COMPLETED: "application.decision" } as const;
/** Goes on with every report of an application as the queue does, until each has come to its end. */
async function untilTold(account: string, application: string): Promise<void> {
  const tell = mailbox.subscriptions.find(({ name }) => name === "mailbox.monitor-monitored")!;
  for (let turns = 0; turns < 60; turns += 1) {
    const open = await db.asAccount(account, (tx) => tx.rows<{ id: string; status: keyof typeof monitorTypes }>(sql`select id, status from mailbox.status_report where application_id = ${application} and ended_at is null`));
    if (open.length === 0) return;
    await poll();
    for (const { id, status } of open) {
      const again = await tell.handle({ type: monitorTypes[status], id, application }, { lastAttempt: false });
      if (again && again.snoozeUntil > clock.now()) clock.set(again.snoozeUntil);
    }
  }
  assert.fail("the monitor is never told");
}
const stateEntries = z.object({ entries: z.array(z.looseObject({ kind: z.string(), status: z.looseObject({ applicationId: z.string(), status: z.string(), publicServiceName: z.object({ de: z.string() }), senderName: z.string(), createdDate: z.string() }).optional() })) });
const inMonitor = async (statusId: string) => stateEntries.parse(JSON.parse(await call("zbp", "/_entries"))).entries.flatMap(({ status }) => (status?.applicationId === statusId ? [status] : [])).toSorted((a, b) => a.createdDate.localeCompare(b.createdDate));

test("the status monitor of the BundID follows an application: each step once, in its order, with nothing of what the office says", async () => {
  const { account, application } = await erika();
  const statusId = randomUUID();
  const monitor = (shown: string, id: string) => db.asAccount(account, (tx) => mailbox.outside.monitor(tx, { account, application: shown, statusId: id }));
  await monitor(application, statusId);
  // Said again it is the same.
  await monitor(application, statusId);
  await portal.work();
  // The answer to the handing over is lost once: it goes on with the same submission.
  await call("fit-connect", "/_control", { mode: "acceptButDropConnection", times: 1, match: "PUT /submission-api/v2/submissions/" });
  for (const step of [() => world.arrived(application), () => world.ask(application, "Ist Waldi ein Rüde?"), () => world.decide(account, application)]) {
    clock.advance(60_000);
    await step();
    await portal.work();
  }
  await untilTold(account, application);
  const told = await inMonitor(statusId);
  assert.deepEqual(told.map(({ status }) => status), ["SUBMITTED", "RECEIVED", "ACTION_REQUIRED", "COMPLETED"]);
  assert.deepEqual([told[0]?.publicServiceName.de, told[0]?.senderName], ["Hund anmelden", "Stadt Musterstadt"]);
  assert.doesNotMatch(JSON.stringify(told), /Rüde/);
  // What lies in the mailbox there belongs to the same application.
  await untilSettled(account);
  assert.ok((await call("zbp", "/_entries")).includes(`"applicationId":"${statusId}"`));
  const second = await world.apply(account, { level: 3 });
  await monitor(second.application, statusId);
  await monitor(second.application, "no uuid");
  await portal.work();
  const shown = await db.asAccount(account, (tx) => tx.rows<{ id: string }>(sql`select application_id as id from mailbox.monitored`));
  assert.deepEqual(shown, [{ id: application }], "one id shows one application");
  assert.equal(await db.asAccount(account, (tx) => mailbox.outside.monitorState(tx, second.application)), undefined);
});

test("a monitor that is away for good is given up, and nothing else stands still; a deleted account leaves nothing", async () => {
  const { account, application } = await erika();
  await db.asAccount(account, (tx) => mailbox.outside.monitor(tx, { account, application, statusId: randomUUID() }));
  await call("fit-connect", "/_control", { mode: "error" });
  await portal.work();
  await untilTold(account, application);
  assert.deepEqual(await db.asAccount(account, (tx) => mailbox.outside.monitorState(tx, application)), { status: "SUBMITTED", state: "failed" });
  assert.equal((await db.asAccount(account, (tx) => portal.applications.view(tx, application)))?.status, "submitted");
  await mailbox.subscriptions.find(({ name }) => name === "mailbox.forget-account")!.handle({ type: "account.deleted", id: newId(), account }, { lastAttempt: false });
  assert.equal(await db.asAccount(account, (tx) => mailbox.outside.monitorState(tx, application)), undefined);
});

test("the submission itself writes down where its answers go; the town changes and takes out nothing of it", async () => {
  const { account, application } = await erika();
  const statusId = randomUUID();
  const inTown = { account };
  await db.inTenant(portal.musterstadt.id, async (tx) => {
    mailbox.outside.chooseFor(tx, { account, application, kind: "zbp" });
    await mailbox.outside.monitor(tx, { account, application, statusId });
  }, inTown);
  const kept = () => db.asAccount(account, async (tx) => [await tx.rows(sql`select kind from mailbox.answer_choice where application_id = ${application}`), await tx.rows(sql`select application_id as id from mailbox.monitored where account_id = ${account}`)]);
  assert.deepEqual(await kept(), [[{ kind: "zbp" }], [{ id: application }]]);
  const touched = await db.inTenant(portal.musterstadt.id, async (tx) => [
    await tx.run(sql`update mailbox.answer_choice set kind = null where application_id = ${application}`), await tx.run(sql`delete from mailbox.answer_choice where application_id = ${application}`),
    await tx.run(sql`delete from mailbox.monitored where application_id = ${application}`),
  ], inTown);
  assert.deepEqual(touched, [0, 0, 0]);
  assert.deepEqual(await db.inTenant(portal.musterstadt.id, (tx) => tx.rows(sql`select from mailbox.monitored where application_id = ${application}`)), [], "and without the account in its scope it sees nothing");
  await assert.rejects(db.inTenant(portal.musterstadt.id, async (tx) => { await tx.run(sql`insert into mailbox.answer_choice (application_id, account_id, kind, chosen_at) values (${newId()}, ${newId()}, null, ${clock.now()})`); }, inTown), /row-level security/);
  assert.deepEqual(await kept(), [[{ kind: "zbp" }], [{ id: application }]]);
});

test("what was said for one application counts for its answers, whatever the account says", async () => {
  const only = await erika();
  await db.asAccount(only.account, async (tx) => { mailbox.outside.chooseFor(tx, { account: only.account, application: only.application, kind: undefined }); });
  await world.ask(only.application, "Wie heißt der Hund?");
  await untilSettled(only.account);
  assert.deepEqual(await inZbp(only.handle), []);
  const both = await erika();
  await db.asAccount(both.account, (tx) => mailbox.outside.choose(tx, both.account, undefined));
  await db.asAccount(both.account, async (tx) => { mailbox.outside.chooseFor(tx, { account: both.account, application: both.application, kind: "zbp" }); });
  await world.ask(both.application, "Wie groß ist der Hund?");
  await untilSettled(both.account);
  assert.equal((await inZbp(both.handle)).length, 1);
});
