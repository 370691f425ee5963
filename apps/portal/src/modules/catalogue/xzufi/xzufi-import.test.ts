import assert from "node:assert/strict";
import { test } from "node:test";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { createTenants, type Tenant } from "#modules/tenants";
import { loadSeeds } from "../../../../seeds/index.ts";
import { seedCatalogue } from "../../../seed/catalogue.ts";
import { testDatabase } from "../../../testing/index.ts";
import { createXzufiImport, putLocalText, type ImportOutcome } from "../index.ts";
import { documents, dog, leistung, loesche, online, residence, transfer, unit, zustaendigkeit } from "./testing-transfer.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
const tenants = await createTenants({ db: t.db, keyring: createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }) });
const place = (given: Partial<Tenant> & Pick<Tenant, "slug" | "name" | "ars">): Tenant => ({
  id: newId(), kind: "municipality", ags: undefined, officialName: given.name, typeName: "Stadt", districtPrefix: given.ars.slice(0, 5), districtName: undefined, regbezPrefix: "059", regbezName: "Arnsberg", population: 1000, isDemo: true, postcodes: [], profile: {}, ...given,
});
await tenants.found([
  place({ slug: "musterstadt", name: "Musterstadt", ars: "059990001001" }), place({ slug: "beispielhausen", name: "Beispielhausen", ars: "059990002002" }), place({ slug: "kreis-musterland", name: "Kreis Musterland", ars: "059990000000", kind: "district" }),
  ...["eins", "zwei", "drei", "vier", "fuenf", "sechs", "sieben"].map((slug, at) => place({ slug, name: slug, ars: `0599900030${String(at + 10)}` })),
]);
await seedCatalogue({ db: t.db, clock, tenants }, loadSeeds());
const audited: unknown[] = [];
const used = new Set<string>();
const xzufi = createXzufiImport({ db: t.db, clock, audit: { record: (_tx, entry) => { audited.push(entry); return Promise.resolve(); } }, rolesInUse: () => used });
const actor = { kind: "system", what: "test" } as const;
const town = (slug: string): Tenant => tenants.bySlug(slug)!;

async function take(where: Tenant, file: Buffer, overwrite = false): Promise<readonly string[]> {
  const view = await xzufi.takeOver(where, file, { overwrite, actor });
  assert.ok(view.ok, JSON.stringify(view));
  return view.entries.map(({ kind, id, outcome }) => `${kind} ${id} ${outcome}`);
}
const said = (entries: readonly string[], outcome: ImportOutcome): readonly string[] => entries.filter((entry) => entry.endsWith(` ${outcome}`)).map((entry) => entry.slice(0, -outcome.length - 1));
const stateOf = (where: Tenant) => t.db.published(async (tx) => ({
  texts: await tx.rows<{ leika_key: string; lang: string; sections: Record<string, unknown> }>(sql`select leika_key, lang, sections from catalogue.local_text where tenant_id = ${where.id} order by leika_key, lang`),
  offices: await tx.rows<{ role: string; details: Record<string, unknown> }>(sql`select role, details from catalogue.office where tenant_id = ${where.id} order by role`),
  responsibilities: await tx.rows<{ leika_key: string; ars_prefix: string; office: string; rolle: string }>(sql`select leika_key, ars_prefix, office, rolle from catalogue.responsibility where tenant_id = ${where.id} order by 1, 2, 3`),
  online: await tx.rows<{ leika_key: string; url: string; facts: unknown }>(sql`select leika_key, url, facts from catalogue.online_service where tenant_id = ${where.id} and url is not null order by 1, 2`),
}));
const inArea = (where: Tenant, xml: string): string => xml.replaceAll("059990001001", where.ars);
const whole = (where: Tenant): Buffer => transfer([leistung(documents), inArea(where, unit()), inArea(where, online())]);

