import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import type { DecisionDraft } from "#modules/answers";
import { caseworkWorld, smallDog } from "./testing/world.ts";
import { whoWorksFor } from "./absence.ts";
import { reachOf } from "./index.ts";

const world = await caseworkWorld();
const { casework, people, db, musterstadt, beispielhausen, applications, clock } = world;
const { sabine, otto, sven, stella, fremd } = people;
const grant: DecisionDraft = { kind: "grant", subject: "Ihr Hund ist angemeldet", paragraphs: ["Wir haben Ihren Hund angemeldet."], amounts: [], conditions: [], reasons: [] };
const refusal: DecisionDraft = { ...grant, kind: "refusal", reasons: ["Der Hund ist schon angemeldet."], remedy: { kind: "klage", where: "Verwaltungsgericht Musterstadt, Gerichtsweg 1, 00101 Musterstadt", months: 1 } };
const bigDog = { ...smallDog, hunde: [...(Array.isArray(smallDog["hunde"]) ? smallDog["hunde"] : []), { name: "Rex", rasse: "Dogge", geburt: "2022", geschlecht: "ruede", groesse: 80, gewicht: 60, chip: "276098106234567", seit: "2026-02-20" }], grosserHund: { sachkundeArt: "langjaehrig", sachkundeWorte: "Seit zehn Jahren halte ich große Hunde.", versicherer: "Beispiel Versicherung", zuverlaessig: true } };
const status = async (application: string) => (await db.inTenant(musterstadt.id, (tx) => applications.view(tx, application)))?.status;
async function oneCase(options: Parameters<typeof world.submitted>[0] = {}) {
  const { application, reference } = await world.submitted(options);
  const [one] = await world.casesOf(reference);
  assert.ok(one);
  return { application, reference, id: one.id };
}

