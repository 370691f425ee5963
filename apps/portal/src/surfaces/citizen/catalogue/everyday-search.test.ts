import assert from "node:assert/strict";
import { test } from "node:test";
import { tellingWords } from "#modules/catalogue";
import { testDatabase } from "../../../testing/index.ts";
import { parsePage } from "../../../testing/page.ts";
import { startSite } from "./test-start-site.ts";
import { allTownTasks } from "./town-tasks.ts";

const t = await testDatabase();
const { app, catalogue } = await startSite(t.db);
const towns = ["musterstadt", "soest"] as const;

async function searched(town: string, query: string, lang = "") {
  const { body } = await app.inject({ method: "GET", url: `${lang}/suche?q=${encodeURIComponent(query)}`, headers: { host: `${town}.portal.localhost:8080` } });
  const page = parsePage(body);
  assert.deepEqual(page.problems, [], query);
  const list = /<ul class="portal-results">([\s\S]*?)<\/ul>/.exec(body)?.[1] ?? "";
  const titles = [...list.matchAll(/<h2>([\s\S]*?)<\/h2>/g)].map(([, text = ""]) => text.replace(/<[^>]*>/g, ""));
  return { page, titles, list, body };
}

/** What people ask their town hall, as they write it, and the service of the catalogue that has to be among the first three. */
const services: readonly (readonly [query: string, title: string])[] = [
  ["Sperrmüll", "Sperrmüll abholen lassen"], ["Spermüll", "Sperrmüll abholen lassen"], ["Fundbüro", "Im Fundbüro nachfragen"], ["fundbuero", "Im Fundbüro nachfragen"], ["Standesamt Termin", "Heirat anmelden"], ["Heirat", "Heirat anmelden"],
  ["Umzug", "Wohnsitz anmelden"], ["Wohnsitz ummelden", "Wohnsitz anmelden"], ["umeldung", "Wohnsitz anmelden"], ["anmelden wohnug", "Wohnsitz anmelden"], ["Kita", "Kita-Platz anmelden"], ["Elterngeld", "Elterngeld beantragen"], ["elterngelt", "Elterngeld beantragen"],
  ["Fürerschein", "Führerschein beantragen"], ["internationaler Führerschein", "Führerschein beantragen"], ["Schwerbehindertenausweis verlängern", "Schwerbehindertenausweis beantragen"], ["schwerbehinderten ausweis", "Schwerbehindertenausweis beantragen"], ["Grundsteuer", "Grundsteuer zahlen"],
  ["Hecke schneiden", "Baum fällen: Genehmigung beantragen"], ["Baumschnitt", "Baum fällen: Genehmigung beantragen"], ["Osterfeuer", "Osterfeuer anmelden"], ["Lagerfeuer", "Osterfeuer anmelden"], ["wedding", "Heirat anmelden"], ["moving", "Wohnsitz anmelden"], ["trash", "Restmülltonne und Hausmüll"],
  ["dog tax", "Hundesteuer zahlen"], ["hundesteur", "Hundesteuer zahlen"], ["Personalausweis verlängern", "Personalausweis beantragen"], ["pesonalausweis", "Personalausweis beantragen"], ["Kinderreisepass", "Reisepass beantragen"], ["new passport", "Reisepass beantragen"], ["reispass", "Reisepass beantragen"],
  ["Abfallkalender", "Restmülltonne und Hausmüll"], ["Grünschnitt abgeben", "Biotonne und Bioabfall"], ["Parkplatz Behinderte", "Parkausweis für Menschen mit Behinderung beantragen"], ["strasenlaterne", "Defekte Straßenlaterne melden"], ["Bücherei", "Bibliotheksausweis erhalten"], ["WBS", "Wohnberechtigungsschein beantragen"],
  ["Wohngeldantrag", "Wohngeld beantragen"], ["Kirchenaustritt", "Kirchenaustritt bescheinigen lassen"], ["fürungszeugniss", "Führungszeugnis beantragen"], ["Gewerbeschein", "Gewerbe anmelden"], ["Zeugnis beglaubigen", "Kopie beglaubigen lassen"], ["Gartenhaus", "Baugenehmigung beantragen"], ["Zaun", "Baugenehmigung beantragen"],
  ["Straßensperrung", "Straße oder Gehweg besonders nutzen"], ["Flohmarkt", "Markt oder Messe festsetzen lassen"], ["Briefwahl", "Briefwahl beantragen"], ["Kfz Zulassung", "Auto anmelden"], ["Feinstaubplakette", "Umweltplakette erhalten"], ["Hygienebelehrung", "Gesundheitszeugnis: Belehrung für den Umgang mit Lebensmitteln"],
  ["Meldebescheinigung", "Amtliche Meldebestätigung erhalten"], ["Geburtsurkunde Kopie", "Geburtsurkunde bestellen"], ["lost property", "Im Fundbüro nachfragen"], ["Hund entlaufen", "Hund anmelden"], ["Spielplatz kaputt", "Straßenschaden melden"], ["Hundesteuer Mahnung", "Hundesteuer zahlen"],
  ["neue Adresse", "Wohnsitz anmelden"], ["Loch in der Straße", "Straßenschaden melden"], ["Zuschuss zur Miete", "Wohngeld beantragen"], ["Elternbeitrag", "Kita-Platz anmelden"], ["Passfoto", "Personalausweis beantragen"], ["passport photo", "Reisepass beantragen"], ["PIN Rücksetzbrief", "Personalausweis beantragen"], ["online ausweis pin", "Personalausweis beantragen"],
  ["Feuerbestattung", "Sterbefall anzeigen"], ["Graffiti", "Straßenschaden melden"], ["Schrottauto", "Wilden Müll melden"], ["rubbish", "Restmülltonne und Hausmüll"], ["Müll wird nicht abgeholt", "Restmülltonne und Hausmüll"], ["Trauung Samstag", "Heirat anmelden"], ["Umzug ins Ausland", "Wohnsitz abmelden"], ["how to marry", "Heirat anmelden"],
];

