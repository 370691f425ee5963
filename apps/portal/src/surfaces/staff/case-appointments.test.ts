import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people } = world;
const { sabine, otto, karla, fremd } = people;

/** A page that keeps everything a page has to keep. */
test("what the person released from the safe and the appointments of the case stand on its page; a look is written down, and an end is an end", async () => {
  const account = newId();
  const { application, path } = await world.submitted({ account });
  const inTown = { tenant: world.musterstadt.id, actor: { kind: "extension", client: "kalender" } } as const;
  assert.ok(!(await seen(get(sabine, path))).text.includes("Aus dem Dokumentensafe"));
  const kept = await world.safe.keep({ account, name: "Heimtierausweis.pdf", content: Readable.from([Buffer.from("%PDF-1.7\nBella\n%%EOF")]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const shared = await world.safe.share({ account, level: 3, document: kept.document.id, application });
  const offered = await world.db.inTenant(inTown.tenant, (tx) => world.appointments.offer(tx, { ...inTown, source: "kalender", at: world.clock.now(), slots: [{ office: "steueramt", startsAt: new Date("2026-03-10T08:00:00Z"), endsAt: new Date("2026-03-10T08:20:00Z"), place: "Bürgerbüro, Zimmer 12", capacity: 1, externalId: undefined }] }));
  assert.ok(shared.ok && offered.ok);
  const booked = await world.answers.inCase(inTown.tenant, application, (tx, head) => world.appointments.book(tx, { head, office: "steueramt", actor: inTown.actor, slot: offered.slots[0]!.id, words: "" }));
  assert.ok(booked?.ok);
  const page = await seen(get(sabine, path));
  for (const words of ["Aus dem Dokumentensafe freigegeben", "Heimtierausweis.pdf", "Erika Beispiel", "bis einschließlich 31. Mai 2026", "Nächster Termin", "Dienstag, 10. März 2026, 09:00 bis 09:20 Uhr, Bürgerbüro, Zimmer 12"]) assert.ok(page.text.includes(words), words);
  assert.ok((await seen(get(sabine, `${path}?ansicht=termine`))).text.includes("vereinbart"));
  const file = `${path}/freigabe/${shared.share}`;
  const opened = await get(sabine, file);
  assert.deepEqual([opened.status, opened.headers["content-type"], opened.text.includes("Bella")], [200, "application/pdf", true]);
  const readers = await world.db.asAccount(account, (tx) => world.audit.readersOf(tx, application));
  assert.ok(readers.some(({ action, office }) => action === "file.read" && office === "steueramt"), "the person sees who opened it");
  for (const [who, status] of [[otto, 404], [fremd, 403], [karla, 403]] as const) assert.equal((await get(who, file)).status, status);
  assert.equal((await get(sabine, `${path}/freigabe/${newId()}`)).status, 404);

  assert.ok(await world.db.asAccount(account, (tx) => world.safe.endShare(tx, { account, share: shared.share })));
  assert.equal((await get(sabine, file)).status, 404);
  assert.ok((await world.appointments.cancelOwn({ account, level: 3, application, appointment: booked.appointment.id, words: "Ich bin krank." })).ok);
  const after = await seen(get(sabine, `${path}?ansicht=antrag`));
  assert.ok(after.text.includes("beendet am 2. März 2026") && !after.text.includes("Heimtierausweis.pdf") && !after.text.includes("Nächster Termin"));
  assert.ok((await seen(get(sabine, `${path}?ansicht=termine`))).text.includes("abgesagt"));
  const history = await seen(get(sabine, `${path}?ansicht=verlauf`));
  for (const words of ["Die Person hat ein Dokument freigegeben", "Die Person hat eine Freigabe beendet", "Termin vereinbart", "Termin abgesagt", "Ich bin krank."]) assert.ok(history.text.includes(words), words);
});

test("a clerk moves an appointment and cancels it, with a reason; what is wrong is said at its field, and nobody else's is touched", async () => {
  const account = newId();
  const { application, path } = await world.submitted({ account });
  const inTown = { tenant: world.musterstadt.id, actor: { kind: "extension", client: "kalender" } } as const;
  const at = (hour: number, office = "steueramt") => ({ office, startsAt: new Date(`2026-03-12T${String(hour).padStart(2, "0")}:00:00Z`), endsAt: new Date(`2026-03-12T${String(hour).padStart(2, "0")}:20:00Z`), place: "Zimmer 7", capacity: 1, externalId: undefined });
  const offered = await world.db.inTenant(inTown.tenant, (tx) => world.appointments.offer(tx, { ...inTown, source: "kalender", at: world.clock.now(), slots: [at(8), at(9), at(10, "ordnungsamt")] }));
  assert.ok(offered.ok);
  const [early, late, theirs] = offered.slots.map(({ id }) => id);
  assert.ok(!(await seen(get(sabine, path))).text.includes("Termin verlegen"), "nothing to move");
  const booked = await world.answers.inCase(inTown.tenant, application, (tx, head) => world.appointments.book(tx, { head, office: "steueramt", actor: inTown.actor, slot: early!, words: "" }));
  assert.ok(booked?.ok);
  const shown = await get(sabine, path);
  const page = await seen(Promise.resolve(shown));
  const move = page.form("Termin verlegen");
  const [termin, zeiten] = ["terminverlegung-termin", "terminverlegung-zeit"].map((id) => new RegExp(`<select[^>]* id="${id}"[^>]*>(.*?)</select>`, "s").exec(shown.text)?.[1] ?? "");
  assert.ok(termin?.includes(booked.appointment.id) && zeiten?.includes(late!) && !zeiten.includes(early!) && !zeiten.includes(theirs!), "free times of the same office");
  const version = String(move.fields.find(([name]) => name === "version")?.[1]);
  const doIt = (noun: string, fields: Readonly<Record<string, string>>) => post(sabine, `${path}/${noun}`, { version, termin: booked.appointment.id, text: "Der Kollege ist krank.", ...fields });
  for (const [fields, words] of [[{ zeit: late!, text: " " }, "Schreiben Sie einen Text."], [{ zeit: "" }, "Wählen Sie eine freie Zeit."], [{ zeit: theirs! }, "Wählen Sie eine freie Zeit."], [{ zeit: late!, termin: newId() }, "Wählen Sie den Termin."], [{ zeit: late!, text: "x".repeat(2_001) }, "zu lang"]] as const) {
    const refused = await seen(doIt("terminverlegung", fields), 422);
    assert.ok(refused.text.includes(words), words);
  }
  assert.equal((await post(otto, `${path}/terminverlegung`, { version, termin: booked.appointment.id, zeit: late!, text: "x" })).status, 404);
  const moved = await doIt("terminverlegung", { zeit: late! });
  assert.deepEqual([moved.status, moved.location], [303, `${path}?getan=terminverlegung&ansicht=termine`]);
  const after = await seen(get(sabine, moved.location ?? ""));
  assert.ok(after.text.includes("Der Termin ist verlegt.") && after.text.includes("Donnerstag, 12. März 2026, 10:00 bis 10:20 Uhr"));
  // The page that was open before says who was faster.
  assert.equal((await doIt("terminabsage", {})).status, 409);
  const fresh = { version: String(after.form("Termin absagen").fields.find(([name]) => name === "version")?.[1]) };
  assert.equal((await doIt("terminabsage", fresh)).location, `${path}?getan=terminabsage&ansicht=termine`);
  const ended = await seen(get(sabine, `${path}?getan=terminabsage&ansicht=termine`));
  assert.ok(ended.text.includes("Der Termin ist abgesagt.") && ended.text.includes("abgesagt") && !ended.text.includes("Termin verlegen"));
  const history = await seen(get(sabine, `${path}?ansicht=verlauf`));
  for (const words of ["Termin verlegt", "Termin abgesagt", "Der neue Termin: Donnerstag, 12. März 2026, 10:00 bis 10:20 Uhr, Zimmer 7", "Der Kollege ist krank."]) assert.ok(history.text.includes(words), words);
  const audited = await world.db.inTenant(inTown.tenant, (tx) => tx.rows<{ action: string; office: string }>(sql`select action, office from audit.entry where subject = ${application} and action like 'appointment.%' order by id`));
  assert.deepEqual(audited, [{ action: "appointment.move", office: "steueramt" }, { action: "appointment.cancel", office: "steueramt" }]);
});