test("a transfer fills texts, makes the office, its responsibility and the online service, in one go; the same again has nothing to do", async () => {
  const where = town("eins");
  const preview = await xzufi.preview(where, whole(where));
  assert.ok(preview.ok && preview.changes === 5, JSON.stringify(preview));
  assert.deepEqual(await stateOf(where), { texts: [], offices: [], responsibilities: [], online: [] }, "a preview changes nothing");
  assert.deepEqual(said(await take(where, whole(where)), "new"), ["leistung 1001", "organisationseinheit 2001", "zustaendigkeit 3001", "zustaendigkeit 3002"]);
  const state = await stateOf(where);
  assert.deepEqual(state.texts.map(({ leika_key: key, lang, sections }) => [key, lang, sections]), [[dog, "de", { documents: ["Ausweis", "Nachweis der Haftpflicht"], feeNote: "96 Euro im Jahr" }], [dog, "en", { description: "Who keeps a dog registers it." }]]);
  assert.deepEqual(state.offices, [{ role: "hundestelle", details: { name: { de: "Hundestelle" }, address: { street: "Musterplatz", houseNumber: "1", postalCode: "00999", locality: "Musterstadt" }, phone: "0999 555-900", email: "hunde@musterstadt.example", hours: [], contactPersons: [] } }]);
  assert.deepEqual(state.responsibilities, [{ leika_key: dog, ars_prefix: where.ars, office: "hundestelle", rolle: "01" }]);
  assert.deepEqual(state.online, [{ leika_key: dog, url: "https://www.musterstadt.example/hund", facts: { trustLevel: 3 } }]);
  const again = await xzufi.takeOver(where, whole(where), { overwrite: false, actor });
  assert.ok(again.ok);
  assert.deepEqual([again.changes, again.entries.map(({ outcome }) => outcome)], [0, ["same", "same", "same", "same"]]);
  assert.equal(audited.length, 2);
});

test("the title stays that of the catalogue, and nothing executable comes in", async () => {
  const row = await t.db.published((tx) => tx.one<{ title_de: string }>(sql`select title_de from catalogue.service where leika_key = ${dog}`));
  assert.equal(row.title_de, "Hund anmelden");
  assert.doesNotMatch(JSON.stringify(await stateOf(town("eins"))), /<script|<b>/);
});

test("what was changed here since is left alone and named, unless asked; what the town says beside it always stays", async () => {
  const where = town("zwei");
  await take(where, whole(where));
  await t.db.inTenant(where.id, async (tx) => {
    await putLocalText(tx, where, dog, "de", { documents: ["Nur der Ausweis"], feeNote: "96 Euro im Jahr", note: "Hundewiese am See" }, clock.now());
    await tx.run(sql`update catalogue.office set details = details || '{"phone": "0999 1"}' where tenant_id = ${where.id}`);
    await tx.run(sql`update catalogue.responsibility set rolle = '03' where tenant_id = ${where.id}`);
  });
  const before = await stateOf(where);
  assert.deepEqual(said(await take(where, whole(where)), "changed-here"), ["leistung 1001", "organisationseinheit 2001", "zustaendigkeit 3001"]);
  assert.deepEqual(await stateOf(where), before);
  assert.deepEqual(said(await take(where, whole(where), true), "changed"), ["leistung 1001", "organisationseinheit 2001", "zustaendigkeit 3001"]);
  const after = await stateOf(where);
  assert.deepEqual(after.texts[0]?.sections, { documents: ["Ausweis", "Nachweis der Haftpflicht"], feeNote: "96 Euro im Jahr", note: "Hundewiese am See" });
  assert.deepEqual([after.offices[0]?.details["phone"], after.responsibilities[0]?.rolle], ["0999 555-900", "01"]);
});

test("a newer transfer changes what it brought, takes sections away that it no longer has, and rows that its object no longer holds", async () => {
  const where = town("drei");
  await take(where, whole(where));
  const newer = transfer([leistung(), inArea(where, unit("", "0999 555-901"))]);
  const entries = await take(where, newer);
  assert.deepEqual([said(entries, "changed"), said(entries, "removed")], [["leistung 1001", "organisationseinheit 2001"], ["zustaendigkeit 3001"]]);
  const state = await stateOf(where);
  assert.deepEqual(state.texts.map(({ lang, sections }) => [lang, sections]), [["de", { description: "Wer einen Hund hält, meldet ihn an.", feeNote: "96 Euro im Jahr" }]]);
  assert.deepEqual([state.offices[0]?.details["phone"], state.responsibilities], ["0999 555-901", []]);
});

