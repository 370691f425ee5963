import assert from "node:assert/strict";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { openBrowser, type Reply } from "../../testing/browser.ts";
import { adminWorld } from "./test-admin.ts";

const world = await adminWorld();
const { house, apex } = world;
const pages = ["", "/aussehen", "/kontakt", "/texte", "/texte/willkommen", "/texte/impressum", "/texte/datenschutz", "/texte/barrierefreiheit", "/texte/leichte-sprache", "/texte/gebaerdensprache", "/leistungen", "/leistungen/hund-anmelden", "/leistungen/bewohnerparkausweis", "/leistungen/geburtsurkunde", "/leistungen/maengelmelder", "/strassen", "/barrieren", "/barrieren?alle=1&getan=constructor"];
const idOf = (slug: string): string => house.tenants.bySlug(slug)!.id;
const profileOf = (slug: string) => house.db.published(async (tx) => (await tx.one<{ profile: Record<string, unknown> }>(sql`select profile from tenants.tenant where slug = ${slug}`)).profile);
const settingsOf = (slug: string, service: string) => house.db.published(async (tx) => (await tx.maybe<{ settings: Record<string, unknown> }>(sql`select settings from tenants.service_switch where tenant_id = ${idOf(slug)} and service = ${service}`))?.settings);
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1}`);
  assert.deepEqual(reply.page.problems, [], reply.url);
  return reply;
};

test("every page of the editor parses strictly, names its fields and keeps its headings, in a furnished and in a bare town", async () => {
  for (const who of ["ede", "sven", "emil", "rita"] as const) for (const path of pages) fine(await world.as(who).at(path));
});
test("another role of the town is refused, another town and an unknown one are not there, a stranger has to sign in", async () => {
  for (const path of pages) {
    assert.equal(fine(await world.as("sabine").at(path), 403).page.h1, "Das dürfen Sie hier nicht sehen");
    for (const town of ["beispielhausen", "kreis-musterland", "atlantis"]) assert.equal((await world.as("ede").at(path, town)).status, 404);
    assert.equal((await world.as("olga").at(path)).status, 404);
  }
  const stranger = await world.as().at("/texte");
  assert.match(stranger.url, /\/mitarbeit\/anmeldung\?ziel=%2Fmitarbeit%2Fmusterstadt%2Fredaktion%2Ftexte$/);
  assert.equal((await world.as("ede").get(`${apex.replace("portal.", "musterstadt.portal.")}/mitarbeit/musterstadt/redaktion`)).status, 404);
  for (const path of ["/texte/gibt-es-nicht", "/leistungen/gibt-es-nicht", "/texte/constructor"]) assert.equal((await world.as("ede").at(path)).status, 404);
});
test("an editor signs in at the administration's provider, lands where the way began, and finds the portal's own door locked to a clerk", async () => {
  for (const [name, status, h1] of [["Ede Editor", 200, "Redaktion Musterstadt"], ["Sabine Steuer", 403, "Das dürfen Sie hier nicht sehen"]] as const) {
    const browser = openBrowser();
    const choice = await browser.get(`${world.origin()}/mitarbeit/musterstadt/redaktion`);
    assert.match(choice.url, /\/\/staff\./);
    const landed = fine(await browser.submit(choice, choice.page.form(new RegExp(name)), {}, new RegExp(name)), status);
    assert.equal(landed.page.h1, h1);
    assert.equal(new URL(landed.url).pathname, "/mitarbeit/musterstadt/redaktion");
    browser.close();
  }
});
test("nothing is changed without the form's own token, nor in another town's name", async () => {
  const editor = world.as("ede");
  const page = await editor.at("/texte/gebaerdensprache");
  const form = page.page.form("Speichern");
  const before = await profileOf("musterstadt");
  assert.equal((await editor.submit(page, form, { film: "https://film.example/x", _csrf: "geraten" })).status, 403);
  assert.equal((await editor.submit(page, { ...form, action: form.action.replace("musterstadt", "beispielhausen") }, { film: "https://film.example/x" })).status, 404);
  assert.equal((await world.as("sabine").submit(page, form, { film: "https://film.example/x", _csrf: world.people.get("sabine")!.csrf })).status, 403);
  assert.deepEqual(await profileOf("musterstadt"), before);
  assert.equal((await profileOf("beispielhausen"))["signLanguageFilm"], undefined);
});
test("of two editors the second learns that the text has changed meanwhile and keeps what was typed", async () => {
  const [first, second] = [world.as("ede"), world.as("sven")];
  const both = [await first.at("/texte/datenschutz"), await second.at("/texte/datenschutz")] as const;
  const previewed = await first.submit(both[0], both[0].page.form("Vorschau ansehen"), { de: "Zuerst gespeichert." });
  const late = await second.submit(both[1], both[1].page.form("Vorschau ansehen"), { de: "Zu spät,\naber lang überlegt." });
  assert.equal(fine(await first.submit(previewed, previewed.page.form("Veröffentlichen"))).page.h1, "Texte");
  const refused = fine(await second.submit(late, late.page.form("Veröffentlichen")), 409);
  assert.equal(refused.page.h1, "Inzwischen hat jemand anderes gespeichert");
  assert.match(refused.text, /Zu spät,\naber lang überlegt\./);
  assert.deepEqual((await profileOf("musterstadt"))["privacy"], { de: "Zuerst gespeichert.", en: both[0].page.form("Vorschau ansehen").fields.find(([name]) => name === "en")?.[1].trim() });
  assert.match((await second.get(new URL(refused.page.link("Neuen Stand öffnen"), refused.url).href)).text, /Zuerst gespeichert/);
});
test("reports of barriers are read and marked once, only by their own town, and each look is recorded", async () => {
  const [own, foreign] = [await house.catalogue.barrierReports.store(idOf("musterstadt"), { page: "/suche", message: "Das Suchfeld <b>springt</b> beim Tippen.", name: "Erika Beispiel", email: "erika@beispiel.example" }), await house.catalogue.barrierReports.store(idOf("beispielhausen"), { page: "", message: "Das Bild hat keine Beschreibung.", name: "", email: "" })];
  const editor = world.as("ede");
  assert.match((await editor.at()).page.text, /Eine gemeldete Barriere wartet auf Antwort/);
  const list = fine(await editor.at("/barrieren"));
  assert.match(list.page.text, new RegExp(`${own}.*Antwort bis 3\\. Januar 2027.*Das Suchfeld <b>springt</b> beim Tippen`));
  assert.doesNotMatch(list.page.text, new RegExp(foreign));
  const [other] = await house.catalogue.barrierReports.list(idOf("beispielhausen"), 1);
  const form = list.page.form(/^Als beantwortet/);
  await editor.submit(list, { ...form, action: form.action.replace(/[0-9a-f-]{36}/, other!.id) });
  assert.equal((await house.catalogue.barrierReports.list(idOf("beispielhausen"), 1))[0]!.answeredAt, undefined);
  assert.match(fine(await editor.submit(list, form)).page.text, /Die Meldung ist als beantwortet vermerkt.*Keine Meldung wartet auf Antwort/);
  assert.match((await editor.submit(list, form)).page.text, /war schon als beantwortet vermerkt/);
  assert.match(fine(await editor.at("/barrieren?alle=1")).page.text, /beantwortet am 22\. November 2026/);
  assert.equal((await editor.submit(list, { ...form, action: form.action.replace(/[0-9a-f-]{36}/, "x") })).status, 404);
  const entries = await house.db.inTenant(idOf("musterstadt"), (tx) => tx.rows<{ action: string; actor: string }>(sql`select action, actor from audit.entry where action like 'barrier-report.%' order by id`));
  assert.deepEqual(entries.map(({ action }) => action), ["barrier-report.read", "barrier-report.read", "barrier-report.answer", "barrier-report.read"]);
  assert.ok(entries.every(({ actor }) => actor === world.people.get("ede")!.staff));
});
test("the overview reminds of what is missing, and no longer once it is there", async () => {
  const editor = world.as("ede");
  const titles = async (): Promise<string> => (await editor.at()).page.links.map(({ text }) => text).join(" | ");
  // The demonstration says when its statement was reviewed; a town that never did is asked to.
  await house.db.asOperator("test", (tx) => tx.run(sql`update tenants.tenant set profile = profile - 'accessibilityReviewedOn' where id = ${idOf("musterstadt")}`));
  assert.match(await titles(), /Der Film in Gebärdensprache fehlt/);
  assert.match(await titles(), /Die Erklärung zur Barrierefreiheit hat kein Prüfdatum/);
  let page = await editor.at("/texte/gebaerdensprache");
  for (const [film, message] of [["http://film.example/x", "Die Adresse muss mit https:// beginnen."], ["film", "Geben Sie eine vollständige Adresse ein"], ["https://ede:geheim@film.example/", "Entfernen Sie Benutzername und Passwort"], ["javascript:alert(1)", "Geben Sie eine vollständige Adresse ein"]] as const) {
    page = fine(await editor.submit(page, page.page.form("Speichern"), { film }), 422);
    assert.match(page.page.text, new RegExp(message));
    assert.ok(page.page.form("Speichern").fields.some(([name, value]) => name === "film" && value === film));
  }
  fine(await editor.submit(page, page.page.form("Speichern"), { film: "https://film.musterstadt.example/dgs" }));
  page = await editor.at("/texte/barrierefreiheit");
  const preview = fine(await editor.submit(page, page.page.form("Vorschau ansehen"), { stand: "2026-11-15" }));
  assert.match(preview.page.text, /Zuletzt geprüft am 15\. November 2026/);
  fine(await editor.submit(preview, preview.page.form("Veröffentlichen")));
  assert.doesNotMatch(await titles(), /Film|Barrierefreiheit hat|älter/);
  await world.townSays("musterstadt", "/gebaerdensprache", /https:\/\/film\.musterstadt\.example\/dgs/);
  const before = world.clock.now();
  world.clock.advance(358 * 86_400_000);
  assert.doesNotMatch(await titles(), /älter als zwölf Monate/);
  world.clock.advance(86_400_000);
  assert.match(await titles(), /Die Erklärung zur Barrierefreiheit ist älter als zwölf Monate/);
  world.clock.advance(before.getTime() - world.clock.now().getTime());
});
test("a bare town is reminded of contact and legal texts, and sees which offices people looked for in vain", async () => {
  const office = "99108018137000";
  await house.catalogue.serviceInTown(house.tenants.bySlug("hamm")!, "99108001001000", "de");
  const page = fine(await world.as("rita").at());
  assert.match(page.page.text, /Die Stadt hat noch keinen Kontakt/);
  const gaps = await house.catalogue.gaps(idOf("hamm"));
  for (const { leikaKey, times } of gaps) assert.match(page.page.text, new RegExp(`${house.catalogue.service(leikaKey)!.title.de}.*${times}-mal`));
  await house.db.asOperator("somebody asked", (tx) => tx.run(sql`insert into catalogue.gap (tenant_id, leika_key, times, first_at, last_at) values (${idOf("hamm")}, ${office}, 17, ${world.clock.now()}, ${world.clock.now()}) on conflict do nothing`));
  assert.match(fine(await world.as("rita").at()).page.text, /Gesucht und kein Amt gefunden.*17-mal.*22\.11\.2026/);
});
test("a switched-on service whose office has no telephone is named", async () => {
  const role = "ohne-telefon";
  const page = await world.as("emil").at("/leistungen/hund-anmelden");
  await house.db.asOperator("an office without telephone", (tx) => tx.run(sql`insert into catalogue.office (tenant_id, role, id, details, position, changed_at) values (${idOf("beispielhausen")}, ${role}, ${newId()}, '{"name": {"de": "Amt ohne Telefon"}, "hours": [], "contactPersons": []}', 99, ${world.clock.now()})`));
  await house.catalogue.refresh();
  const saved = fine(await world.as("emil").submit(page, page.page.form("Speichern"), { "amt-steueramt": role }));
  assert.match(saved.page.text, /Hund anmelden Stand eingeschaltet Zuständig Amt ohne Telefon/);
  assert.match((await world.as("emil").at()).page.text, /»Hund anmelden« hat keinen Ansprechpartner Warum Beim Amt »Amt ohne Telefon« steht keine Telefonnummer/);
  assert.deepEqual((await settingsOf("beispielhausen", "hund-anmelden"))!["offices"], { steueramt: role });
});
