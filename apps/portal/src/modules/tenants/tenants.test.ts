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
test("an ordinary town may read the list of towns and not change it", async () => {
  const { sql } = await import("#platform/database");
  assert.equal(await t.db.inTenant(musterstadt.id, (tx) => tx.run(sql`update tenants.tenant set name = 'Gekapert'`)), 0);
});
