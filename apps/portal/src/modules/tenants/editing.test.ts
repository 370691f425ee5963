import assert from "node:assert/strict";
import { test } from "node:test";
import { createKeyring, newKey } from "#platform/crypto";
import { manualClock } from "#platform/clock";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { createAudit } from "#modules/audit";
import { testDatabase } from "../../testing/index.ts";
import { createTenantEditing, createTenants, partVersion, serviceSwitch, switchVersion, type ServiceSwitch, type Tenant } from "./index.ts";

const t = await testDatabase();
const tenants = await createTenants({ db: t.db, keyring: createKeyring({ keys: [{ version: 1, key: newKey() }], current: 1 }) });
const editing = createTenantEditing({ db: t.db, audit: createAudit({ db: t.db, clock: manualClock(new Date("2026-03-02T09:00:00Z")) }), allowedTheme: ({ primary }) => primary !== "#ffff00" });
const staff = newId();
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h1"/></svg>';
let towns = 0;

/** A town of the test's own. */
async function town(profile: Tenant["profile"] = {}): Promise<string> {
  const id = newId();
  towns += 1;
  await tenants.found([{
    id, slug: `ort-${towns}`, kind: "municipality", ars: `05999000${String(1000 + towns)}`, ags: undefined, name: `Ort ${towns}`, officialName: `Ort ${towns}`, typeName: "Stadt", districtPrefix: "05999",
    districtName: undefined, regbezPrefix: "059", regbezName: "Reg.-Bez. Arnsberg", population: undefined, isDemo: true, postcodes: [], profile,
  }]);
  return id;
}
const seenOf = async (tenant: string, part: Parameters<typeof partVersion>[1]): Promise<string> => partVersion(await editing.profile(tenant), part);
const actionsOf = (tenant: string) => t.db.inTenant(tenant, (tx) => tx.rows<{ action: string; subject_kind: string; subject: string; actor: string }>(sql`select action, subject_kind, subject, actor from audit.entry order by id`));
const parking = (given: Partial<ServiceSwitch> = {}): ServiceSwitch => ({ ...serviceSwitch.parse({ service: "bewohnerparkausweis", enabled: true }), ...given });

test("one part of the profile is changed, the others stay, and the audit says who and what but not the words", async () => {
  const tenant = await town({ welcome: { de: "Hallo" }, armsSvg: svg });
  assert.deepEqual(await editing.changeProfile({ tenant, staff, part: "imprint", seen: await seenOf(tenant, "imprint"), values: { imprint: { de: "Anbieter" }, welcome: { de: "Nicht gefragt" } } }), { ok: true });
  assert.deepEqual(await editing.profile(tenant), { armsSvg: svg, welcome: { de: "Hallo" }, imprint: { de: "Anbieter" } });
  assert.deepEqual(await actionsOf(tenant), [{ action: "town.change", subject_kind: "town-imprint", subject: tenant, actor: staff }]);
  await editing.changeProfile({ tenant, staff, part: "welcome", seen: await seenOf(tenant, "welcome"), values: {} });
  assert.equal((await editing.profile(tenant)).welcome, undefined);
});
test("who has seen an older state stores nothing, and two parts do not get in each other's way", async () => {
  const tenant = await town();
  const [imprint, privacy] = [await seenOf(tenant, "imprint"), await seenOf(tenant, "privacy")];
  const change = (part: "imprint" | "privacy", seen: string, de: string) => editing.changeProfile({ tenant, staff, part, seen, values: { [part]: { de } } });
  const outcomes = await Promise.all([change("imprint", imprint, "eins"), change("imprint", imprint, "zwei"), change("privacy", privacy, "drei")]);
  assert.deepEqual(outcomes.map(({ ok }) => String(ok)).sort(), ["false", "true", "true"]);
  assert.deepEqual(outcomes[2], { ok: true });
  assert.deepEqual(await change("imprint", imprint, "vier"), { ok: false, why: "changed-meanwhile" });
  assert.equal((await actionsOf(tenant)).length, 2);
});
test("what was not changed is not written and leaves no trace", async () => {
  const tenant = await town({ welcome: { de: "Hallo" } });
  assert.deepEqual(await editing.changeProfile({ tenant, staff, part: "welcome", seen: await seenOf(tenant, "welcome"), values: { welcome: { de: "Hallo" } } }), { ok: true });
  assert.deepEqual(await actionsOf(tenant), []);
});
test("colours that are refused, arms that could act and shapes that do not fit are never stored", async () => {
  const tenant = await town();
  const theme = await editing.changeProfile({ tenant, staff, part: "theme", seen: await seenOf(tenant, "theme"), values: { theme: { primary: "#ffff00", primaryDark: "#ffffff" } } });
  assert.deepEqual(theme, { ok: false, why: "not-valid", paths: ["theme"] });
  const arms = await editing.changeProfile({ tenant, staff, part: "arms", seen: await seenOf(tenant, "arms"), values: { armsSvg: '<svg onload="x()"/>' } });
  assert.deepEqual(arms, { ok: false, why: "not-valid", paths: ["armsSvg"] });
  const film = await editing.changeProfile({ tenant, staff, part: "sign-language-film", seen: await seenOf(tenant, "sign-language-film"), values: { signLanguageFilm: "kein Film" } });
  assert.deepEqual(film, { ok: false, why: "not-valid", paths: ["signLanguageFilm"] });
  assert.deepEqual(await editing.profile(tenant), {});
});
test("a service is switched on, changed and off, each with its own trace", async () => {
  const tenant = await town();
  let seen = switchVersion(undefined);
  for (const settings of [parking(), parking({ retentionMonths: 36 }), parking({ enabled: false })]) {
    assert.deepEqual(await editing.switchService({ tenant, staff, settings, seen }), { ok: true });
    seen = switchVersion(await editing.switchOf(tenant, settings.service));
  }
  assert.deepEqual((await actionsOf(tenant)).map(({ action, subject }) => [action, subject]), [["service.switch-on", "bewohnerparkausweis"], ["service.change", "bewohnerparkausweis"], ["service.switch-off", "bewohnerparkausweis"]]);
  assert.deepEqual(await editing.switchService({ tenant, staff, settings: parking(), seen: switchVersion(undefined) }), { ok: false, why: "changed-meanwhile" });
});
test("of two who set up the same service at once one learns that it is there already", async () => {
  const tenant = await town();
  const both = await Promise.all([parking(), parking({ retentionMonths: 12 })].map((settings) => editing.switchService({ tenant, staff, settings, seen: switchVersion(undefined) })));
  assert.deepEqual(both.map(({ ok }) => String(ok)).sort(), ["false", "true"]);
});
test("what has to be there with a switch fails together with it", async () => {
  const tenant = await town();
  await assert.rejects(editing.switchService({ tenant, staff, settings: parking(), seen: switchVersion(undefined), also: () => Promise.reject(new Error("the catalogue says no")) }));
  assert.equal(await editing.switchOf(tenant, "bewohnerparkausweis"), undefined);
});
test("transfers need the account of the Kasse", async () => {
  const [without, with_] = [await town(), await town({ bank: { holder: "Kasse", iban: "DE25000000000000000101" } })];
  const settings = parking({ paymentWays: ["transfer"] });
  assert.deepEqual(await editing.switchService({ tenant: without, staff, settings, seen: switchVersion(undefined) }), { ok: false, why: "not-valid", paths: ["paymentWays"] });
  assert.deepEqual(await editing.switchService({ tenant: with_, staff, settings, seen: switchVersion(undefined) }), { ok: true });
});
