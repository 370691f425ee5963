import assert from "node:assert/strict";
import { test } from "node:test";
import { objektKey, readTransfer, textIn, textmodul, writeTransfer, type Leistung, type Transfer } from "@kommunalportal/xzufi";
import { manualClock } from "#platform/clock";
import { createKeyring, newKey } from "#platform/crypto";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { createTenants, type Tenant } from "#modules/tenants";
import { loadSeeds } from "../../../../seeds/index.ts";
import { seedCatalogue } from "../../../seed/catalogue.ts";
import { testDatabase } from "../../../testing/index.ts";
import { createCatalogue, createXzufiDelivery, putLocalFacts, putLocalText, putOffices } from "../index.ts";

const t = await testDatabase();
const clock = manualClock(new Date("2026-03-02T09:00:00Z"));
const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
const tenants = await createTenants({ db: t.db, keyring });
const place = (given: Partial<Tenant> & Pick<Tenant, "slug" | "name" | "ars">): Tenant => ({
  id: newId(), kind: "municipality", ags: undefined, officialName: given.name, typeName: "Stadt", districtPrefix: given.ars.slice(0, 5), districtName: undefined, regbezPrefix: "059", regbezName: "Arnsberg", population: 1000, isDemo: true, postcodes: [], profile: {}, ...given,
});
await tenants.found([
  place({ slug: "musterstadt", name: "Musterstadt", ars: "059990001001" }), place({ slug: "beispielhausen", name: "Beispielhausen", ars: "059990002002" }), place({ slug: "kreis-musterland", name: "Kreis Musterland", ars: "059990000000", kind: "district" }),
  place({ slug: "hamm", name: "Hamm", ars: "059150000000", isDemo: false }), place({ slug: "soest", name: "Soest", ars: "059740040040", isDemo: false }),
]);
const catalogueOf = () => createCatalogue({ db: t.db, clock, keyring, tenants });
const settings = { agency: "S100998", root: "uebertragung", product: "Kommunalportal", producer: "Testhersteller" };
const town = (slug: string): Tenant => tenants.bySlug(slug)!;
const dog = "99110009104000";
const deliveryWith = (catalogue: Awaited<ReturnType<typeof catalogueOf>>) => createXzufiDelivery({ db: t.db, clock, tenants, catalogue, settings, originOf: ({ slug }) => `https://${slug}.portal.example` });

test("nothing to deliver is no index, and without a Redaktion nothing is delivered", async () => {
  const nobody = { services: () => [], textOf: () => ({}), officesOf: () => [], onlineServicesOf: () => [] };
  assert.equal(await createXzufiDelivery({ db: t.db, clock, tenants, catalogue: nobody, settings, originOf: () => "" }).index(), undefined);
  await seedCatalogue({ db: t.db, clock, tenants }, loadSeeds());
  const seeded = await catalogueOf();
  const off = createXzufiDelivery({ db: t.db, clock, tenants, catalogue: seeded, settings: undefined, originOf: () => "" });
  assert.deepEqual([off.enabled, await off.index(), await off.file("musterstadt.xml")], [false, undefined, undefined]);
  await t.db.asOperator("switch on the dog", (tx) => tenants.storeSwitch(tx, town("musterstadt").id, { service: "hund-anmelden", enabled: true, paymentWays: ["online"], offices: {}, notificationArea: "ao", retentionMonths: 120, delivery: "casework", bookingData: {} }));
  await tenants.refresh();
  assert.equal(await deliveryWith(seeded).index(), "beispielhausen.xml\nkreis-musterland.xml\nmusterstadt.xml\n");
});

for (const slug of ["musterstadt", "beispielhausen", "kreis-musterland"]) {
  test(`what is written of ${slug} is read as the same, without a warning, and twice is the same file`, async () => {
    const delivery = deliveryWith(await catalogueOf());
    const transfer = await delivery.transferOf(town(slug));
    assert.ok(transfer && transfer.schreibe.length > 5, slug);
    const read = readTransfer(writeTransfer(transfer));
    assert.ok(read.ok);
    assert.deepEqual(read.warnings, []);
    // Object by object: a difference in a whole file would take minutes to print.
    assert.equal(read.transfer.schreibe.length, transfer.schreibe.length);
    for (const [at, { art, inhalt }] of transfer.schreibe.entries()) assert.deepEqual({ art: read.transfer.schreibe[at]?.art, inhalt: read.transfer.schreibe[at]?.inhalt }, { art, inhalt });
    assert.deepEqual({ ...read.transfer, schreibe: [] }, { ...transfer, schreibe: [] });
    const [one, two] = [await delivery.file(`${slug}.xml`), await deliveryWith(await catalogueOf()).file(`${slug}.xml`)];
    assert.equal(one?.etag, two?.etag);
    const ids = transfer.schreibe.map(({ art, inhalt }) => `${art} ${objektKey(art === "zustaendigkeitTransferObjekt" ? inhalt.uebergeordnetesObjektID : inhalt.id)}`);
    assert.equal(new Set(ids).size, ids.length);
    const known = new Set(ids.filter((id) => id.startsWith("leistung ")).map((id) => id.slice(9)));
    for (const { art, inhalt } of transfer.schreibe) if (art === "organisationseinheit" || art === "onlinedienst") for (const each of inhalt.zustaendigkeit) assert.ok(known.has(objektKey(each.leistungID)), "every Zuständigkeit finds its Leistung");
  });
}

