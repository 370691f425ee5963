import assert from "node:assert/strict";
import { test } from "node:test";
import { setNode } from "@kommunalportal/form-engine";
import { newId } from "#platform/ids";
import type { Reply } from "../../../testing/browser.ts";
import { adminWorld } from "../test-admin.ts";

const world = await adminWorld();
const { house } = world;
const fine = (reply: Reply, status = 200): Reply => {
  assert.equal(reply.status, status, `${reply.url}: ${reply.page.h1} ${reply.page.text.slice(0, 800)}`);
  // In a frame the page around it has the landmarks.
  assert.deepEqual(reply.page.problems.filter((problem) => !(reply.url.includes("/ansicht/") && problem === "not exactly one main")), [], reply.url);
  return reply;
};

test("a form is made, previewed, tested, reviewed by a second person, published and filled in by somebody", async () => {
  const ede = world.as("ede");
  const start = fine(await ede.at("/formulare"));
  assert.match(start.page.text, /Noch kein Formular in Arbeit/);
  const empty = fine(await ede.at("/formulare/neu"));
  fine(await ede.submit(empty, empty.page.form("Anlegen")), 422);
  let bench = fine(await ede.submit(empty, empty.page.form("Anlegen"), { titel: "Bankverbindung ändern", leika: "99110009104000", amt: "steueramt", anmeldung: "never" }));
  assert.match(bench.page.text, /Das Formular ist angelegt.*Das Formular hat noch keinen|Das Formular ist angelegt/);
  const base = bench.url.split("?")[0]!;
  const add = async (text: string, art: string): Promise<Reply> => { bench = fine(await ede.get(base)); return fine(await ede.submit(bench, bench.page.form("Hinzufügen"), { text, art })); };
  let question = await add("Kassenzeichen", "text");
  assert.match(question.page.text, /Die Frage ist angelegt/);
  question = fine(await ede.submit(question, question.page.form("Speichern"), { hinweis: "Steht auf dem Bescheid", grund: "Damit die Kasse die Zahlung zuordnet.", "eigen-maxLength": "20" }));
  await add("IBAN", "iban");
  const yes = await add("Ist das Konto Ihr eigenes?", "yesno");
  fine(await ede.submit(yes, yes.page.form("Speichern")));
  const holder = await add("Wem gehört das Konto?", "text");
  const wrong = fine(await ede.submit(holder, holder.page.form("Speichern"), { "wenn-frage-0": "istDasKontoIhrEigenes", "wenn-wie-0": "is", "wenn-wert-0": "vielleicht" }), 422);
  assert.match(wrong.page.text, /Schreiben Sie »ja« oder »nein«/);
  fine(await ede.submit(wrong, wrong.page.form("Speichern"), { "wenn-wert-0": "nein" }));

  // Up and down by buttons, undo, redo.
  bench = fine(await ede.get(base));
  const order = (reply: Reply): string => [...reply.page.text.matchAll(/(Kassenzeichen|IBAN|Ist das Konto Ihr eigenes\?|Wem gehört das Konto\?) (?:Text|IBAN|Ja)/g)].map(([, name]) => name).join(" ");
  assert.match(order(bench), /^Kassenzeichen IBAN/);
  const csrf = bench.page.form("Rückgängig").fields;
  const moved = fine(await ede.submit(bench, { action: `${new URL(base).pathname}/ordnung`, method: "post", multipart: false, fields: csrf, buttons: [{ text: "Hoch", name: "hoch", value: "iban", formaction: undefined }], controls: [] }, {}, "Hoch"));
  assert.match(order(moved), /^IBAN Kassenzeichen/);
  const back = fine(await ede.submit(moved, moved.page.form("Rückgängig")));
  assert.match(order(back), /^Kassenzeichen IBAN/);
  fine(await ede.submit(back, back.page.form("Wiederholen")));
  // To where it is pulled, by what the script sends; nowhere else, and undone like everything.
  const pull = async (fields: Readonly<Record<string, string>>): Promise<Reply> => {
    const now = fine(await ede.get(base));
    return fine(await ede.submit(now, { action: `${new URL(base).pathname}/ordnung`, method: "post", multipart: false, fields: [...now.page.form("Rückgängig").fields, ...Object.entries(fields)], buttons: [], controls: [] }, {}));
  };
  assert.match(order(await pull({ ziehen: "iban", ort: "schritt:angaben", vor: "" })), /^Kassenzeichen .* IBAN$/);
  assert.match(order(await pull({ ziehen: "iban", ort: "schritt:angaben", vor: "kassenzeichen" })), /^IBAN Kassenzeichen/);
  for (const nowhere of [{ ziehen: "iban", ort: "schritt:gibtsnicht", vor: "" }, { ziehen: "iban", ort: "gruppe:iban", vor: "" }, { ziehen: "nichts", ort: "schritt:angaben", vor: "" }, { ziehen: "iban", ort: "<x>", vor: "" }]) assert.match(order(await pull(nowhere)), /^IBAN Kassenzeichen/);
  const undone = fine(await ede.get(base));
  assert.match(order(fine(await ede.submit(undone, undone.page.form("Rückgängig")))), /^Kassenzeichen/);
  const again = fine(await ede.get(base));
  fine(await ede.submit(again, again.page.form("Wiederholen")));

  for (const page of ["vorschau", "vorschau?probe=0&ansicht=telefon&sprache=en", "texte", "texte?teil=angaben", "regeln", "regeln/neu", "gebuehr", "dienst", "tests", "veroeffentlichung", "verlauf", "json", "schritt/angaben", "frage/iban"]) fine(await ede.get(`${base}/${page}`));

  // The preview is filled in and becomes a test.
  const shown = fine(await ede.get(`${base}/ansicht/angaben`));
  assert.equal(shown.headers["x-frame-options"], "SAMEORIGIN");
  assert.match(String(shown.headers["content-security-policy"]), /frame-ancestors 'self'/);
  assert.match(String((await ede.get(base)).headers["content-security-policy"]), /frame-src 'self'/);
  assert.match(String((await ede.get(base)).headers["content-security-policy"]), /frame-ancestors 'none'/);
  const refused = fine(await ede.submit(shown, shown.page.form("Weiter"), { iban: "DE12", kassenzeichen: "4711", istDasKontoIhrEigenes: "yes" }), 422);
  const checked = fine(await ede.submit(refused, refused.page.form("Weiter"), { iban: "DE02120300000000202051" }));
  assert.match(checked.page.text, /Angaben prüfen.*Gebührenfrei.*Gesendet und gespeichert wird hier nichts/);
  const recorded = fine(await ede.submit(checked, checked.page.form("Als Test aufzeichnen"), { name: "Eigenes Konto" }));
  assert.match(recorded.page.text, /Eigenes Konto grün/);
  const invented = fine(await ede.submit(recorded, recorded.page.form("Aufzeichnen"), { name: "Erfunden" }));
  assert.match(invented.page.text, /Erfunden grün/);

  // Review needs a second person; the lists have to be seen.
  let way = fine(await ede.get(`${base}/veroeffentlichung`));
  assert.match(way.page.text, /Alle 2 Tests sind grün.*3 Fragen ohne Grund.*fehlende Texte/);
  way = fine(await ede.submit(way, way.page.form("Zur Prüfung geben"), { notiz: "Bitte ansehen" }));
  assert.match(way.page.text, /Freigeben muss eine zweite Person/);
  const sven = world.as("sven");
  const review = fine(await sven.get(`${base}/veroeffentlichung`));
  const released = fine(await sven.submit(review, review.page.form("Freigeben"), { notiz: "Gut" }, "Freigeben"));
  assert.match(released.page.text, /Freigegeben von Sven Super/);
  way = fine(await ede.get(`${base}/veroeffentlichung`));
  const unseen = fine(await ede.submit(way, way.page.form("Veröffentlichen")), 422);
  assert.match(unseen.page.text, /Sehen Sie die offenen Punkte/);
  const published = fine(await ede.submit(unseen, unseen.page.form("Veröffentlichen"), { "gesehen-listen": "ja" }));
  assert.match(published.page.text, /Veröffentlicht Wer jetzt beginnt/);
  const citizen = await world.townSays("musterstadt", "/antrag/bankverbindung-aendern", /Bankverbindung ändern/);
  assert.equal(citizen.status, 200);
  assert.equal((await world.as("ede").get(`${world.origin("beispielhausen")}/antrag/bankverbindung-aendern`)).status, 404);

  // A red test holds the next version back.
  const later = fine(await ede.get(`${base}/frage/kassenzeichen`));
  fine(await ede.submit(later, later.page.form("Frage löschen"), {}, "Frage löschen"));
  const red = fine(await ede.get(`${base}/veroeffentlichung`));
  assert.match(red.page.text, /Entwurf Version 1\.1\.0.*2 Tests sind rot.*erwartet wird gestellt , jetzt wird nicht gestellt.*Zuerst muss das Formular vollständig und jeder Test grün sein/);
});
test("two editors meet on the same question: the later one sees both versions and loses nothing of what was typed", async () => {
  const ede = world.as("ede");
  const sven = world.as("sven");
  const empty = await ede.at("/formulare/neu");
  const bench = fine(await ede.submit(empty, empty.page.form("Anlegen"), { titel: "Fundsache melden", leika: "99110009104000", amt: "steueramt", anmeldung: "never" }));
  const base = bench.url.split("?")[0]!;
  const mine = fine(await ede.submit(bench, bench.page.form("Hinzufügen"), { text: "Was haben Sie gefunden?", art: "text" }));
  const theirs = fine(await sven.get(mine.url));
  fine(await sven.submit(theirs, theirs.page.form("Speichern"), { frage: "Welche Sache?" }));
  const conflict = fine(await ede.submit(mine, mine.page.form("Speichern"), { frage: "Was war es?", hinweis: "Zum Beispiel ein Schirm" }), 409);
  assert.match(conflict.page.text, /Sven Super hat denselben Teil geändert/);
  for (const words of ["Welche Sache?", "Was haben Sie gefunden?", "Was war es?", "Zum Beispiel ein Schirm"]) assert.ok(conflict.text.includes(words), words);
  assert.match(fine(await ede.get(base)).page.text, /Welche Sache\?/);
});
test("a link shows the preview without signing in, at the town's host only, until all links are ended", async () => {
  const ede = world.as("ede");
  const empty = await ede.at("/formulare/neu");
  const bench = fine(await ede.submit(empty, empty.page.form("Anlegen"), { titel: "Sperrmüll anmelden", leika: "99110009104000", amt: "steueramt", anmeldung: "never" }));
  const base = bench.url.split("?")[0]!;
  const added = await ede.submit(bench, bench.page.form("Hinzufügen"), { text: "Was soll abgeholt werden?", art: "longtext" });
  fine(added);
  const preview = fine(await ede.get(`${base}/vorschau`));
  const made = fine(await ede.submit(preview, preview.page.form("Link erzeugen"), { tage: "3" }));
  const link = /http[^"]*\/formular-vorschau\/[\w-]{43}/.exec(made.text)?.[0] ?? "";
  const anybody = world.as();
  const seen = fine(await anybody.get(link));
  assert.match(seen.page.text, /Vorschau\. Nichts wird gespeichert.*Was soll abgeholt werden/);
  const next = fine(await anybody.submit(seen, seen.page.form("Weiter"), { wasSollAbgeholtWerden: "Ein Sofa" }));
  assert.match(next.page.text, /Ein Sofa/);
  assert.equal((await anybody.get(link.replace("musterstadt.", "beispielhausen."))).status, 404);
  const again = fine(await ede.get(`${base}/vorschau`));
  fine(await ede.submit(again, again.page.form("Alle Links beenden")));
  assert.equal((await anybody.get(link)).status, 404);
});
test("who is no editor of the town sees nothing of its forms", async () => {
  const [copy] = await house.workshop.list(house.tenants.bySlug("musterstadt")!.id);
  const path = `${world.apex}/mitarbeit/musterstadt/redaktion/formulare/${copy!.id}`;
  assert.equal((await world.as("sabine").get(path)).status, 403);
  assert.equal((await world.as("emil").get(path)).status, 404);
  assert.equal((await world.as("emil").get(path.replace("musterstadt", "beispielhausen"))).status, 404);
  assert.equal((await world.as("emil").get(`${path.replace("musterstadt", "beispielhausen")}/veroeffentlichung`)).status, 404);
});
test("a publisher offers a form in all towns in one action; a town that runs it keeps its settings when the next version comes", async () => {
  const lea = world.as("lea");
  const empty = await lea.at("/formulare/neu");
  const bench = fine(await lea.submit(empty, empty.page.form("Anlegen"), { titel: "Fundrad melden", leika: "99110009104000", amt: "steueramt", anmeldung: "never" }));
  const base = bench.url.split("?")[0]!;
  fine(await lea.submit(bench, bench.page.form("Hinzufügen"), { text: "Wo steht das Rad?", art: "longtext" }));
  const publishEverywhere = async (): Promise<{ readonly statements: number; readonly milliseconds: number }> => {
    const way = await lea.get(`${base}/veroeffentlichung`);
    fine(await lea.submit(way, way.page.form("Zur Prüfung geben")));
    const review = await world.as("sven").get(`${base}/veroeffentlichung`);
    fine(await world.as("sven").submit(review, review.page.form("Freigeben"), {}, "Freigeben"));
    const ready = fine(await lea.get(`${base}/veroeffentlichung`));
    const [before, began] = [house.db.statements(), performance.now()];
    fine(await lea.submit(ready, ready.page.form("Veröffentlichen"), { wo: "alle", "gesehen-listen": "ja" }));
    return { statements: house.db.statements() - before, milliseconds: performance.now() - began };
  };
  const took = await publishEverywhere();
  const towns = house.tenants.all();
  assert.ok(towns.length > 390);
  for (const town of towns) assert.equal(house.tenants.switches(town.id).get("fundrad-melden")?.enabled, true, town.slug);
  const rita = world.as("rita");
  const settings = fine(await rita.at("/leistungen/fundrad-melden"));
  fine(await rita.submit(settings, settings.page.form("Speichern"), { an: "nein", frist: "7" }));
  const question = fine(await lea.get(`${base}/frage/woStehtDasRad`));
  fine(await lea.submit(question, question.page.form("Speichern"), { frage: "Wo haben Sie das Rad gefunden?" }));
  await publishEverywhere();
  const hamm = house.tenants.bySlug("hamm")!;
  assert.deepEqual([house.tenants.switches(hamm.id).get("fundrad-melden")?.enabled, house.tenants.switches(hamm.id).get("fundrad-melden")?.retentionMonths, (await house.forms.current("fundrad-melden", hamm.id))?.version], [false, 7, "1.1.0"]);
  // Two for each town, and some seconds; how many depends on what else the machine does.
  assert.ok(took.statements <= 2.5 * towns.length && took.milliseconds < 60_000, `${towns.length} towns took ${JSON.stringify(took)}`);
  // An editor of one town is not offered this and cannot post it.
  const ede = world.as("ede");
  const own = fine(await ede.get(`${base}/veroeffentlichung`));
  assert.doesNotMatch(own.page.text, /In allen Orten/);
  assert.match(fine(await ede.submit(own, own.page.form("Veröffentlichen"), { wo: "alle", "gesehen-listen": "ja" }), 422).page.text, /In diesen Orten dürfen Sie nicht veröffentlichen/);
});
test("a town adapts what the publisher offers, and takes the next version over with a choice where both changed the same", async () => {
  const emil = world.as("emil");
  const list = fine(await emil.at("/formulare"));
  const row = list.page.form(/^Für uns anpassen/);
  const adapted = fine(await emil.submit(list, { ...row, fields: row.fields.map(([name, value]) => [name, name === "dienst" ? "fundrad-melden" : value] as const) }));
  assert.match(adapted.page.text, /Ihre Anpassung ist angelegt.*Ihre Fassung von Version 1\.1\.0/);
  const base = adapted.url.split("?")[0]!;
  const question = fine(await emil.get(`${base}/frage/woStehtDasRad`));
  fine(await emil.submit(question, question.page.form("Speichern"), { frage: "Wo genau steht das Rad?" }));
  const lea = world.as("lea");
  const [copy] = (await house.workshop.list(house.tenants.bySlug("musterstadt")!.id)).filter(({ slug }) => slug === "fundrad-melden");
  const at = `${world.apex}/mitarbeit/musterstadt/redaktion/formulare/${copy!.id}`;
  const theirs = fine(await lea.get(`${at}/frage/woStehtDasRad`));
  fine(await lea.submit(theirs, theirs.page.form("Speichern"), { frage: "An welcher Stelle steht das Rad?" }));
  const way = await lea.get(`${at}/veroeffentlichung`);
  fine(await lea.submit(way, way.page.form("Zur Prüfung geben")));
  const review = await world.as("sven").get(`${at}/veroeffentlichung`);
  fine(await world.as("sven").submit(review, review.page.form("Freigeben"), {}, "Freigeben"));
  const ready = fine(await lea.get(`${at}/veroeffentlichung`));
  fine(await lea.submit(ready, ready.page.form("Veröffentlichen"), { wo: "alle", "gesehen-listen": "ja", an: [] }));
  assert.match(fine(await emil.get(base)).page.text, /Der Herausgeber hat Version 1\.2\.0 veröffentlicht/);
  const update = fine(await emil.get(`${base}/aktualisierung`));
  for (const words of ["Wo haben Sie das Rad gefunden?", "An welcher Stelle steht das Rad?", "Wo genau steht das Rad?"]) assert.ok(update.text.includes(words), words);
  const open = fine(await emil.submit(update, update.page.form("Neue Version übernehmen")), 422);
  assert.match(open.page.text, /Wählen Sie, was gelten soll/);
  const taken = fine(await emil.submit(open, open.page.form("Neue Version übernehmen"), { "wahl-0": "mine" }));
  assert.match(taken.page.text, /Die neue Version ist übernommen.*Wo genau steht das Rad\?/);
});
test("an editor sees where people stop, come back and meet errors, by step and question", async () => {
  const [copy] = (await house.workshop.list(house.tenants.bySlug("musterstadt")!.id)).filter(({ slug }) => slug === "bankverbindung-aendern");
  const person = world.as();
  const start = await person.get(`${world.origin("musterstadt")}/antrag/bankverbindung-aendern`);
  const step = await person.submit(start, start.page.form(/beginnen/i));
  const wrong = await person.submit(step, step.page.form("Weiter"), { kassenzeichen: "1", iban: "DE00", istDasKontoIhrEigenes: "yes" });
  assert.equal(wrong.status, 422);
  const figures = fine(await world.as("ede").at(`/formulare/${copy!.id}/zahlen`));
  assert.match(figures.page.text, /Ihre Angaben Geöffnet 1 Beantwortet 0 Hier aufgehört 1 \(100 %\) Zurückgekehrt 0.*»IBAN« Fehlermeldungen 1/);
  const checked = await person.submit(wrong, wrong.page.form("Weiter"), { iban: "DE02120300000000202051" });
  await person.get(checked.url.replace(/\/[^/]+$/, "/angaben"));
  assert.match(fine(await world.as("ede").at(`/formulare/${copy!.id}/zahlen`)).page.text, /Ihre Angaben Geöffnet 1 Beantwortet 1 Hier aufgehört 0 \(0 %\) Zurückgekehrt 1/);
});

const field = (id: string, name: string): string => `<x:struktur><x:anzahl>1:1</x:anzahl><x:enthaelt><x:datenfeld><x:identifikation><x:id>${id}</x:id></x:identifikation><x:name>${name}</x:name><x:freigabestatus><code>6</code></x:freigabestatus><x:bezeichnungEingabe>${name}</x:bezeichnungEingabe><x:feldart><code>input</code></x:feldart><x:datentyp><code>text</code></x:datentyp></x:datenfeld></x:enthaelt></x:struktur>`;
const schema = `<x:xdatenfelder.stammdatenschema.0102 xmlns:x="urn:xoev-de:fim:standard:xdatenfelder_3.0.0"><x:stammdatenschema><x:identifikation><x:id>S99000000088</x:id><x:version>1.0.0</x:version></x:identifikation><x:name>Stand auf dem Markt</x:name><x:freigabestatus><code>6</code></x:freigabestatus>
<x:regel><x:identifikation><x:id>R99000000001</x:id></x:identifikation><x:name>Regel</x:name><x:freitextRegel>Nach Augenmaß prüfen.</x:freitextRegel></x:regel>${field("F99000000001", "Ware")}${field("F99000000002", "Platz")}</x:stammdatenschema></x:xdatenfelder.stammdatenschema.0102>`;
test("an imported schema becomes a form in work; rules decided later are brought into it and the editor's own changes stay", async () => {
  const ede = world.as("ede");
  const page = fine(await ede.at("/formulare/import"));
  const send = (bytes: string, name: string): Promise<Reply> => ede.submit(page, page.page.form("Importieren"), { name, leika: "99110009104000", amt: "steueramt", anmeldung: "never" }, "Importieren", { files: [{ field: "schema", name: "s.xml", type: "text/xml", bytes: Buffer.from(bytes) }] });
  assert.match(fine(await send("<!DOCTYPE x><x/>", "marktstand"), 422).page.text, /Die Datei ist kein lesbares Schema/);
  const done = fine(await send(schema, "marktstand"));
  assert.match(done.page.text, /ist importiert.*1 Regeln des Schemas sind noch nicht entschieden/);
  const bench = fine(await ede.get(new URL(done.page.link("Formular öffnen"), done.url).href));
  const base = bench.url;
  const [copy] = (await house.workshop.list(house.tenants.bySlug("musterstadt")!.id)).filter(({ slug }) => slug === "marktstand");
  const open = async () => (await house.workshop.open({ tenant: house.tenants.bySlug("musterstadt")!.id, copy: copy!.id }))!.content.form;
  const path = (await open()).steps[0]!.nodes[0]!.id;
  const question = fine(await ede.get(`${base}/frage/${path}`));
  fine(await ede.submit(question, question.page.form("Speichern"), { frage: "Welche Ware?" }));
  assert.match(fine(await ede.get(`${base}/regeln`)).page.text, /1 Regeln des Schemas ohne Entscheidung.*Nach Augenmaß prüfen/);
  await house.forms.decideRule({ schema: { id: "S99000000088", version: "1.0.0" }, key: "#R99000000001", decision: { kind: "check", at: path, holds: { "!==": [{ var: path }, "Waffen"] }, message: { de: "Waffen sind nicht erlaubt." } }, by: "Ede Editor" });
  const pending = fine(await ede.get(`${base}/veroeffentlichung`));
  assert.match(pending.page.text, /Entscheidungen über Regeln sind noch nicht im Formular.*Zuerst gehören die Entscheidungen/);
  const taken = fine(await ede.submit(pending, pending.page.form("Entscheidungen übernehmen")));
  assert.match(taken.page.text, /Die Entscheidungen sind im Formular.*Waffen sind nicht erlaubt/);
  assert.doesNotMatch(taken.page.text, /noch nicht im Formular/);
  const now = await open();
  assert.deepEqual([now.rules?.map(({ message }) => message.de), (now.steps[0]!.nodes[0] as { readonly label: { readonly de: string } }).label.de], [["Waffen sind nicht erlaubt."], "Welche Ware?"]);
  // What the schema demands and the form no longer surely gives is told before it is published.
  assert.doesNotMatch(fine(await ede.get(`${base}/veroeffentlichung`)).page.text, /passt vielleicht nicht mehr zum Schema/);
  const at = { tenant: house.tenants.bySlug("musterstadt")!.id, copy: copy!.id };
  const { revision } = (await house.workshop.open(at))!;
  const loosened = await house.workshop.edit({ ...at, by: { id: newId(), name: "Ede Editor" }, seen: revision }, { what: "freiwillig", part: () => 0, apply: (content) => ({ ...content, form: setNode(content.form, path, { ...content.form.steps[0]!.nodes[0]!, required: false }) }) });
  assert.ok(loosened.ok, JSON.stringify(loosened));
  assert.match(fine(await ede.get(`${base}/veroeffentlichung`)).page.text, /Eine Angabe passt vielleicht nicht mehr zum Schema.*Welche Ware\?\s*: ist jetzt freiwillig/);
});

test("a schema comes by its address in the FIM-Portal, or as it was kept, and what cannot be fetched is said at the address", async () => {
  const ede = world.as("ede");
  const page = fine(await ede.at("/formulare/import"));
  const send = (values: Readonly<Record<string, string>>): Promise<Reply> => ede.submit(page, page.page.form("Importieren"), { leika: "99108012005000", amt: "steueramt", anmeldung: "never", ...values }, "Importieren");
  assert.match(fine(await send({ adresse: "S05999000009" }), 422).page.text, /Das FIM-Portal kennt dieses Schema in dieser Version nicht/);
  assert.match(fine(await send({ adresse: "https://fim.other.example/schemas/S05999000001" }), 422).page.text, /Die Adresse gehört nicht zum FIM-Portal/);
  assert.match(fine(await send({ adresse: "S05999000001", leika: "" }), 422).page.text, /Das Schema nennt keinen Leistungsschlüssel/);
  assert.match(fine(await send({}), 422).page.text, /Wählen Sie die Datei des Schemas/);
  // Without a name of its own the address is made of the schema's.
  assert.match(fine(await send({ adresse: "S05999000001 1.0.0" })).page.text, /Antrag auf Förderung eines Lastenrads« ist importiert/);
  const tenant = house.tenants.bySlug("musterstadt")!.id;
  assert.ok((await house.workshop.list(tenant)).some(({ slug }) => slug === "antrag-auf-foerderung-eines-lastenrads"));
  const kept = fine(await ede.at("/schemata/S05999000001/1.0.0"));
  const again = fine(await ede.get(new URL(kept.page.link("Formular anlegen"), kept.url).href));
  const made = await ede.submit(again, again.page.form("Importieren"), { name: "lastenrad-zwei", leika: "99108012005000", amt: "steueramt", anmeldung: "never" }, "Importieren");
  assert.match(fine(made).page.text, /ist importiert/);
  assert.equal((await ede.at("/formulare/import?schema=S05999000009&version=1.0.0")).status, 404);
});