/** What people ask and no service is there for: who does it stands first, with a service that helps beside it. */
const others: readonly (readonly [query: string, begins: string, beside?: string])[] = [
  ["Bauhof", "Bauhof", "Straßenschaden melden"], ["Winterdienst", "Bauhof"], ["Schnee räumen", "Bauhof"], ["Tierheim", "Tierheim", "Im Fundbüro nachfragen"], ["Tirheim", "Tierheim"], ["Hund entlaufen", "Tierheim"], ["Lärm", "Lärm"], ["Ruhestörung", "Lärm"], ["Falschparker melden", "Falsch geparkte"],
  ["Strafzettel", "Strafzettel"], ["Knöllchen bezahlen", "Strafzettel"], ["gelber Sack", "Gelber Sack", "Restmülltonne und Hausmüll"], ["Windeltonne", "Gelber Sack"], ["Ratten", "Ratten"], ["Wespennest", "Ratten"], ["Schwimmbad", "Bäder", "Bibliotheksausweis erhalten"], ["Schwimmbat", "Bäder"],
  ["Spielplatz", "Bäder"], ["vhs", "Bäder"], ["Schulanmeldung", "Schule", "Leistungen für Bildung und Teilhabe beantragen"], ["Schulbus", "Schule"], ["Grundsicherung im Alter", "Sozialamt", "Wohngeld beantragen"], ["Obdachlos", "Sozialamt"], ["Aufenthaltstitel", "Ausländerbehörde", "Einbürgerung beantragen"],
  ["Ehrenamtskarte", "Ehrenamt"], ["Seniorenpass", "Familien-"], ["Ehefähigkeitszeugnis", "Namen", "Heirat anmelden"], ["Mahnung", "Stadtkasse", "Grundsteuer zahlen"], ["Gewerbesteuer", "Gewerbesteuer", "Gewerbe anmelden"], ["Solaranlage", "Bauamt", "Baugenehmigung beantragen"], ["Wasserzähler", "Wasser"], ["Feuerwehr", "Feuerwehr"],
  ["Feuerwerk", "Feuerwerk", "Osterfeuer anmelden"], ["Hundekot", "Leinenpflicht"], ["Stadtrat", "Rat,"], ["Stellenangebote", "Arbeit"], ["Impfung", "Gesundheitsamt"], ["Vorsorgevollmacht", "Vorsorgevollmacht"], ["Adoption", "Jugendamt"], ["Mietspiegel", "Mietspiegel"], ["Lebensbescheinigung", "Lebensbescheinigung"],
  ["Rente", "Rente"], ["Pflegeheim", "Pflegeheim"], ["Wärmepumpe Förderung", "Zuschuss"], ["Gewerbezentralregister", "Auszug"], ["Tempo 30", "Tempo 30"], ["Apostille", "Apostille", "Kopie beglaubigen lassen"], ["Bus Fahrplan", "Bus und Bahn"],
];

