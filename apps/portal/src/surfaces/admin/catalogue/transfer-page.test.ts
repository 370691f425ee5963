import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import type { Reply } from "../../../testing/browser.ts";
import { adminWorld } from "../test-admin.ts";

const world = await adminWorld();
const { house } = world;
const dog = "99110009104000";
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 600)}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};
const file = (ars: string, more = "", beginning = "<x:nachrichtenkopf/>") => ([{ field: "datei", name: "uebertragung.xml", type: "text/xml", bytes: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>
<x:t xmlns:x="http://xoev.de/schemata/xzufi/2_2_0">${beginning}
<x:schreibe><x:leistung><x:id schemeAgencyID="S100999">1</x:id><x:referenzLeiKa><code>${dog}</code></x:referenzLeiKa><x:modulText><x:leikaTextmodul><code>16</code></x:leikaTextmodul><x:inhalt languageCode="de">Beutel gibt es im Rathaus.</x:inhalt></x:modulText></x:leistung></x:schreibe>
<x:schreibe><x:organisationseinheit><x:id schemeAgencyID="S100999">2</x:id><x:name><x:name languageCode="de">Hundestelle</x:name></x:name><x:zustaendigkeit><x:leistungID schemeAgencyID="S100999">1</x:leistungID><x:gebietID>${ars}</x:gebietID></x:zustaendigkeit></x:organisationseinheit></x:schreibe>
<x:schreibe><x:leistung><x:id>3</x:id><x:referenzLeiKa><code>99999999999999</code></x:referenzLeiKa></x:leistung></x:schreibe>${more}
</x:t>`) }]);
const hamm = house.tenants.bySlug("hamm")!;

test("an editor gives a file, sees what would change and what not, and takes it over; the town says it", async () => {
  const editor = world.as("rita");
  const page = fine(await editor.at("/uebernahme"));
  const looked = fine(await editor.submit(page, page.page.form("Datei prüfen"), {}, "Datei prüfen", { files: file(hamm.ars, "\n<x:fremdes/>") }));
  assert.match(looked.url, /\/uebernahme#?/);
  for (const words of ["Geprüft, gilt noch nicht", "uebertragung.xml", "Das ändert sich: 3", "Kommt dazu", "Hundestelle", "Bleibt weg: 1", "Leistungsschlüssel, den der Katalog nicht kennt", "Nicht verstanden: 1", "fremdes"]) assert.ok(looked.page.text.includes(words), words);
  assert.equal(house.catalogue.officeByRole(hamm.id, "hundestelle"), undefined);
  const done = fine(await editor.submit(looked, looked.page.form("Übernehmen"), {}, "Übernehmen"));
  assert.match(done.page.text, /Die Datei ist übernommen/);
  await world.townSays("hamm", `/leistung/${dog}-${house.catalogue.service(dog)!.slug}`, /Beutel gibt es im Rathaus/);
  const [entry] = await house.db.inTenant(hamm.id, (tx) => tx.rows<{ action: string }>(sql`select action from audit.entry where tenant_id = ${hamm.id} and action = 'catalogue.import'`));
  assert.equal(entry?.action, "catalogue.import");
});

test("what was changed here stands apart and is only overwritten when that was looked at", async () => {
  const editor = world.as("rita");
  await house.db.inTenant(hamm.id, (tx) => tx.run(sql`update catalogue.local_text set sections = '{"remarks": "Eigenes"}' where tenant_id = ${hamm.id} and leika_key = ${dog}`));
  const page = fine(await editor.at("/uebernahme"));
  const looked = fine(await editor.submit(page, page.page.form("Datei prüfen"), {}, "Datei prüfen", { files: file(hamm.ars) }));
  assert.match(looked.page.text, /Hier geändert, bleibt wie es ist: 1/);
  assert.match(looked.page.text, /ändert sich nichts/);
  const all = fine(await editor.at("/uebernahme?eigenes=1"));
  assert.match(all.page.text, /Das ändert sich: 1/);
  fine(await editor.submit(all, all.page.form("Übernehmen und Eigenes überschreiben"), {}, "Übernehmen und Eigenes überschreiben"));
  const row = await house.db.published((tx) => tx.one<{ sections: unknown }>(sql`select sections from catalogue.local_text where tenant_id = ${hamm.id} and leika_key = ${dog} and lang = 'de'`));
  assert.deepEqual(row.sections, { remarks: "Beutel gibt es im Rathaus." });
});

test("a file that cannot be read is refused with its lines, and can be replaced or thrown away", async () => {
  const editor = world.as("rita");
  const page = fine(await editor.at("/uebernahme"));
  const none = fine(await editor.submit(page, page.page.form("Datei prüfen"), {}, "Datei prüfen"), 422);
  assert.match(none.page.text, /Wählen Sie die Datei/);
  const broken = fine(await editor.submit(page, page.page.form("Datei prüfen"), {}, "Datei prüfen", { files: file(hamm.ars, "", "") }), 422);
  assert.match(broken.page.text, /lässt sich nicht lesen/);
  assert.match(broken.page.text, /fehlt der »nachrichtenkopf«/);
  const looked = fine(await editor.submit(page, page.page.form("Datei prüfen"), {}, "Datei prüfen", { files: file(hamm.ars) }));
  const gone = fine(await editor.submit(looked, looked.page.form("Verwerfen"), {}, "Verwerfen"));
  assert.doesNotMatch(gone.page.text, /Geprüft, gilt noch nicht/);
});

test("only the editor of the town comes here", async () => {
  assert.equal((await world.as("sabine").at("/uebernahme")).status, 403);
  assert.equal((await world.as("emil").at("/uebernahme", "musterstadt")).status, 404);
});
