import assert from "node:assert/strict";
import { test } from "node:test";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people, clock } = world;
const { sabine, sven, karla, fremd } = people;
const page = "/mitarbeit/musterstadt/archiv";
const retention = world.applications.jobs["applications:end-retention"];

test("a case whose term has ended is offered, taken along, kept for the archive, released and deleted", async () => {
  const start = clock.now();
  const none = await seen(get(sven, page));
  assert.match(none.text, /Zurzeit ist nichts anzubieten/);
  assert.ok(!none.text.includes("diesen Vorgängen"), "it speaks of no cases where there are none");
  assert.ok(!(await seen(get(sven, "/mitarbeit"))).text.includes("Dem Archiv angeboten"));
  const { reference, path, application, version } = await world.submitted();
  await post(sabine, `${path}/abschluss`, { version: await version() });
  clock.set(new Date("2036-03-03T12:00:00Z"));
  await retention();
  const list = await seen(get(sven, page));
  assert.match(list.text, /Bei diesen Vorgängen ist die Aufbewahrungsfrist vorbei/);
  assert.match(list.text, new RegExp(`${reference}, Hund anmelden`));
  assert.match(list.text, /Löschung ab 02\.09\.2036 Antwort offen/);
  assert.deepEqual(list.links.filter(({ href }) => href.startsWith(path)).map(({ href }) => href), [path, `${path}/paket.zip`]);
  assert.equal((await get(sven, `${path}/paket.zip`)).status, 200);
  assert.ok((await seen(get(sven, "/mitarbeit"))).links.some(({ href, text }) => href === page && text.includes("Dem Archiv angeboten")));
  // Its office is told, too, that it will not be there for ever.
  assert.match((await seen(get(sabine, path))).text, /Dem Archiv angeboten am 3\. März 2036\..*wird ab dem 2\. September 2036 gelöscht/);
  const csv = await get(sven, `${page}.csv`);
  assert.match(csv.text, new RegExp(`${reference};Hund anmelden;\\d{14};Steueramt;`));
  assert.ok(!csv.text.includes("Beispiel"), "without names");

  for (const [fields, words] of [[{ tun: "wanted" }, /Wählen Sie mindestens einen Vorgang aus/], [{ tun: "x", id: application }, /Wählen Sie, was das Archiv geantwortet hat/]] as const) assert.match((await seen(post(sven, page, fields), 422)).text, words);
  const kept = await post(sven, page, { tun: "wanted", id: application });
  assert.match((await seen(get(sven, kept.location ?? ""))).text, /Das Archiv übernimmt\. Diese Vorgänge werden nicht gelöscht.*Löschung ab nicht Antwort wird übernommen/);
  clock.set(new Date("2037-03-03T12:00:00Z"));
  await retention();
  assert.match((await seen(get(sabine, path))).text, /erst gelöscht, wenn die Leitung ihn freigibt/);
  const freed = await post(sven, page, { tun: "released", id: application });
  assert.match((await seen(get(sven, freed.location ?? ""))).text, /in der kommenden Nacht endgültig gelöscht/);
  await retention();
  assert.match((await seen(get(sven, page))).text, /Zurzeit ist nichts anzubieten/);
  assert.equal((await get(sabine, path)).status, 404);
  clock.set(start);
});

test("who leads all offices speaks for the archive, and nobody else", async () => {
  for (const who of [sabine, karla, fremd]) {
    assert.equal((await get(who, page)).status, 403);
    assert.equal((await get(who, `${page}.csv`)).status, 403);
    assert.equal((await post(who, page, { tun: "released", id: world.musterstadt.id })).status, 403);
  }
});
