import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { browser, errorsOf, headingOf, linksOf, textOf } from "./test-browser.ts";
import { clerk, journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);
const hour = (day: number, time: number): Date => new Date(Date.UTC(2026, 2, day, time));

/** A time that the office offers, and Erika's appointment in it. */
async function booked(application: string, day = 10): Promise<{ readonly slot: string; readonly appointment: string }> {
  const offered = await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.appointments.offer(tx, { tenant: portal.musterstadt.id, source: "kalender", at: portal.clock.now(), slots: [{ office: "steueramt", startsAt: hour(day, 8), endsAt: hour(day, 9), place: "Bürgerbüro, Zimmer 12", capacity: 1, externalId: undefined }] }));
  assert.ok(offered.ok);
  const slot = offered.slots[0]!.id;
  const done = await portal.answers.inCase(portal.musterstadt.id, application, (tx, head) => portal.appointments.book(tx, { head, office: "steueramt", actor: clerk, slot, words: "" }));
  assert.ok(done?.ok);
  return { slot, appointment: done.appointment.id };
}
const subjectsOf = async (account: string): Promise<readonly string[]> => (await world.messages(account)).flatMap((one) => (one.locked ? [] : one.subject.replace(/ \(.*\)$/, "")));
const freeOf = async (slot: string): Promise<number | undefined> => (await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.appointments.slots(tx, { tenant: portal.musterstadt.id, offices: undefined, from: hour(1, 0), until: undefined, onlyFree: false, after: undefined, limit: 50 }))).find(({ id }) => id === slot)?.free;

test("a person cancels an appointment after being asked once more; log, mailbox and the place learn it", async () => {
  const account = await portal.newAccount();
  await portal.db.asAccount(account, (tx) => portal.accounts.setNoticeMail(tx, account, "erika@beispiel.example"));
  const citizen = browser(portal, portal.signIn(3, account));
  const { application } = await world.apply(account);
  const { slot, appointment } = await booked(application);
  const here = `/vorgaenge/${application}`;
  const cancel = `${here}/termin/${appointment}/absage`;
  const shown = await citizen.get(here);
  assert.ok(textOf(shown).includes("Dienstag, 10. März 2026, 09:00 bis 10:00 Uhr") && textOf(shown).includes("Bürgerbüro, Zimmer 12"));
  assert.ok(linksOf(shown).includes(cancel));

  const asked = await citizen.get(cancel);
  assert.equal(headingOf(asked), "Termin absagen?");
  assert.equal(await freeOf(slot), 0, "asking changes nothing");
  const long = await citizen.submit(asked, cancel, [["grund", "x".repeat(2_001)]]);
  assert.deepEqual([long.status, errorsOf(long).length], [422, 1]);
  assert.equal((await citizen.post(cancel, [["grund", "ohne Token"]])).status, 403);
  const done = await citizen.submit(asked, cancel, [["grund", "Ich bin krank."]]);
  assert.ok(textOf(done).includes("Ihr Termin ist abgesagt") && textOf(done).includes("Ich bin krank."));
  assert.equal(linksOf(done).includes(cancel), false);
  assert.equal(await freeOf(slot), 1, "the time is free for others");
  const [logged] = (await portal.db.inTenant(portal.musterstadt.id, (tx) => portal.applications.timeline(tx, application, { kind: "tenant" }, "office"))).filter(({ type }) => type === "appointment-cancelled");
  assert.deepEqual([logged?.actor.kind, logged?.data["appointment"], logged?.data["office"]], ["citizen", appointment, "steueramt"], "whoever keeps the calendar is told by this event");
  const twice = await citizen.submit(asked, cancel);
  assert.equal(headingOf(twice), headingOf(done), "pressed twice: the case says how it stands");
  assert.equal(headingOf(await citizen.get(cancel)), "Dieser Termin lässt sich nicht mehr absagen");

  assert.deepEqual(new Set(await subjectsOf(account)), new Set(["Ihr Antrag ist eingegangen", "Sie haben Ihren Termin abgesagt", "Ihr Termin"]));
  await portal.work();
  for (const { to, subject, text } of portal.sent.slice(-2)) {
    assert.equal(to, "erika@beispiel.example");
    for (const secret of ["Termin", "Bürgerbüro", "krank", "10. März"]) assert.ok(!`${subject} ${text}`.includes(secret), `${secret} in a notice`);
  }
});

test("nobody cancels somebody else’s appointment, below the level of the case or after it began", async () => {
  const [erika, max] = [await portal.newAccount(), await portal.newAccount()];
  const { application } = await world.apply(erika, { level: 3 });
  const { slot, appointment } = await booked(application, 11);
  const cancel = `/vorgaenge/${application}/termin/${appointment}/absage`;
  assert.equal((await browser(portal, portal.signIn(3, max)).get(cancel)).status, 404);
  assert.equal((await browser(portal, portal.signIn(1, erika)).get(cancel)).status, 403);
  assert.equal((await browser(portal, portal.signIn(3, erika)).get(`/vorgaenge/${application}/termin/${newId()}/absage`)).status, 404);
  const own = { account: erika, level: 3, application, appointment, words: "" } as const;
  for (const wrong of [{ ...own, account: max }, { ...own, level: 1 as const }, { ...own, appointment: newId() }]) assert.deepEqual(await portal.appointments.cancelOwn(wrong), { ok: false, why: "not-found" });
  assert.deepEqual(await portal.appointments.own({ account: max, level: 4, application }), []);
  assert.equal(await freeOf(slot), 0);
  const citizen = browser(portal, portal.signIn(3, erika));
  const asked = await citizen.get(cancel);
  const before = portal.clock.now();
  portal.clock.set(hour(11, 8));
  const late = browser(portal, portal.signIn(3, erika));
  assert.equal((await late.get(cancel)).status, 409);
  assert.equal((await late.submit(asked, cancel)).status, 403, "the token of another session");
  assert.deepEqual(await portal.appointments.cancelOwn(own), { ok: false, why: "appointment-over" });
  portal.clock.set(before);
});

test("an application that is withdrawn keeps no appointment, and of two wishes to cancel one counts", async () => {
  const account = await portal.newAccount();
  const { application } = await world.apply(account);
  const [first, second] = [await booked(application, 12), await booked(application, 13)];
  const own = { account, level: 3, application, words: "" } as const;
  const both = await Promise.all([portal.appointments.cancelOwn({ ...own, appointment: first.appointment }), portal.appointments.cancelOwn({ ...own, appointment: first.appointment })]);
  assert.deepEqual(both.map((one) => (one.ok ? "ok" : one.why)).toSorted(), ["appointment-over", "ok"]);
  assert.ok((await portal.answers.withdraw({ application, access: { kind: "account", account } })).ok);
  await portal.work();
  assert.deepEqual((await portal.appointments.own({ account, level: 3, application })).map(({ state }) => state), ["cancelled", "cancelled"]);
  assert.deepEqual([await freeOf(first.slot), await freeOf(second.slot)], [1, 1]);
  assert.ok((await subjectsOf(account)).includes("Ihr Termin entfällt"));
});
