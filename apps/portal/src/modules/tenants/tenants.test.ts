import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeyring, newKey } from "#platform/crypto";
import { newId } from "#platform/ids";
import { testDatabase } from "../../testing/index.ts";
import { armsProblem, createTenants, type Tenant } from "./index.ts";

const t = await testDatabase();
const keyring = createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 });
const town = (name: string, slug: string, ars: string, postcodes: string[]): Tenant => ({
  id: newId(), slug, kind: "municipality", ars, ags: undefined, name, officialName: `${name}, Stadt`, typeName: "Stadt", districtPrefix: ars.slice(0, 5),
  districtName: "Kreis Musterland", regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: 1000, isDemo: true, postcodes, profile: {},
});
const musterstadt = town("Musterstadt", "musterstadt", "059990001001", ["00101", "00102"]);
const tenants = await createTenants({ db: t.db, keyring });
await tenants.found([musterstadt, town("Bad Übungshausen", "bad-uebungshausen", "059990003003", ["00103"])]);

test("a place is found by name, beginning, postcode, spelling of umlauts and in spite of a typing error", () => {
  const names = (query: string): string[] => tenants.search(query, 5).map((hit) => hit.tenant.name);
  assert.deepEqual(names("musterstadt"), ["Musterstadt"]);
  assert.deepEqual(names("Must"), ["Musterstadt"]);
  assert.deepEqual(names("00102"), ["Musterstadt"]);
  assert.deepEqual(names("0010").toSorted(), ["Bad Übungshausen", "Musterstadt"], "the beginning of a postcode");
  assert.deepEqual(names("0104"), []);
  assert.deepEqual(names("Bad Uebungshausen"), ["Bad Übungshausen"]);
  assert.deepEqual(names("übungs"), ["Bad Übungshausen"]);
  assert.deepEqual(names("Mutserstadt"), ["Musterstadt"]);
  assert.deepEqual(names("Atlantis"), []);
  assert.deepEqual(names("  "), []);
});
test("each town has a key of its own that only opens in its own row", async () => {
  const [one, two] = await Promise.all(tenants.all().map(({ id }) => tenants.tenantKey(id)));
  assert.equal(one?.length, 32);
  assert.notDeepEqual(one, two);
  await assert.rejects(tenants.tenantKey(newId()));
});
test("a coat of arms that could act or load something is refused", () => {
  assert.equal(armsProblem('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>'), undefined);
  for (const bad of ["<html>", "<svg><script/></svg>", '<svg onload="x()"/>', '<!DOCTYPE svg><svg/>', '<svg><image href="https://a.example/x"/></svg>', '<svg><style>a{fill:url(https://a.example)}</style></svg>']) {
    assert.ok(armsProblem(bad), bad);
  }
});
test("a drawing program's own remarks are let in, everything that is not known to be harmless is not", () => {
  const svg = (inside: string, more = ""): string => `<?xml version="1.0" encoding="UTF-8"?>\n<!-- Wappen -->\n<svg xmlns="http://www.w3.org/2000/svg" ${more}>${inside}</svg>\n`;
  for (const good of [
    svg('<title>Tor &amp; Turm</title><defs><linearGradient id="a"><stop offset="0" stop-color="#123456"/></linearGradient></defs><path d="M0 0h1" fill="url(#a)" style="stroke:#000"/>', 'viewBox="0 0 1 1"'),
    svg('<style><![CDATA[.a > .b { fill: #fff }]]></style><g class="a"><use href="#x"/></g>'),
    svg('<sodipodi:namedview inkscape:zoom="1"/>', 'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd"'),
  ]) assert.equal(armsProblem(good), undefined, good);
  for (const bad of [
    svg("<path"), svg("<g>"), svg("<g></svg>"), `${svg("")}<svg/>`, svg("&nbsp;"), svg("&#0;"), svg("&#xd800;"), svg("\u0000"), svg("<a href=\"#x\"/>"), svg('<image href="#x"/>'), svg("<animate/>"), svg('<set attributeName="href" to="javascript:x"/>'),
    svg('<rdf:script/>', 'xmlns:rdf="http://www.w3.org/1999/xhtml"'), svg('<h:script xmlns:h="http://www.w3.org/2000/svg"/>'), svg('<g xmlns="http://www.w3.org/1999/xhtml"/>'),
    svg('<use href="&#x68;ttps://a.example/x#y"/>'), svg('<use xlink:href="//a.example#y"/>'), svg('<g xml:base="https://a.example/"/>'), svg("<style>@import '//a.example/x'</style>"),
    svg('<g style="fill:u\\72l(https://a.example)"/>'), svg('<g fill="url(//a.example#b)"/>'), svg('<g style="fill:image-set(\'//a.example\' 1x)"/>'), svg('<g OnLoad="x()"/>'), svg('<?xml-stylesheet href="x"?>'), '<svg xmlns:x="http://www.w3.org/2000/svg"/>',
  ]) assert.ok(armsProblem(bad), bad);
});
test("a long file that is no drawing is refused at once", () => {
  const began = performance.now();
  for (const bad of [`<svg ${"a ".repeat(90_000)}`, "<svg ".repeat(40_000), `<svg ${"a=\"b\" ".repeat(30_000)}`, `<svg>${"&".repeat(190_000)}`, `<!--${"-".repeat(190_000)}`]) assert.ok(armsProblem(bad));
  assert.ok(performance.now() - began < 2_000);
});
test("a town may read the list of towns, and change of its own row the profile only", async () => {
  const { sql } = await import("#platform/database");
  const other = tenants.bySlug("bad-uebungshausen");
  assert.ok(other);
  for (const change of [sql`name = 'Gekapert'`, sql`slug = 'gekapert'`, sql`ars = '059999999999'`, sql`is_demo = false, profile = '{}'`, sql`id = ${newId()}`]) {
    await assert.rejects(t.db.inTenant(musterstadt.id, (tx) => tx.run(sql`update tenants.tenant set ${change} where id = ${musterstadt.id}`)), { code: "42501" });
  }
  const welcome = (id: string) => sql`update tenants.tenant set profile = '{"welcome": {"de": "Hallo"}}' where id = ${id}`;
  assert.equal(await t.db.inTenant(musterstadt.id, (tx) => tx.run(welcome(other.id))), 0);
  assert.equal(await t.db.published((tx) => tx.run(welcome(musterstadt.id))), 0);
  assert.equal(await t.db.asAccount(newId(), (tx) => tx.run(welcome(musterstadt.id))), 0);
  assert.equal(await t.db.inTenant(musterstadt.id, (tx) => tx.run(sql`delete from tenants.tenant`)), 0);
  await assert.rejects(t.db.inTenant(musterstadt.id, (tx) => tx.run(sql`insert into tenants.tenant select ${newId()}, 'neu', kind, '059999999999', ags, name, official_name, type_name, district_prefix, district_name, regbez_prefix, regbez_name from tenants.tenant where id = ${musterstadt.id}`)), { code: "42501" });
  assert.equal(await t.db.inTenant(musterstadt.id, (tx) => tx.run(welcome(musterstadt.id))), 1);
  assert.equal(await t.db.asOperator("a town is renamed", (tx) => tx.run(sql`update tenants.tenant set type_name = 'Große Stadt' where id = ${musterstadt.id}`)), 1);
});