test("a Zuständigkeit without an id of its own is known again by what it says", async () => {
  const where = town("drei");
  const nameless = (area: string): string => zustaendigkeit("x", area).replace(/<x:id .*?<\/x:id>/, "");
  const file = (areas: readonly string[]): Buffer => transfer([leistung(), unit(areas.map(nameless).join(""), "0999 555-901")]);
  assert.deepEqual(said(await take(where, file([where.ars])), "new"), [`zustaendigkeit 2001/1001/${where.ars}`]);
  assert.equal(said(await take(where, file([where.ars])), "same").length, 3);
  assert.deepEqual(said(await take(where, file([])), "removed"), [`zustaendigkeit 2001/1001/${where.ars}`]);
  assert.deepEqual((await stateOf(where)).responsibilities, []);
});

test("loesche takes away only what came from the same Redaktion, and does so once", async () => {
  const where = town("vier");
  await take(where, whole(where));
  const before = await stateOf(where);
  const all = (agency: string): Buffer => transfer([], [loesche("Leistung", "1001", agency), loesche("Onlinedienst", "4001", agency), loesche("Zustaendigkeit", "3001", agency), loesche("Organisationseinheit", "2001", agency), loesche("LeistungSpezialisierung", "9", agency)]);
  const foreign = await take(where, all("S100000"));
  assert.equal(said(foreign, "not-here").length, 4);
  assert.deepEqual(await stateOf(where), before);
  const own = await take(where, all("S100999"));
  assert.deepEqual(said(own, "removed"), ["loesche 1001", "loesche 4001", "loesche 3001", "loesche 2001"]);
  assert.deepEqual(said(own, "other-kind"), ["loesche 9"]);
  assert.deepEqual(await stateOf(where), { texts: [], offices: [], responsibilities: [], online: [] });
  assert.equal(said(await take(where, all("S100999")), "not-here").length, 4);
});

test("an office on which something of the town's own hangs stays, and so does a text that was changed here", async () => {
  const where = town("fuenf");
  await take(where, whole(where));
  await t.db.inTenant(where.id, async (tx) => {
    await tx.run(sql`insert into catalogue.responsibility (leika_key, ars_prefix, tenant_id, office, rolle) values (${residence}, ${where.ars}, ${where.id}, 'hundestelle', '01')`);
    await putLocalText(tx, where, dog, "de", { documents: ["Anders"] }, clock.now());
  });
  const deletions = transfer([], [loesche("Organisationseinheit", "2001"), loesche("Leistung", "1001")]);
  const entries = await take(where, deletions);
  assert.deepEqual([said(entries, "still-used"), said(entries, "changed-here")], [["loesche 2001"], ["loesche 1001"]]);
  await t.db.inTenant(where.id, (tx) => tx.run(sql`delete from catalogue.responsibility where leika_key = ${residence} and tenant_id = ${where.id}`));
  used.add("hundestelle");
  assert.deepEqual(said(await take(where, deletions), "still-used"), ["loesche 2001"]);
  used.clear();
  assert.deepEqual(said(await take(where, deletions), "removed"), ["loesche 2001"]);
});

test("an office that the town already has is taken for the same and not overwritten; its own rows are never taken away", async () => {
  const where = town("musterstadt");
  const before = await stateOf(where);
  const tax = before.offices.find(({ role }) => role === "steueramt")!;
  const file = transfer([leistung("", dog, "1001"), unit(zustaendigkeit(), "0999 555-900", (tax.details["name"] as { de: string }).de.replace(/ Musterstadt$/, ""))]);
  const entries = await take(where, file);
  assert.deepEqual(said(entries, "already-here").toSorted(), ["leistung 1001", "organisationseinheit 2001", "zustaendigkeit 3001"]);
  await take(where, transfer([], [loesche("Zustaendigkeit", "3001"), loesche("Organisationseinheit", "2001")]));
  assert.deepEqual(await stateOf(where), before);
});

