import assert from "node:assert/strict";
import { test } from "node:test";
import { createAudit } from "#modules/audit";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { addNode, compileForm, type FormDefinition, recordTest, removeNode, setNode, type Text } from "@kommunalportal/form-engine";
import { testDatabase } from "../../../testing/index.ts";
import { newTown } from "../testing/new-town.ts";
import { createForms, createWorkshop, type Edit, type WorkingCopy } from "../index.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-11-26T09:00:00Z"));
const forms = createForms({ db: t.db, clock });
const workshop = createWorkshop({ db: t.db, clock, audit: createAudit({ db: t.db, clock }) });
const [ede, sven] = [{ id: newId(), name: "Ede Editor" }, { id: newId(), name: "Sven Super" }];

function service(slug: string): object {
  return {
    slug, leika: "99102013036000", title: { de: "Fundsache melden" }, short: { de: "Etwas gefunden?" }, trustLevel: "none", signIn: "never", account: false, attributes: [], documents: [], minutes: 5, retentionMonths: 6, legalArea: "vwvfg",
    recipients: ["fundbuero"], submitLabel: { de: "Fund anzeigen" }, privacy: { purpose: { de: "Rückgabe" }, legalBasis: { de: "§ 965 BGB" }, recipients: [{ de: "Fundbüro" }], term: { de: "6 Monate" } },
  };
}
const full = (de: string): Text => ({ de, en: de, easy: de });
const why = { text: full("Damit wir die Sache wiederfinden.") };
const form: FormDefinition = { id: "fund", version: "1.0.0", title: full("Fundsache"), steps: [{ id: "fund", title: full("Fund"), nodes: [{ kind: "field", id: "sache", type: "text", label: full("Sache"), why }, { kind: "field", id: "ort", type: "text", label: full("Ort"), why }] }] };

let towns = 0;
async function begin(slug: string): Promise<{ readonly tenant: string; readonly copy: WorkingCopy }> {
  const tenant = await newTown(t.db, `stadt-${towns += 1}`);
  const made = await workshop.create({ tenant, by: ede, what: "Angelegt", content: { service: service(slug), form }, mayAll: false });
  assert.ok(made.ok, JSON.stringify(made));
  return { tenant, copy: made.copy };
}
const relabel = (path: string, de: string): Edit => ({
  what: `Frage »${path}« geändert`, part: ({ form: { steps } }) => steps[0]?.nodes.find(({ id }) => id === path) ?? undefined,
  apply: (content) => ({ ...content, form: setNode(content.form, path, { kind: "field", id: path, type: "text", label: full(de), why }) }),
});
const labels = (copy: WorkingCopy): string[] => copy.content.form.steps.flatMap(({ nodes }) => nodes.map((node) => (node.kind === "group" ? node.title.de : node.label.de)));