const leistungOf = (transfer: Transfer | undefined, key: string): Leistung | undefined => transfer?.schreibe.flatMap(({ art, inhalt }) => (art === "leistung" && inhalt.referenzLeiKa[0]?.code === key ? [inhalt] : []))[0];

test("the online service of the portal stands there with its address, level and area", async () => {
  const transfer = await deliveryWith(await catalogueOf()).transferOf(town("musterstadt"));
  const online = transfer?.schreibe.flatMap(({ art, inhalt }) => (art === "onlinedienst" && inhalt.id.value.endsWith(".hund-anmelden") ? [inhalt] : []))[0];
  assert.equal(online?.link[0]?.link, "https://musterstadt.portal.example/antrag/hund-anmelden");
  assert.deepEqual([online?.zustaendigkeit[0]?.gebietID[0]?.value, online?.zustaendigkeit[0]?.leistungID.value], ["059990001001", `059990001001.${dog}`]);
  assert.match(online?.vertrauensniveau?.code ?? "", /^[1-4]0$/);
});

test("a Mustertext that the town has not read is never delivered; its own words are, and the general ones once it stands by them", async () => {
  const hamm = town("hamm");
  await t.db.inTenant(hamm.id, (tx) => putLocalText(tx, hamm, dog, "de", { remarks: "Beutel < 1 kg & mehr im Rathaus." }, clock.now()));
  const before = leistungOf(await deliveryWith(await catalogueOf()).transferOf(hamm), dog);
  assert.ok(before);
  assert.deepEqual(before.modulText.map(({ leikaTextmodul }) => leikaTextmodul.code), ["02", "03", "16"]);
  assert.equal(textIn(textmodul(before, "16")?.inhalt ?? [], "de"), "<p>Beutel &lt; 1 kg &amp; mehr im Rathaus.</p>");
  assert.deepEqual([before.modulKosten, before.gueltigkeitGebietID[0]?.value], [[], "05915"]);
  await t.db.inTenant(hamm.id, (tx) => putLocalFacts(tx, hamm, dog, { fees: [{ label: { de: "Erster Hund", en: "First dog" }, cents: 9605, per: "year" }], checkedOn: "2026-03-01" }, clock.now()));
  const after = leistungOf(await deliveryWith(await catalogueOf()).transferOf(hamm), dog);
  assert.ok(after && textmodul(after, "06") !== undefined);
  assert.match(textIn(after.modulKosten[0]?.beschreibung ?? [], "de") ?? "", /Erster Hund: 96,05 Euro im Jahr/);
  assert.match(textIn(after.modulKosten[0]?.beschreibung ?? [], "en") ?? "", /First dog: 96\.05 Euro a year/);
});

test("what was delivered once and is gone comes as loesche; what comes back is gone no more; another town's is not touched", async () => {
  const soest = town("soest");
  await t.db.inTenant(soest.id, (tx) => putOffices(tx, soest, [{ role: "hundestelle", details: { name: { de: "Hundestelle" }, hours: [], contactPersons: [] } }], clock.now()));
  const catalogue = await catalogueOf();
  const delivery = deliveryWith(catalogue);
  assert.deepEqual((await delivery.transferOf(soest))?.loesche, []);
  const gone = () => t.db.inTenant(soest.id, (tx) => tx.run(sql`delete from catalogue.office where tenant_id = ${soest.id}`));
  await gone();
  await catalogue.refresh();
  const after = await delivery.transferOf(soest);
  assert.deepEqual([after?.schreibe, after?.loesche], [[], [{ klasse: "Organisationseinheit", id: { value: "059740040040.hundestelle", schemeAgencyID: "S100998" } }]]);
  assert.deepEqual((await delivery.transferOf(soest))?.loesche.length, 1, "told again: a receiver may have missed it");
  assert.match((await delivery.index()) ?? "", /soest\.xml/);
  await t.db.inTenant(soest.id, (tx) => putOffices(tx, soest, [{ role: "hundestelle", details: { name: { de: "Hundestelle" }, hours: [], contactPersons: [] } }], clock.now()));
  await catalogue.refresh();
  assert.deepEqual((await delivery.transferOf(soest))?.loesche, []);
  assert.deepEqual((await delivery.transferOf(town("hamm")))?.loesche, []);
});

test("unknown names are not there, and a file is made once a minute", async () => {
  const delivery = deliveryWith(await catalogueOf());
  for (const name of ["x.xml", "../musterstadt.xml", "musterstadt", "index.txt", ""]) assert.equal(await delivery.file(name), undefined, name);
  const one = await delivery.file("musterstadt.xml");
  assert.ok(await delivery.file("musterstadt.xml") === one);
  clock.advance(61_000);
  assert.ok(await delivery.file("musterstadt.xml") !== one);
});
