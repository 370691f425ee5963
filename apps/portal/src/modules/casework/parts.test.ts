import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { addDays, legalDate } from "#platform/clock";
import { newId } from "#platform/ids";
import { caseworkWorld, smallDog } from "./testing/world.ts";

const world = await caseworkWorld();
const { casework, people, db, musterstadt, applications, clock } = world;
const { sabine, otto } = people;
const bigDog = { ...smallDog, hunde: [...(Array.isArray(smallDog["hunde"]) ? smallDog["hunde"] : []), { name: "Rex", rasse: "Dogge", geburt: "2022", geschlecht: "ruede", groesse: 80, gewicht: 60, chip: "276098106234567", seit: "2026-02-20" }], grosserHund: { sachkundeArt: "langjaehrig", sachkundeWorte: "Seit zehn Jahren halte ich große Hunde.", versicherer: "Beispiel Versicherung", zuverlaessig: true } };
const newest = async (type: string, application: string): Promise<string> => (await db.inTenant(musterstadt.id, (tx) => applications.timeline(tx, application, { kind: "tenant" }, "office"))).findLast((event) => event.type === type)?.id ?? assert.fail(type);
/** Told with the id that the event has in the log, as the worker tells it. */
async function tellAs(type: string, id: string, application: string): Promise<void> {
  for (const one of casework.subscriptions) if (one.to === type) await one.handle({ type, id, tenant: musterstadt.id, application }, { lastAttempt: false });
}

test("what the person answers one office, and sends it, the office of another part neither sees nor hears of; what comes unasked both see", async (t) => {
  const account = newId();
  const access = { kind: "account", account } as const;
  const { application, reference } = await world.submitted({ account, answers: bigDog, upload: [{ path: "grosserHund.versicherung", name: "versicherung.pdf" }] });
  const cases = await world.casesOf(reference);
  const [tax, order] = ["steueramt", "ordnungsamt"].map((office) => cases.find((one) => one.office === office)?.id ?? assert.fail(office));
  assert.ok((await casework.ask(sabine.reach, { case: tax!, text: "Bitte senden Sie den Bescheid vom Jobcenter.", documents: ["Bescheid"] })).ok);
  const [request] = await db.asAccount(account, (tx) => world.answers.requests(tx, application));
  for (const one of [tax!, order!]) await casework.open(one === tax ? sabine.reach : otto.reach, one);
  clock.advance(60_000);
  const added = await world.answers.addDocument({ application, access, name: "jobcenter.pdf", content: Readable.from([Buffer.from("%PDF-1.7 Bescheid")]), label: request!.id });
  assert.ok(added.ok);
  const answered = await world.answers.documentsComplete({ application, access, request: request!.id, text: "Seit Mai bekomme ich Bürgergeld." });
  assert.ok(answered.ok);
  const told = [["file-added", await newest("file-added", application)], ["reply", answered.event]] as const;
  const opened = t.mock.method(applications, "timeline");
  for (const [type, id] of told) await tellAs(`application.${type}`, id, application);
  assert.equal(opened.mock.callCount(), 0, "no words are opened to find that out");
  opened.mock.restore();
  const line = async (reach: typeof otto.reach, id: string) => (await casework.inbox(reach, { text: reference, state: "all" }, { at: "first" })).lines.find((one) => one.id === id);
  assert.deepEqual([(await line(sabine.reach, tax!))?.unread, (await line(otto.reach, order!))?.unread], [true, false], "news for who asked only");
  await db.inTenant(musterstadt.id, (tx) => applications.record(tx, application, { type: "delivery-accepted", actor: { kind: "system", what: "hub" }, data: { name: "Steuerverfahren", part: "steuer" } }));
  const atTax = await casework.open(sabine.reach, tax!);
  const atOrder = await casework.open(otto.reach, order!);
  assert.ok(atTax && atOrder);
  const arrived = (events: readonly { readonly type: string }[]): number => events.filter(({ type }) => type === "delivery-accepted").length;
  assert.deepEqual([arrived(atTax.events), arrived(atOrder.events)], [1, 0], "where the part of another went is that office's own");
  assert.ok(JSON.stringify(atTax.events).includes("Bürgergeld") && atTax.content.files.some(({ name }) => name === "jobcenter.pdf"));
  assert.ok(!JSON.stringify(atOrder.events).includes("Bürgergeld"));
  assert.deepEqual(atOrder.content.files.map(({ name }) => name), ["versicherung.pdf"]);
  const file = atTax.content.files.find(({ name }) => name === "jobcenter.pdf")!.id;
  assert.equal((await casework.file(otto.reach, { case: order!, file })).ok, false);
  assert.equal((await casework.file(sabine.reach, { case: tax!, file })).ok, true);
  assert.equal((await casework.zip(otto.reach, order!)) !== undefined, true);
  clock.advance(60_000);
  const unasked = await world.answers.reply({ application, access, text: "Wir sind umgezogen." });
  assert.ok(unasked.ok);
  await tellAs("application.reply", unasked.event, application);
  assert.equal((await line(otto.reach, order!))?.unread, true, "that is news for both");
  for (const [reach, id] of [[sabine.reach, tax!], [otto.reach, order!]] as const) assert.ok(JSON.stringify((await casework.open(reach, id))?.events).includes("umgezogen"));
});
test("a case from paper counts from the day on which the paper came, not from when it was taken up", async () => {
  const applicant = { owner: sabine.id, level: 0 as const, staff: { id: sabine.id, tenant: musterstadt.id, office: "steueramt" } };
  const started = await applications.startDraft({ applicant, tenant: musterstadt.id, service: "hund-anmelden", language: "de", channel: "paper", answers: smallDog });
  assert.ok(started.ok);
  const receivedOn = addDays(legalDate(clock.now()), -40);
  const outcome = await applications.submit({ draft: started.draft.id, tenant: musterstadt.id, applicant, confirmed: true, requestId: newId(), receivedOn });
  assert.ok(outcome.kind === "submitted");
  await world.tell("application.submitted", { tenant: musterstadt.id, application: outcome.application });
  const [line] = await world.casesOf(outcome.reference);
  assert.equal(line && legalDate(line.receivedAt), receivedOn);
  const { reference } = await world.submitted();
  const [online] = await world.casesOf(reference);
  assert.notEqual(online?.traffic, line?.traffic, "so it is more urgent");
});