test("a submitted application becomes one case for each office, however often it is told", async () => {
  const { application, reference } = await world.submitted({ answers: bigDog, upload: [{ path: "grosserHund.versicherung", name: "versicherung.pdf" }] });
  await world.tell("application.submitted", { tenant: musterstadt.id, application });
  const cases = await world.casesOf(reference);
  assert.deepEqual(cases.map(({ office, part, state }) => `${office} ${part} ${state}`).toSorted(), ["ordnungsamt ordnung open", "steueramt steuer open"]);
});
test("a case does not say whose account it is: the application alone knows, and forgets it with the account", async () => {
  const account = newId();
  await world.submitted({ account });
  const named = await db.asOperator("test", (tx) => tx.rows<{ id: string }>(sql`select id from casework.case c where strpos(to_jsonb(c)::text, ${account}) > 0`));
  assert.deepEqual(named, []);
});
test("told by two workers at once there is still one case for each office", async () => {
  const { application, reference } = await world.submitted();
  await db.inTenant(musterstadt.id, (tx) => tx.run(sql`delete from casework.case where application_id = ${application}`));
  await db.inTenant(musterstadt.id, (tx) => casework.recount(tx, musterstadt.id));
  await Promise.all([1, 2, 3].map(() => world.tell("application.submitted", { tenant: musterstadt.id, application })));
  assert.equal((await world.casesOf(reference)).length, 1);
});
test("of two decisions at the same moment one leaves, and the other leaves no letter behind", async () => {
  const { application, id } = await oneCase({ account: newId() });
  const outcomes = await Promise.all([sabine, stella].map(({ reach }) => casework.decide(reach, { case: id, draft: grant, way: "mailbox" })));
  assert.equal(outcomes.filter(({ ok }) => ok).length, 1);
  assert.equal((await db.inTenant(musterstadt.id, (tx) => world.answers.decisions(tx, application))).length, 1);
  assert.equal(outcomes.some((outcome) => !outcome.ok && outcome.why === "finished"), true);
});
test("each office sees its own cases and only its part of what was declared", async () => {
  const { reference } = await world.submitted({ answers: bigDog, upload: [{ path: "grosserHund.versicherung", name: "versicherung.pdf" }] });
  const cases = await world.casesOf(reference);
  const tax = cases.find(({ office }) => office === "steueramt");
  const order = cases.find(({ office }) => office === "ordnungsamt");
  assert.ok(tax && order);
  const atTax = await casework.open(sabine.reach, tax.id);
  const atOrder = await casework.open(otto.reach, order.id);
  assert.ok(atTax && atOrder);
  assert.equal(JSON.stringify(atTax.content.answers).includes("Beispiel Versicherung"), false);
  const lines = JSON.stringify(atTax.sections);
  assert.ok(lines.includes("Bella") && !/Versicher|Chip|Gewicht/.test(lines), "no line for what another office gets");
  assert.deepEqual(atTax.content.files, []);
  assert.equal(JSON.stringify(atOrder.content.answers).includes("Bella"), false, "the small dog is not the order office's business");
  assert.deepEqual(atOrder.content.files.map(({ name }) => name), ["versicherung.pdf"]);
  assert.equal(await casework.open(sabine.reach, order.id), undefined);
  assert.equal((await casework.file(sabine.reach, { case: order.id, file: atOrder.content.files[0]?.id ?? "" })).ok, false);
  assert.equal((await casework.file(sabine.reach, { case: tax.id, file: atOrder.content.files[0]?.id ?? "" })).ok, false);
  assert.equal((await casework.inbox(sabine.reach, { text: reference }, { at: "first" })).lines.length, 1);
});
test("another town sees nothing, opens nothing and changes nothing", async () => {
  const { id, reference } = await oneCase();
  assert.equal(await casework.open(fremd.reach, id), undefined);
  assert.deepEqual(await casework.take(fremd.reach, { case: id }), { ok: false, why: "not-found" });
  assert.equal((await casework.inbox(fremd.reach, { state: "all", text: reference }, { at: "first" })).lines.length, 0);
  assert.equal(reachOf({ staff: sabine.id, name: sabine.name, roles: sabine.roles }, beispielhausen.id), undefined);
  assert.equal(reachOf({ staff: newId(), name: "Karla Kasse", roles: [{ tenant: musterstadt.id, role: "cashier", office: undefined }] }, musterstadt.id), undefined);
  assert.equal(await db.inTenant(beispielhausen.id, (tx) => tx.run(sql`update casework.case set office = 'gekapert'`)), 0);
  await assert.rejects(db.inTenant(beispielhausen.id, (tx) => tx.run(sql`insert into casework.note values (${newId()}, ${musterstadt.id}, ${id}, now(), ${newId()}, 'x')`)), /row-level security/);
});
test("every look at a case is written down with the office, for the citizen too", async () => {
  const account = newId();
  const { application, id } = await oneCase({ account });
  await casework.open(sabine.reach, id);
  const seen = await db.asAccount(account, (tx) => world.audit.readersOf(tx, application));
  assert.deepEqual(seen.map(({ office, action }) => [office, action]), [["steueramt", "application.read"]]);
});
test("taking a case begins the work; what somebody has, nobody else takes, except a supervisor or the deputy", async () => {
  const { application, id } = await oneCase();
  const taken = await casework.take(sabine.reach, { case: id });
  assert.ok(taken.ok && taken.one.state === "taken" && taken.one.assignee === sabine.id);
  assert.equal(await status(application), "in-progress");
  assert.deepEqual(await casework.take(stella.reach, { case: id }), { ok: false, why: "taken-by-another" });
  assert.deepEqual(await casework.assign(sabine.reach, { case: id, to: otto.id }), { ok: false, why: "not-in-office" });
  const absence = await casework.enterAbsence(sven.reach, { staff: sabine.id, deputy: stella.id, from: "2026-03-01", until: "2026-03-05" });
  assert.ok(absence.ok);
  assert.equal((await casework.inbox(stella.reach, { assignee: "me" }, { at: "first" })).lines.some((line) => line.id === id && line.mine), true);
  assert.ok((await casework.take(stella.reach, { case: id })).ok);
  assert.equal(await casework.endAbsence(otto.reach, absence.id), false);
  assert.equal(await casework.endAbsence(sabine.reach, absence.id), true);
  assert.ok((await casework.take(sven.reach, { case: id })).ok);
  const back = await casework.handBack(sven.reach, { case: id });
  assert.ok(back.ok && back.one.state === "open" && back.one.assignee === undefined);
});
test("a deputy must share an office, and nobody enters somebody else's absence", async () => {
  const days = { from: "2026-03-02", until: "2026-03-03" };
  assert.deepEqual(await casework.enterAbsence(sabine.reach, { staff: sabine.id, deputy: otto.id, ...days }), { ok: false, why: "deputy-wrong" });
  assert.deepEqual(await casework.enterAbsence(sabine.reach, { staff: stella.id, deputy: sabine.id, ...days }), { ok: false, why: "not-allowed" });
  assert.deepEqual(await casework.enterAbsence(sabine.reach, { staff: sabine.id, deputy: stella.id, from: "2026-03-05", until: "2026-03-01" }), { ok: false, why: "days-wrong" });
  assert.deepEqual(await casework.enterAbsence(sabine.reach, { staff: sabine.id, deputy: sabine.id, ...days }), { ok: false, why: "deputy-wrong" });
});
test("of two clerks who answer at once the second overwrites nothing and learns who was faster", async () => {
  const { id } = await oneCase();
  const before = await casework.open(sabine.reach, id);
  assert.ok(before);
  const { version } = before.one;
  assert.ok((await casework.ask(sabine.reach, { case: id, version, text: "Welche Farbe hat der Hund?" })).ok);
  const second = await casework.decide(stella.reach, { case: id, version, draft: refusal, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"] });
  assert.ok(!second.ok && second.why === "changed-meanwhile");
  assert.equal(second.now.changedBy, sabine.id);
  assert.equal(second.now.change, "question");
  const [a, b] = await Promise.all([casework.take(sabine.reach, { case: id, version: second.now.version }), casework.take(stella.reach, { case: id, version: second.now.version })]);
  assert.equal([a, b].filter(({ ok }) => ok).length, 1);
});
test("a question waits, the answer brings the case back and makes it unread again", async () => {
  const account = newId();
  const { application, id } = await oneCase({ account });
  await casework.take(sabine.reach, { case: id });
  const asked = await casework.ask(sabine.reach, { case: id, text: "Bitte senden Sie den Nachweis.", documents: ["Nachweis"], dueOn: "2026-03-20" });
  assert.ok(asked.ok && asked.one.state === "waiting" && asked.one.dueOn === "2026-03-20");
  await casework.open(sabine.reach, id);
  const [request] = await db.asAccount(account, (tx) => world.answers.requests(tx, application));
  clock.advance(60_000);
  await world.answers.reply({ application, access: { kind: "account", account }, request: request?.id ?? "", text: "Anbei." });
  for (let i = 0; i < 2; i += 1) await world.tell("application.reply", { tenant: musterstadt.id, application });
  const [line] = (await casework.inbox(sabine.reach, { assignee: "me", unread: true }, { at: "first" })).lines.filter((one) => one.id === id);
  assert.equal(line?.state, "taken");
  assert.equal(line.dueOn, undefined);
  assert.equal(await status(application), "in-progress");
});
test("what the office itself cancels is no news for it; what a program cancels is", async () => {
  const account = newId();
  const { application, id } = await oneCase({ account });
  const slots = await db.inTenant(musterstadt.id, (tx) => world.appointments.offer(tx, { tenant: musterstadt.id, source: "kalender", at: clock.now(), slots: [0, 1].map((day) => ({ office: "steueramt", startsAt: new Date(clock.now().getTime() + (day + 1) * 86_400_000), endsAt: new Date(clock.now().getTime() + (day + 1) * 86_400_000 + 600_000), place: "Zimmer 7", capacity: 1, externalId: undefined })) }));
  assert.ok(slots.ok);
  const program = { kind: "extension", client: "kalender" } as const;
  const book = (slot: string) => world.answers.inCase(musterstadt.id, application, (tx, head) => world.appointments.book(tx, { head, office: "steueramt", actor: program, slot, words: "" }));
  const [first, second] = [await book(slots.slots[0]!.id), await book(slots.slots[1]!.id)];
  assert.ok(first?.ok && second?.ok);
  const unread = async (): Promise<boolean> => (await casework.inbox(sabine.reach, { unread: true }, { at: "first" })).lines.some((one) => one.id === id);
  const lastTold = () => db.inTenant(musterstadt.id, async (tx) => (await applications.timeline(tx, application, { kind: "tenant" }, "office")).at(-1)!.id);
  const tell = async () => casework.subscriptions.find(({ name }) => name === "casework.appointment-cancelled")?.handle({ type: "application.appointment-cancelled", id: await lastTold(), tenant: musterstadt.id, application }, { lastAttempt: false });
  await casework.open(sabine.reach, id);
  clock.advance(60_000);
  const done = await casework.cancelAppointment(sabine.reach, { case: id, appointment: first.appointment.id, reason: "Das Amt ist geschlossen." });
  assert.ok(done.ok && done.one.change === "appointment-cancelled");
  await tell();
  assert.equal((await casework.find(sabine.reach, id))?.version, done.one.version, "the page that the clerk has open stays good");
  assert.equal(await unread(), false);
  assert.deepEqual(await casework.cancelAppointment(sabine.reach, { case: id, appointment: first.appointment.id, reason: "Noch einmal." }), { ok: false, why: "appointment-over" });
  clock.advance(60_000);
  await world.answers.inCase(musterstadt.id, application, (tx, head) => world.appointments.cancel(tx, { head, office: "steueramt", actor: program, appointment: second.appointment.id, words: "" }));
  await tell();
  assert.equal(await unread(), true);
});
test("notes are the office's own: sealed, and not in the citizen's timeline", async () => {
  const account = newId();
  const { application, id } = await oneCase({ account });
  assert.deepEqual(await casework.note(sabine.reach, { case: id, text: "  " }), { ok: false, why: "text-missing" });
  assert.ok((await casework.note(sabine.reach, { case: id, text: "Rückruf am Mittwoch" })).ok);
  assert.deepEqual((await casework.open(stella.reach, id))?.notes.map(({ text, staff }) => [text, staff]), [["Rückruf am Mittwoch", sabine.id]]);
  const raw = await db.inTenant(musterstadt.id, (tx) => tx.one<{ text: Buffer }>(sql`select text from casework.note where case_id = ${id}`));
  assert.equal(raw.text.includes("Mittwoch"), false);
  const events = await db.asAccount(account, (tx) => applications.timeline(tx, application, { kind: "account" }, "citizen"));
  assert.deepEqual(events.map(({ type }) => type), ["submitted"]);
});
test("the application is decided when its last office has decided, and closed when the last one closes", async () => {
  const account = newId();
  const { application, reference } = await world.submitted({ account, answers: bigDog, upload: [{ path: "grosserHund.versicherung", name: "v.pdf" }] });
  const cases = await world.casesOf(reference);
  const [order, tax] = ["ordnungsamt", "steueramt"].map((office) => cases.find((one) => one.office === office)?.id ?? "");
  assert.ok(order && tax);
  assert.ok((await casework.decide(sabine.reach, { case: tax, draft: grant, way: "mailbox" })).ok);
  assert.equal(await status(application), "submitted");
  const done = await casework.decide(otto.reach, { case: order, draft: refusal, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"] });
  assert.ok(done.ok && done.one.task === "post-letter");
  assert.equal(await status(application), "decided");
  assert.deepEqual(await casework.close(otto.reach, { case: order }), { ok: false, why: "not-notified" });
  assert.deepEqual(await casework.recordPosting(sabine.reach, { case: tax, decision: done.decision, day: "2026-03-02" }), { ok: false, why: "not-found" }, "another office's letter");
  const posted = await casework.recordPosting(otto.reach, { case: order, decision: done.decision, day: "2026-03-02" });
  assert.ok(posted.ok && posted.one.task === undefined);

  const decision = (await db.inTenant(musterstadt.id, (tx) => world.answers.decisions(tx, application))).find(({ office }) => office === "steueramt");
  const retrieved = world.answers.subscriptions.find(({ name }) => name === "answers.opened");
  await retrieved?.handle({ type: "message.opened", id: newId(), tenant: musterstadt.id, decision: decision?.id ?? "", at: "2026-03-02T12:00:00Z" });
  clock.set(new Date("2026-03-07T01:00:00Z"));
  await world.answers.jobs["answers.terms"]();
  assert.ok((await casework.close(otto.reach, { case: order })).ok);
  assert.equal(await status(application), "decided");
  const closed = await casework.close(sabine.reach, { case: tax });
  assert.ok(closed.ok, JSON.stringify(closed));
  assert.equal(await status(application), "closed");
  clock.set(new Date("2026-03-02T09:00:00Z"));
});
test("a refused decision leaves nothing behind, and the list of what is missing comes back", async () => {
  const { application, id } = await oneCase({ account: newId() });
  const outcome = await casework.decide(sabine.reach, { case: id, draft: { ...grant, kind: "refusal" }, way: "mailbox" });
  assert.deepEqual(outcome, { ok: false, why: "incomplete", missing: ["reasons", "remedy-kind", "remedy-where", "remedy-deadline"] });
  assert.deepEqual(await db.inTenant(musterstadt.id, (tx) => world.answers.decisions(tx, application)), []);
  assert.equal(await status(application), "submitted");
});
test("a decision that was not retrieved comes back as a task for its office", async () => {
  const { application, id } = await oneCase({ account: newId() });
  const done = await casework.decide(sabine.reach, { case: id, draft: grant, way: "mailbox" });
  assert.ok(done.ok);
  const noticed = world.answers.subscriptions.find(({ name }) => name === "answers.noticed");
  await noticed?.handle({ type: "message.noticed", id: newId(), tenant: musterstadt.id, decision: done.decision, at: "2026-03-02T10:00:00Z" });
  clock.set(new Date("2026-03-14T01:00:00Z"));
  await world.answers.jobs["answers.terms"]();
  await world.tell("decision.lapsed", { tenant: musterstadt.id, application, decision: done.decision });
  const page = await casework.inbox(sabine.reach, { state: "all", due: "task" }, { at: "first" });
  assert.ok(page.lines.some((line) => line.id === id && line.task === "repeat-decision"));
  const again = await casework.decide(sabine.reach, { case: id, draft: grant, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"], replaces: done.decision });
  assert.ok(again.ok && again.one.task === "post-letter");
  await world.tell("decision.lapsed", { tenant: musterstadt.id, application, decision: done.decision });
  assert.equal((await casework.find(sabine.reach, id))?.task, "post-letter", "what was repeated does not lapse again");
  clock.set(new Date("2026-03-02T09:00:00Z"));
});
test("a withdrawn application stays on the desk until the office closes it", async () => {
  const account = newId();
  const { application, id } = await oneCase({ account });
  await world.answers.withdraw({ application, access: { kind: "account", account } });
  await world.tell("application.withdrawn", { tenant: musterstadt.id, application });
  assert.equal((await casework.find(sabine.reach, id))?.withdrawn, true);
  const outcome = await casework.decide(sabine.reach, { case: id, draft: grant, way: "mailbox" });
  assert.deepEqual(outcome, { ok: false, why: "not-allowed", from: "withdrawn" });
  assert.ok((await casework.close(sabine.reach, { case: id })).ok);
  assert.equal(await status(application), "closed");
});
test("a case passed on to another office is seen there and no longer here", async () => {
  const { id } = await oneCase();
  assert.deepEqual(await casework.passOn(sabine.reach, { case: id, office: "erfundenes-amt", reason: "Nicht zuständig" }), { ok: false, why: "unknown-office" });
  assert.ok((await casework.passOn(sabine.reach, { case: id, office: "ordnungsamt", reason: "Für Zwinger ist das Ordnungsamt zuständig." })).ok);
  assert.equal(await casework.open(sabine.reach, id), undefined);
  assert.ok(await casework.open(otto.reach, id));
});
test("whoever asks or decides has the case that nobody had, and nobody's is taken away", async () => {
  const { id } = await oneCase();
  assert.ok((await casework.ask(sabine.reach, { case: id, text: "Welche Farbe?" })).ok);
  assert.deepEqual(await casework.find(sabine.reach, id).then((one) => [one?.state, one?.assignee]), ["waiting", sabine.id]);
  assert.ok((await casework.ask(stella.reach, { case: id, text: "Und wie groß?" })).ok);
  assert.equal((await casework.find(sabine.reach, id))?.assignee, sabine.id);
  const fee = await oneCase();
  const draft = { ...grant, kind: "fee", amounts: [{ label: "Gebühr", cents: 100 }], reasons: ["Satzung"], remedy: { kind: "klage", where: "Verwaltungsgericht Musterstadt", months: 1 } } as const;
  assert.ok((await casework.decide(stella.reach, { case: fee.id, draft, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7"] })).ok);
  assert.deepEqual(await casework.find(stella.reach, fee.id).then((one) => [one?.state, one?.assignee]), ["taken", stella.id], "a case in which something was decided is no new one");
  assert.equal(await status(fee.application), "in-progress", "and the person sees that work has begun");
});
test("many at once: each for itself, and what was refused is said", async () => {
  const cases = [await oneCase(), await oneCase(), await oneCase()].map(({ id }) => id);
  await casework.take(stella.reach, { case: cases[1] ?? "" });
  const outcome = await casework.many(sabine.reach, [...cases, cases[0] ?? "", newId()], { kind: "take" });
  assert.deepEqual(outcome.done, [cases[0], cases[2]]);
  assert.deepEqual(outcome.refused.map(({ why }) => why), ["taken-by-another", "not-found"]);
});
test("the alert to the office names no content, and who is away does not get it", async () => {
  world.mails.length = 0;
  await casework.enterAbsence(sven.reach, { staff: stella.id, deputy: sabine.id, from: "2026-03-02", until: "2026-03-02" });
  clock.set(new Date("2026-03-02T09:00:00Z"));
  await casework.jobs["casework.alert"]({ tenant: musterstadt.id, office: "steueramt", slot: 1 }, { attempt: 1, lastAttempt: false });
  assert.deepEqual(world.mails.map(({ to }) => to), ["sabine@musterstadt.example"]);
  for (const { subject, text } of world.mails) assert.doesNotMatch(`${subject} ${text}`, /Hund|Erika|Beispiel|MUS-/);
});
test("a deputy's deputy works, and where all are away the person does", () => {
  const away = (staff: string, deputy: string) => ({ id: staff, staff, deputy, from: "2026-03-01", until: "2026-03-09" });
  assert.equal(whoWorksFor([], "a"), "a");
  assert.equal(whoWorksFor([away("a", "b"), away("b", "c")], "a"), "c");
  assert.equal(whoWorksFor([away("a", "b"), away("b", "a")], "a"), "a");
});
test("the counters agree with the rows after all of this", async () => {
  const counted = () => db.inTenant(musterstadt.id, (tx) => tx.rows(sql`select office, state, cases from casework.counter where cases <> 0 order by office, state`));
  const before = await counted();
  await db.inTenant(musterstadt.id, (tx) => casework.recount(tx, musterstadt.id));
  assert.deepEqual(await counted(), before);
});
