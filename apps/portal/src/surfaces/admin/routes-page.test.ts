import assert from "node:assert/strict";
import { test } from "node:test";
import { newId } from "#platform/ids";
import type { Reply } from "../../testing/browser.ts";
import { adminWorld } from "./test-admin.ts";

const world = await adminWorld();
const { house } = world;
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 600)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const idOf = (slug: string): string => house.tenants.bySlug(slug)!.id;
const routesOf = (slug: string) => house.db.inTenant(idOf(slug), (tx) => house.hub.routes(tx));
const operator = { kind: "staff", id: newId() } as const;

test("a town's editor sets, changes and ends rules, asks where something would go and tries the destination; addresses and secrets stay with the operator", async () => {
  const { fachverfahren } = world.sandbox.credentials;
  const set = await house.hub.setDestination({ tenant: idOf("musterstadt"), name: "Redaktionsprobe", channel: "webhook", address: `http://fachverfahren.sandbox.localhost:${world.sandbox.port}/webhook`, secret: { value: fachverfahren.webhookSecret }, actor: operator });
  assert.ok(set.ok);
  const editor = world.as("ede");
  const list = fine(await editor.at("/wege"));
  assert.match(list.page.text, /Redaktionsprobe/);
  assert.doesNotMatch(list.text, /fachverfahren\.sandbox|whsec_/);
  const empty = fine(await editor.at("/wege/neu"));
  const wrong = fine(await editor.submit(empty, empty.page.form("Weg anlegen"), { was: "", ziel: "", ab: "", bis: "bald" }, "Weg anlegen"), 422);
  for (const message of [/Wählen Sie ein Ziel dieser Stadt/, /ab wann der Weg gilt/, /Tag und Uhrzeit an oder nichts/]) assert.match(wrong.page.text, message);
  const made = fine(await editor.submit(wrong, wrong.page.form("Weg anlegen"), { was: "hund-anmelden", ziel: set.destination, ab: "2026-12-01T00:00", bis: "" }, "Weg anlegen"));
  assert.match(made.page.text, /Der Weg ist angelegt/);
  const route = (await routesOf("musterstadt")).find(({ destination }) => destination === set.destination)!;
  const change = fine(await editor.at(`/wege/${route.id}`));
  assert.match(change.page.text, /gilt noch nicht und kann frei geändert werden/);
  assert.match(fine(await editor.submit(change, change.page.form("Weg ändern"), { bis: "2027-01-01T00:00" }, "Weg ändern")).page.text, /Der Weg ist geändert/);
  assert.match(fine(await editor.submit(change, change.page.form("Weg ändern"), { bis: "" }, "Weg ändern"), 422).page.text, /Jemand anderes hat diesen Weg inzwischen geändert/);
  assert.match(fine(await editor.at("/wege?leistung=hund-anmelden&zeit=2026-12-05T12:00")).page.text, /Redaktionsprobe ?, weil der Weg/);
  assert.match(fine(await editor.at("/wege?leistung=hund-anmelden&zeit=2027-02-01T12:00")).page.text, /gilt dann nicht mehr/);
  const again = fine(await editor.at("/wege"));
  const tried = fine(await editor.submit(again, again.page.form("Probezustellung senden"), {}, "Probezustellung senden"));
  assert.match(tried.page.text, /Die Probezustellung ist angekommen/);
  const button = tried.page.form("Beenden");
  const ended = fine(await editor.submit(tried, { ...button, action: button.action.replace(/wege\/.*/, `wege/${route.id}/ende`) }, {}, "Beenden"));
  assert.match(ended.page.text, /Der Weg ist beendet/);
  // Of another town nothing is there, and a clerk is told that it is not theirs.
  const emil = world.as("emil");
  assert.equal((await emil.at(`/wege/${route.id}`)).status, 404);
  const own = await emil.at("/aussehen");
  const form = own.page.form("Farben speichern");
  for (const path of [`ziele/${set.destination}/probezustellung`, `wege/${route.id}`, `wege/${route.id}/ende`]) {
    assert.equal((await emil.submit(own, { ...form, action: form.action.replace("aussehen", path) }, {}, "Farben speichern")).status, 404, path);
  }
  assert.equal((await emil.at("/wege", "musterstadt")).status, 404);
  assert.equal((await world.as("sabine").at("/wege", "musterstadt")).status, 403);
});
