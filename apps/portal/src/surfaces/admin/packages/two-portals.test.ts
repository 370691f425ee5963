import assert from "node:assert/strict";
import { test } from "node:test";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { contentHash } from "#modules/forms";
import { serviceSwitch } from "#modules/tenants";
import type { Reply } from "../../../testing/browser.ts";
import { adminWorld } from "../test-admin.ts";

// Two portals, each with its own database, keys, addresses and servers.
const [home, abroad] = [await adminWorld(), await adminWorld()];
const slug = "stadtbaum-melden";
const original = (await home.house.forms.current("maengelmelder"))!.package;
const made = parseServicePackage({ ...JSON.parse(JSON.stringify(original.service)) as object, slug, title: { de: "Stadtbaum melden" } }, { ...JSON.parse(JSON.stringify(original.definition)) as object, id: slug, version: "1.2.0" });
const town = (world: typeof home) => world.house.tenants.bySlug("musterstadt")!.id;
const switchOn = (world: typeof home) => world.house.db.asOperator("test", (tx) => world.house.tenants.storeSwitch(tx, town(world), serviceSwitch.parse({ service: slug, enabled: true, retentionMonths: 6 })));
await home.house.db.asOperator("test", (tx) => home.house.forms.publish(tx, made));
await switchOn(home);
home.house.forms.refresh();

const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.text.slice(0, 600)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const upload = async (bytes: Buffer, press = "Prüfen und einlesen"): Promise<Reply> => {
  const editor = abroad.as("ede");
  const page = fine(await editor.at("/pakete"));
  return editor.submit(page, page.page.form("Prüfen und einlesen"), {}, press, { follow: false, files: bytes.length === 0 ? [] : [{ field: "paket", name: "paket.json", type: "application/json", bytes }] });
};
/** What people read before they begin, without what differs from portal to portal. */
const startOf = async (world: typeof home): Promise<string> => (await world.townSays("musterstadt", `/antrag/${slug}`, /Das brauchen Sie/)).page.text.replace(/localhost:\d+/g, "");

test("a service that leaves one portal as a file is the same service in another", async () => {
  const file = await home.as("ede").at(`/pakete/${slug}.json`);
  assert.equal(file.status, 200);
  assert.match(String(file.headers["content-disposition"]), /attachment.*stadtbaum-melden-1\.2\.0\.json/);
  const bytes = Buffer.from(file.text);

  // Whom nobody knows, nobody believes.
  const unknown = fine(await upload(bytes), 422);
  assert.match(unknown.page.text, /passt nicht hierher.*Der Herausgeber ist hier nicht bekannt/);
  const shown = /Fingerabdruck dieser Installation[^:]*: ([A-Za-z0-9_-]{43})/.exec(fine(await home.as("ede").at("/pakete")).page.text)![1]!;
  await abroad.house.servicePackages.trust(shown, "Portal der Heimat");

  assert.match(fine(await upload(bytes, "Nur prüfen")).page.text, /Das Paket passt hierher/);
  const taken = await upload(bytes);
  assert.equal(taken.status, 303);
  const id = /formulare\/([0-9a-f-]{36})/.exec(String(taken.headers["location"]))![1]!;

  // The way of every form: a second person releases it, then it is published.
  const { workshop } = abroad.house;
  const [ede, sven] = [abroad.people.get("ede")!, abroad.people.get("sven")!].map(({ staff, name }) => ({ id: staff, name }));
  const at = async (by: { readonly id: string; readonly name: string }) => ({ tenant: town(abroad), copy: id, by, seen: (await workshop.open({ tenant: town(abroad), copy: id }))!.revision });
  assert.ok((await workshop.askForReview(await at(ede!))).ok);
  assert.ok((await workshop.decideReview(await at(sven!), { release: true })).ok);
  assert.ok((await workshop.publish(await at(sven!), { tenants: "all", validFrom: abroad.clock.now(), acknowledged: true }, { mayAll: true, towns: [] })).ok);
  await switchOn(abroad);
  abroad.house.forms.refresh();

  const [there, here] = await Promise.all([abroad, home].map((world) => world.house.servicePackages.export({ slug })));
  assert.equal(contentHash(there!), contentHash(here!));
  assert.notEqual(there!.publisher.key.x, here!.publisher.key.x);
  assert.equal(await startOf(abroad), await startOf(home));
});

test("what was changed on the way, is no package or is not chosen is refused with a sentence", async () => {
  const { text } = await home.as("ede").at(`/pakete/${slug}.json`);
  assert.match(fine(await upload(Buffer.from(text.replace("Stadtbaum melden", "Stadtbaum fällen"))), 422).page.text, /Die Unterschrift passt nicht/);
  assert.match(fine(await upload(Buffer.from("{}")), 422).page.text, /Das ist kein Dienst-Paket/);
  assert.match(fine(await upload(Buffer.alloc(0)), 422).page.text, /Wählen Sie die Datei/);
  assert.match(fine(await upload(Buffer.alloc(9_000_000, " ")), 422).page.text, /zu groß/);
  const again = fine(await upload(Buffer.from(text)), 422);
  assert.match(again.page.text, /gibt es in dieser Installation schon/);
});

test("only the town's own editors see the files", async () => {
  assert.equal((await home.as("sabine").at(`/pakete/${slug}.json`)).status, 403);
  assert.equal((await home.as("emil").at("/pakete", "musterstadt")).status, 404);
  for (const file of ["gibtesnicht.json", "..%2F..", "hund-anmelden"]) assert.equal((await home.as("ede").at(`/pakete/${file}`)).status, 404, file);
});