test("what does not fit is named with its line: unknown key, no key, no text, other areas, unknown objects, links without https", async () => {
  const where = town("sechs");
  const view = await xzufi.takeOver(where, transfer([
    leistung(documents, "99999999999999", "1"), leistung(documents, "12", "2"), inArea(where, unit(`${zustaendigkeit("31", "05")}${zustaendigkeit("32", "059990002002")}${zustaendigkeit("33", "xx")}`)), inArea(where, online("http://www.musterstadt.example/hund")),
    `<x:zustaendigkeitTransferObjekt><x:uebergeordnetesObjektID schemeAgencyID="S100999">77</x:uebergeordnetesObjektID><x:zustaendigkeit><x:leistungID>${dog}</x:leistungID><x:gebietID>${where.ars}</x:gebietID></x:zustaendigkeit></x:zustaendigkeitTransferObjekt>`,
    "<x:organisationseinheit><x:id>5</x:id></x:organisationseinheit>", `<x:leistung><x:id>6</x:id><x:referenzLeiKa><code>${residence}</code></x:referenzLeiKa></x:leistung>`,
    leistung(`<x:modulText><x:leikaTextmodul><code>06</code></x:leikaTextmodul><x:inhalt>${"Wort ".repeat(1000)}</x:inhalt></x:modulText>`),
  ]), { overwrite: false, actor });
  assert.ok(view.ok);
  assert.deepEqual(view.entries.map(({ line, kind, id, outcome }) => `${line} ${kind} ${id} ${outcome}`), [
    "4 leistung 1 unknown-key", "5 leistung 2 no-key", "6 organisationseinheit 2001 new", "6 zustaendigkeit 31 outside", "6 zustaendigkeit 32 outside", "6 zustaendigkeit 33 outside", "7 onlinedienst 4001 no-link",
    `8 zustaendigkeit 77/${dog}/${where.ars} unknown-parent`, "9 organisationseinheit 5 no-name", "10 leistung 6 no-text", "11 leistung 1001 too-long", "11 leistung 1001 new",
  ]);
  assert.deepEqual((await stateOf(where)).responsibilities, []);
});

test("a Kreis takes responsibilities of its own area and of its towns", async () => {
  const where = town("kreis-musterland");
  const entries = await take(where, transfer([leistung(documents), unit(zustaendigkeit("3001", "05999") + zustaendigkeit("3009", "059990002002"), "0999 1", "Hundestelle des Kreises")]));
  assert.deepEqual(said(entries, "new"), ["leistung 1001", "organisationseinheit 2001", "zustaendigkeit 3001", "zustaendigkeit 3009"]);
});

test("a file that cannot be read changes nothing and says where it is wrong", async () => {
  const where = town("sieben");
  const view = await xzufi.takeOver(where, transfer([leistung(documents), "<x:leistung/>"]), { overwrite: false, actor });
  assert.ok(!view.ok);
  assert.deepEqual(view.errors.map(({ line }) => line), [5]);
  assert.deepEqual(await stateOf(where), { texts: [], offices: [], responsibilities: [], online: [] });
});

test("a file that waits belongs to its town alone, is taken over once, and only as it was looked at", async () => {
  const [where, other] = [town("sieben"), town("beispielhausen")];
  assert.ok((await xzufi.keep({ owner: where, staff: newId(), fileName: "a.xml", bytes: whole(where) })).ok);
  assert.equal(await xzufi.waiting(other, false), undefined);
  const first = await xzufi.waiting(where, false);
  assert.ok(first?.view.ok && first.view.changes === 5);
  assert.equal(await xzufi.takeWaiting({ owner: other, staff: newId(), id: first.id, overwrite: false }), undefined);
  assert.ok((await xzufi.keep({ owner: where, staff: newId(), fileName: "b.xml", bytes: whole(where) })).ok);
  assert.equal(await xzufi.takeWaiting({ owner: where, staff: newId(), id: first.id, overwrite: false }), undefined, "another one waits by now");
  const second = await xzufi.waiting(where, false);
  assert.ok((await xzufi.takeWaiting({ owner: where, staff: newId(), id: second!.id, overwrite: false }))?.ok);
  assert.equal(await xzufi.waiting(where, false), undefined);
  assert.equal((await stateOf(where)).offices.length, 1);
});
