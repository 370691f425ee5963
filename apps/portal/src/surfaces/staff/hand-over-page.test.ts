import assert from "node:assert/strict";
import { test } from "node:test";
import { seen, testStaff } from "./test-staff.ts";

const world = await testStaff();
const { get, post, people } = world;
const { sabine } = people;

test("another office is involved or gets the case with a reason, and an application of another town is handed over with its basis", async () => {
  const { path, version } = await world.submitted();
  const wrong = await seen(post(sabine, `${path}/beteiligung`, { version: await version(), amt: "ordnungsamt", wie: "mit", text: "" }), 422);
  assert.ok(wrong.links.some(({ href, text }) => href === "#beteiligung-text" && text === "Schreiben Sie einen Text."));
  for (const act of ["beteiligung", "abgabe"]) {
    const empty = await seen(post(sabine, `${path}/${act}`, { version: await version(), amt: "", text: "" }), 422);
    assert.deepEqual(empty.links.filter(({ href }) => href.startsWith(`#${act}-`)).map(({ href }) => href), [`#${act}-amt`, `#${act}-text`], "both are said at once");
  }
  assert.equal((await post(sabine, `${path}/beteiligung`, { version: await version(), amt: "ordnungsamt", wie: "kenntnis", text: "Der Hund ist groß." })).status, 303);
  const known = await seen(get(sabine, `${path}?ansicht=verlauf&getan=beteiligung`));
  for (const words of ["Ein anderes Amt beteiligt", "Zur Kenntnis hat Ihren Antrag auch bekommen: Ordnungsamt"]) assert.ok(known.text.includes(words), words);
  const form = await seen(get(sabine, `${path}/ortsabgabe`));
  assert.ok(form.text.includes("Ihre Stadt kann ihn danach nicht mehr öffnen"));
  const incomplete = await seen(post(sabine, `${path}/ortsabgabe`, { version: await version(), stadt: world.beispielhausen.id, grundlage: "", grund: "Umzug" }), 422);
  assert.ok(incomplete.links.some(({ href, text }) => href === "#grundlage" && text.startsWith("Wählen Sie die Grundlage")));
  assert.ok(incomplete.form("Antrag abgeben").fields.some(([name, value]) => name === "grund" && value.includes("Umzug")));
  const all = await seen(post(sabine, `${path}/ortsabgabe`, { version: await version(), stadt: "", grundlage: "", grund: "" }), 422);
  const errors = all.links.filter(({ href }) => ["#stadt", "#grundlage", "#angabe", "#grund"].includes(href));
  assert.deepEqual(errors.map(({ href }) => href), ["#stadt", "#grundlage", "#grund"], "whoever sends it empty reads everything that is missing");
  for (const { text } of errors) assert.equal(all.text.split(text).length, 3, `above and at the field: ${text}`);
  const words = await seen(post(sabine, `${path}/ortsabgabe`, { version: await version(), stadt: world.beispielhausen.id, grundlage: "other", angabe: "", grund: "" }), 422);
  assert.deepEqual(words.links.filter(({ href }) => /^#(angabe|grund|grundlage)$/.test(href)).map(({ href }) => href), ["#angabe", "#grund"]);
  const before = await version();
  await post(sabine, `${path}/notiz`, { text: "nur eine Notiz" });
  await post(sabine, `${path}/uebernahme`, { version: before });
  await seen(post(sabine, `${path}/ortsabgabe`, { version: before, stadt: world.beispielhausen.id, grundlage: "sgb1-16", grund: "Umzug" }), 409);
  const done = await post(sabine, `${path}/ortsabgabe`, { version: await version(), stadt: world.beispielhausen.id, grundlage: "consent", angabe: "am Telefon, 2. März", grund: "Sie wohnen jetzt dort." });
  assert.equal(done.location, `${path}?getan=ortsabgabe`);
  const gone = await seen(get(sabine, `${path}?getan=ortsabgabe`));
  for (const words of ["abgegeben an Beispielhausen", "Einwilligung der Person: am Telefon, 2. März", "Sie wohnen jetzt dort.", "kann ihn nicht mehr öffnen"]) assert.ok(gone.text.includes(words), words);
  assert.ok(!gone.text.includes("Erika"));
  assert.equal((await get(sabine, `${path}/ortsabgabe`)).status, 404);
  assert.equal((await get(sabine, `${path}/paket.zip`)).status, 404);
});