test("two editors who change different questions both keep their change; on the same question the later one is shown the other's and stores nothing", async () => {
  const { tenant, copy } = await begin("fund-zwei");
  const at = { tenant, copy: copy.id, seen: 1 };
  const first = await workshop.edit({ ...at, by: ede }, relabel("sache", "Was war es?"));
  assert.ok(first.ok && first.copy.revision === 2);
  const second = await workshop.edit({ ...at, by: sven }, relabel("ort", "Wo war es?"));
  assert.ok(second.ok);
  assert.deepEqual(labels(second.copy), ["Was war es?", "Wo war es?"]);
  const late = await workshop.edit({ ...at, by: sven }, relabel("sache", "Welche Sache?"));
  assert.ok(!late.ok && late.why === "changed-meanwhile" && late.seen);
  assert.deepEqual([late.by, late.seen.form.steps[0]?.nodes[0], late.copy.revision], ["Sven Super", form.steps[0]?.nodes[0], 3]);
  const gone = await workshop.edit({ tenant, copy: copy.id, by: ede, seen: 3 }, { what: "gelöscht", part: () => 0, apply: (content) => ({ ...content, form: removeNode(content.form, "ort") }) });
  assert.ok(gone.ok);
  const onGone = await workshop.edit({ tenant, copy: copy.id, by: sven, seen: 3 }, relabel("ort", "Fundort"));
  assert.ok(!onGone.ok && onGone.why === "changed-meanwhile");
});
test("twenty editors at once lose nothing: each stored change is there, each refused one is told", async () => {
  const { tenant, copy } = await begin("fund-viele");
  const outcomes = await Promise.all(Array.from({ length: 20 }, (_, i) => workshop.edit({ tenant, copy: copy.id, by: { id: newId(), name: `Person ${i}` }, seen: 1 }, {
    what: `Frage ${i}`, part: () => 0, apply: (content) => ({ ...content, form: addNode(content.form, { step: "fund" }, { kind: "field", id: `f${i}`, type: "text", label: full(`Frage ${i}`), why }) }),
  })));
  assert.ok(outcomes.every(({ ok }) => ok));
  const now = await workshop.open({ tenant, copy: copy.id });
  assert.equal(now?.revision, 21);
  assert.equal(labels(now).length, 22);
});
test("undo goes back step by step, redo forward again, a new change ends redo, and any revision can be had back", async () => {
  const { tenant, copy } = await begin("fund-undo");
  let seen = 1;
  const step = async (act: "undo" | "redo" | Edit): Promise<string> => {
    const at = { tenant, copy: copy.id, by: ede, seen };
    const outcome = act === "undo" ? await workshop.undo(at) : act === "redo" ? await workshop.redo(at) : await workshop.edit(at, act);
    if (!outcome.ok) return outcome.why;
    seen = outcome.copy.revision;
    return labels(outcome.copy)[0] ?? "";
  };
  await step(relabel("sache", "A"));
  await step(relabel("sache", "B"));
  assert.deepEqual([await step("undo"), await step("undo"), await step("undo")], ["A", "Sache", "nothing-to-do"]);
  assert.deepEqual([await step("redo"), await step("redo"), await step("redo")], ["A", "B", "nothing-to-do"]);
  assert.deepEqual([await step("undo"), await step(relabel("sache", "C")), await step("redo"), await step("undo")], ["A", "C", "nothing-to-do", "A"]);
  const back = await workshop.restore({ tenant, copy: copy.id, by: ede, seen }, 3);
  assert.ok(back.ok);
  assert.equal(labels(back.copy)[0], "B");
  assert.ok((await workshop.history({ tenant, copy: copy.id })).some(({ what }) => what === "Stand 3 wiederhergestellt"));
  const other = await workshop.undo({ tenant, copy: copy.id, by: sven, seen });
  assert.ok(!other.ok && other.why === "changed-meanwhile");
});
test("draft, review, release by a second person, publication from a day on; nobody releases their own work, and a change ends a release", async () => {
  const { tenant, copy } = await begin("fund-weg");
  const at = (by: typeof ede, seen: number) => ({ tenant, copy: copy.id, by, seen });
  const rights = { mayAll: false, towns: [tenant] };
  const wish = { tenants: [tenant], validFrom: clock.now(), acknowledged: false } as const;
  assert.deepEqual(await workshop.publish(at(ede, 1), wish, rights), { ok: false, why: "not-released" });
  const asked = await workshop.askForReview(at(ede, 1), "bitte ansehen");
  assert.ok(asked.ok && asked.copy.state === "review");
  assert.deepEqual(await workshop.decideReview(at(ede, 2), { release: true }), { ok: false, why: "own-work" });
  const released = await workshop.decideReview(at(sven, 2), { release: true });
  assert.ok(released.ok && released.copy.state === "released");
  const changed = await workshop.edit(at(ede, 3), relabel("sache", "Doch anders"));
  assert.ok(changed.ok && changed.copy.state === "draft");
  await workshop.askForReview(at(ede, 4));
  const again = await workshop.decideReview(at(sven, 5), { release: true });
  assert.ok(again.ok);
  assert.deepEqual(await workshop.publish(at(ede, 6), { ...wish, tenants: "all" }, rights), { ok: false, why: "not-allowed" });
  assert.deepEqual(await workshop.publish(at(ede, 6), { ...wish, tenants: [newId()] }, rights), { ok: false, why: "not-allowed" });
  const tomorrow = new Date(clock.now().getTime() + 86_400_000);
  const published = await workshop.publish(at(ede, 6), { ...wish, validFrom: tomorrow }, rights);
  assert.ok(published.ok && published.copy.state === "published");
  forms.refresh();
  assert.equal(await forms.current("fund-weg", tenant), undefined);
  clock.set(tomorrow);
  assert.equal((await forms.current("fund-weg", tenant))?.version, "1.0.0");
  const other = await newTown(t.db, "nebenan");
  assert.equal(await forms.current("fund-weg", other), undefined);
  const next = await workshop.edit(at(ede, 7), relabel("ort", "Genauer Ort"));
  assert.ok(next.ok);
  assert.deepEqual([next.copy.state, next.copy.content.form.version, (await forms.service("fund-weg", "1.0.0"))?.form.definition.steps[0]?.nodes.length], ["draft", "1.1.0", 2]);
  await workshop.withdraw({ slug: "fund-weg", version: "1.0.0", tenants: [tenant] });
  forms.refresh();
  assert.equal(await forms.current("fund-weg", tenant), undefined);
  assert.equal((await forms.service("fund-weg", "1.0.0"))?.version, "1.0.0");
});
test("published for all, a town with a release of its own keeps it, and a withdrawn version gives way to the one before", async () => {
  const { tenant, copy } = await begin("fund-alle");
  const other = await newTown(t.db, "weit-weg");
  const rights = { mayAll: true, towns: [] };
  const publish = async (tenants: "all" | readonly string[], seen: number) => {
    await workshop.askForReview({ tenant, copy: copy.id, by: ede, seen });
    await workshop.decideReview({ tenant, copy: copy.id, by: sven, seen: seen + 1 }, { release: true });
    const done = await workshop.publish({ tenant, copy: copy.id, by: ede, seen: seen + 2 }, { tenants, validFrom: clock.now(), acknowledged: false }, rights);
    assert.ok(done.ok, JSON.stringify(done));
    forms.refresh();
  };
  await publish("all", 1);
  await workshop.edit({ tenant, copy: copy.id, by: ede, seen: 4 }, relabel("sache", "Neu"));
  await publish([tenant], 5);
  assert.deepEqual([(await forms.current("fund-alle", tenant))?.version, (await forms.current("fund-alle", other))?.version], ["1.1.0", "1.0.0"]);
  assert.equal(await workshop.withdraw({ slug: "fund-alle", version: "1.1.0", tenants: "all" }), 1);
  forms.refresh();
  assert.equal((await forms.current("fund-alle", tenant))?.version, "1.0.0");
});
test("a red test, a fault and an unseen list each stop a publication", async () => {
  const { tenant, copy } = await begin("fund-rot");
  const at = (seen: number) => ({ tenant, copy: copy.id, by: ede, seen });
  const recorded = recordTest(compileForm(form), undefined, { name: "Schirm", day: "2026-11-26", answers: { sache: "Schirm", ort: "Bus 7" } });
  const tested = await workshop.edit(at(1), { what: "Test", part: ({ tests }) => tests, apply: (content) => ({ ...content, tests: [recorded] }) });
  assert.ok(tested.ok);
  const broken = await workshop.edit(at(2), { what: "Frage weg", part: () => 0, apply: (content) => ({ ...content, form: removeNode(content.form, "ort") }) });
  assert.ok(broken.ok);
  const asked = await workshop.askForReview(at(3));
  assert.ok(!asked.ok && asked.why === "not-publishable");
  assert.deepEqual(asked.check.red.map(({ name, differences }) => [name, differences.map(({ what, path }) => `${what} ${path}`)]), [["Schirm", ["visible ort", "data ort"]]]);
  await workshop.undo(at(3));
  await workshop.edit(at(4), { what: "ohne Grund", part: () => 0, apply: (content) => ({ ...content, form: setNode(content.form, "ort", { kind: "field", id: "ort", type: "text", label: { de: "Ort" } }) }) });
  assert.ok((await workshop.askForReview(at(5))).ok);
  await workshop.decideReview({ ...at(6), by: sven }, { release: true });
  const unseen = await workshop.publish(at(7), { tenants: [tenant], validFrom: clock.now(), acknowledged: false }, { mayAll: false, towns: [tenant] });
  assert.ok(!unseen.ok && unseen.why === "not-acknowledged");
  assert.deepEqual([unseen.check.withoutReason.map(({ path }) => path), unseen.check.missingTexts.map(({ path, language }) => `${path} ${language}`)], [["ort"], ["ort en", "ort easy"]]);
  assert.ok((await workshop.publish(at(7), { tenants: [tenant], validFrom: clock.now(), acknowledged: true }, { mayAll: false, towns: [tenant] })).ok);
  const audit = await t.db.inTenant(tenant, (tx) => tx.rows<{ subject: string }>(sql`select subject from audit.entry where action = 'form.publish'`));
  assert.deepEqual(audit, [{ subject: "fund-rot 1.0.0" }]);
});
test("undecided rules of an imported schema are listed until somebody decides", async () => {
  const tenant = await newTown(t.db, "regelstadt");
  const imported = { schema: { id: "S99000000077", version: "1.0.0" }, rules: [{ key: "#R1", sentence: "Nach Augenmaß prüfen." }] };
  const made = await workshop.create({ tenant, by: ede, what: "Importiert", content: { service: service("fund-regel"), form, imported }, mayAll: false });
  assert.ok(made.ok);
  assert.deepEqual((await workshop.check(made.copy)).undecided, imported.rules);
  await forms.decideRule({ schema: imported.schema, key: "#R1", decision: { kind: "decline", because: "macht das Amt" }, by: "Ede Editor" });
  assert.deepEqual((await workshop.check(made.copy)).undecided, []);
});
test("what an imported schema demands and the form no longer surely gives is listed, and stops a publication that has not seen it", async () => {
  const tenant = await newTown(t.db, "lockerstadt");
  const made = await workshop.create({ tenant, by: ede, what: "Importiert", content: { service: service("fund-locker"), form, imported: { schema: { id: "S99000000078", version: "1.0.0" }, rules: [], form } }, mayAll: false });
  assert.ok(made.ok);
  assert.deepEqual((await workshop.check(made.copy)).departures, []);
  const at = (seen: number) => ({ tenant, copy: made.copy.id, by: ede, seen });
  const loosened = await workshop.edit(at(1), { what: "freiwillig", part: () => 0, apply: (content) => ({ ...content, form: setNode(content.form, "ort", { kind: "field", id: "ort", type: "text", label: full("Ort"), why, required: false }) }) });
  assert.ok(loosened.ok);
  assert.ok((await workshop.askForReview(at(2))).ok);
  await workshop.decideReview({ ...at(3), by: sven }, { release: true });
  const unseen = await workshop.publish(at(4), { tenants: [tenant], validFrom: clock.now(), acknowledged: false }, { mayAll: false, towns: [tenant] });
  assert.ok(!unseen.ok && unseen.why === "not-acknowledged");
  assert.deepEqual(unseen.check.departures.map(({ path, why: because }) => `${path} ${because}`), ["ort optional"]);
  assert.ok((await workshop.publish(at(4), { tenants: [tenant], validFrom: clock.now(), acknowledged: true }, { mayAll: false, towns: [tenant] })).ok);
});
test("a working copy belongs to its town: another sees, changes and publishes nothing of it, and its name is taken", async () => {
  const { tenant, copy } = await begin("fund-eigen");
  const other = await newTown(t.db, "fremd");
  const at = { tenant: other, copy: copy.id, by: sven, seen: 1 };
  assert.equal(await workshop.open(at), undefined);
  assert.deepEqual(await workshop.edit(at, relabel("sache", "x")), { ok: false, why: "not-found" });
  assert.deepEqual(await workshop.askForReview(at), { ok: false, why: "not-found" });
  assert.deepEqual(await workshop.publish(at, { tenants: [other], validFrom: clock.now(), acknowledged: true }, { mayAll: false, towns: [other] }), { ok: false, why: "not-found" });
  assert.deepEqual(await workshop.create({ tenant: other, by: sven, what: "x", content: { service: service("fund-eigen"), form }, mayAll: false }), { ok: false, why: "name-taken" });
  assert.deepEqual((await workshop.list(other)).length, 0);
  assert.equal((await workshop.list(tenant))[0]?.changedBy, "Ede Editor");
  assert.equal(await t.db.inTenant(other, (tx) => tx.run(sql`delete from forms.working_copy where id = ${copy.id}`)), 0);
});
test("a preview link shows the copy until it expires or is ended, and nothing else opens it", async () => {
  const { tenant, copy } = await begin("fund-link");
  const link = await workshop.previewLinks.make({ tenant, copy: copy.id, by: ede }, 7);
  assert.ok(link);
  assert.equal((await workshop.previewLinks.find(link.token))?.id, copy.id);
  assert.equal(await workshop.previewLinks.find(`${link.token.slice(0, -1)}_`), undefined);
  assert.equal((await workshop.previewLinks.open({ tenant, copy: copy.id })).count, 1);
  clock.set(new Date(link.expiresAt.getTime() + 1));
  assert.equal(await workshop.previewLinks.find(link.token), undefined);
  const second = await workshop.previewLinks.make({ tenant, copy: copy.id, by: ede }, 7);
  await workshop.previewLinks.end({ tenant, copy: copy.id });
  assert.equal(await workshop.previewLinks.find(second?.token ?? ""), undefined);
  assert.equal(await workshop.previewLinks.make({ tenant: await newTown(t.db, "fremd-zwei"), copy: copy.id, by: sven }, 7), undefined);
});
test("a town's adaptation goes before the publisher's version, survives its update with a choice at each conflict, and is no more than words, uploads and added questions", async () => {
  const { tenant: publisher, copy } = await begin("fund-anpassen");
  const town = await newTown(t.db, "anpasserin");
  const other = await newTown(t.db, "ohne-anpassung");
  let seen = 0;
  const publishAll = async (): Promise<void> => {
    const now = await workshop.open({ tenant: publisher, copy: copy.id });
    assert.ok(now);
    await workshop.askForReview({ tenant: publisher, copy: copy.id, by: ede, seen: now.revision });
    await workshop.decideReview({ tenant: publisher, copy: copy.id, by: sven, seen: now.revision + 1 }, { release: true });
    assert.ok((await workshop.publish({ tenant: publisher, copy: copy.id, by: ede, seen: now.revision + 2 }, { tenants: "all", validFrom: clock.now(), acknowledged: true }, { mayAll: true, towns: [] })).ok);
    forms.refresh();
  };
  const publishOwn = async (id: string) => {
    assert.ok((await workshop.askForReview({ tenant: town, copy: id, by: ede, seen })).ok);
    await workshop.decideReview({ tenant: town, copy: id, by: sven, seen: seen + 1 }, { release: true });
    const done = await workshop.publish({ tenant: town, copy: id, by: ede, seen: seen + 2 }, { tenants: [town], validFrom: clock.now(), acknowledged: true }, { mayAll: false, towns: [town] });
    assert.ok(done.ok, JSON.stringify(done));
    seen = done.copy.revision;
    forms.refresh();
    return done.version;
  };
  await publishAll();
  const own = await workshop.adapt({ tenant: town, by: ede, slug: "fund-anpassen" });
  assert.ok(own.ok);
  assert.deepEqual(await workshop.adapt({ tenant: town, by: ede, slug: "fund-anpassen" }), { ok: false, why: "exists", copy: own.copy.id });
  assert.deepEqual(await workshop.adapt({ tenant: publisher, by: ede, slug: "fund-anpassen" }), { ok: false, why: "own-form" });
  const at = () => ({ tenant: town, copy: own.copy.id, by: ede, seen });
  seen = 1;
  const removed = await workshop.edit(at(), { what: "weg", part: () => 0, apply: (content) => ({ ...content, form: removeNode(content.form, "ort") }) });
  assert.ok(removed.ok);
  seen = 2;
  const refused = await workshop.askForReview(at());
  assert.ok(!refused.ok && refused.why === "not-publishable" && refused.check.problems.some(({ path }) => path === "ort"));
  await workshop.undo(at());
  seen = 3;
  await workshop.edit(at(), relabel("sache", "Welche Sache?"));
  seen = 4;
  await workshop.edit(at(), { what: "Frage", part: () => 0, apply: (content) => ({ ...content, form: addNode(content.form, { step: "fund" }, { kind: "field", id: "marke", type: "text", label: full("Marke"), why }) }) });
  seen = 5;
  const number = await publishOwn(own.copy.id);
  assert.match(number, /^1\.0\.100\d{4}$/);
  assert.deepEqual([(await forms.current("fund-anpassen", town))?.version, (await forms.current("fund-anpassen", other))?.version, (await forms.current("fund-anpassen"))?.version], [number, "1.0.0", "1.0.0"]);

  // The publisher goes on: one thing that the town did not touch, one that it did.
  const open = await workshop.open({ tenant: publisher, copy: copy.id });
  await workshop.edit({ tenant: publisher, copy: copy.id, by: ede, seen: open!.revision }, relabel("sache", "Gefundene Sache"));
  await workshop.edit({ tenant: publisher, copy: copy.id, by: ede, seen: open!.revision + 1 }, relabel("ort", "Fundort"));
  await publishAll();
  assert.deepEqual([(await forms.current("fund-anpassen", town))?.version, (await forms.current("fund-anpassen", other))?.version], [number, "1.1.0"]);
  const update = await workshop.updateFor((await workshop.open({ tenant: town, copy: own.copy.id }))!);
  assert.deepEqual([update?.from, update?.to, update?.conflicts.map(({ path }) => path)], ["1.0.0", "1.1.0", ["de", "en", "easy"].map((language) => `form.steps.fund.nodes.sache.label.${language}`)]);
  const undecided = await workshop.takeUpdate(at(), new Map());
  assert.ok(!undecided.ok && undecided.why === "undecided");
  const taken = await workshop.takeUpdate(at(), new Map(update!.conflicts.map(({ path }) => [path, "mine"])));
  assert.ok(taken.ok);
  assert.deepEqual([taken.copy.adapts, taken.copy.state, labels(taken.copy)], ["1.1.0", "draft", ["Welche Sache?", "Fundort", "Marke"]]);
  seen = taken.copy.revision;
  const next = await publishOwn(own.copy.id);
  assert.match(next, /^1\.1\.100\d{4}$/);
  assert.equal((await forms.current("fund-anpassen", town))?.version, next);
  await workshop.withdraw({ slug: "fund-anpassen", version: next, tenants: [town] });
  await workshop.withdraw({ slug: "fund-anpassen", version: number, tenants: [town] });
  forms.refresh();
  assert.equal((await forms.current("fund-anpassen", town))?.version, "1.1.0");
});