test("what people ask in everyday words, mistyped too, leads to the service within the first three, in an invented and a real town", async () => {
  for (const town of towns) for (const [query, title] of services) {
    const { titles } = await searched(town, query);
    assert.ok(titles.slice(0, 3).includes(title), `${town}: ${query} → ${titles.slice(0, 4).join(" | ")}`);
  }
});

test("where the catalogue holds no service it says first who does it, and what may help beside it", async () => {
  for (const town of towns) for (const [query, begins, beside] of others) {
    const { titles, page } = await searched(town, query);
    assert.ok(titles[0]?.startsWith(begins), `${town}: ${query} → ${titles.slice(0, 3).join(" | ")}`);
    if (beside !== undefined) assert.ok(page.links.some(({ text }) => text.startsWith(beside)), `${town}: ${query} has no ${beside}`);
  }
});

test("such an answer leads to the office where the town names it, to the Kreis for what is the Kreis's, else to where one is told whom to ask", async () => {
  const named = await searched("musterstadt", "Lärm");
  assert.match(named.list, /href="\/amt\/ordnungsamt"[\s\S]*Ordnungsamt: [\s\S]*0999 555/);
  const real = await searched("soest", "Lärm");
  assert.match(real.list, /href="\/aemter"/);
  assert.match((await app.inject({ url: "/aemter", headers: { host: "soest.portal.localhost:8080" } })).body, /115/);
  assert.match((await searched("soest", "Aufenthaltstitel")).list, /href="http:\/\/kreis-soest\.portal\.localhost:8080\/"/);
  assert.match((await searched("kreis-soest", "Aufenthaltstitel")).list, /href="\/aemter"/);
  const english = await searched("soest", "noise", "/en");
  assert.equal(english.titles[0], "Noise");
  assert.match(english.list, /href="\/en\/aemter"/);
  const known = await searched("musterstadt", "Sozialamt");
  assert.deepEqual(known.titles.filter((title) => title.startsWith("Sozialamt")), ["Sozialamt"], "an office that is shown already is not said twice");
  const nothing = await searched("soest", "xqzzt");
  assert.match(nothing.page.text, /Fragen Sie gern im Rathaus, oder rufen Sie die 115 an/);
});

test("what only shares a word with the question does not crowd out the answer", async () => {
  const { titles } = await searched("soest", "Falschparker melden");
  assert.deepEqual(titles.slice(1), []);
});

test("every service that helps beside is there, every phrase is written folded and stands once", () => {
  const phrases = allTownTasks.flatMap((task) => task.phrases);
  assert.deepEqual(phrases.filter((phrase, at) => phrases.indexOf(phrase) !== at), []);
  assert.deepEqual(phrases.filter((phrase) => tellingWords(phrase).join(" ") !== phrase), [], "a word that says nothing is never looked for");
  for (const { title, beside } of allTownTasks) for (const key of beside) assert.ok(catalogue.service(key), `${title.de}: ${key}`);
});
