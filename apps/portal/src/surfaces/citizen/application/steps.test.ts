import assert from "node:assert/strict";
import { test } from "node:test";
import { compileForm } from "@kommunalportal/form-engine";
import { browser, csrfOf, errorsOf, headingOf, hiddenOf, textOf, valueIn, type Fields, type Page } from "./test-browser.ts";
import { begin, filledIn, fillTo, pdf, png } from "./test-filler.ts";
import { isLong } from "./task-page.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const dog = portal.packages.find(({ service }) => service.slug === "hund-anmelden")!.form;
const holder: Fields = [["halter.vorname", "Ayşe"], ["halter.nachname", "Muster-Öztürk"], ["halter.geburtsdatum.day", "30"], ["halter.geburtsdatum.month", "Nov"], ["halter.geburtsdatum.year", "1978"], ["halter.strasse", "Marktplatz"], ["halter.hausnummer", "2"], ["halter.plz", "00101"], ["halter.ort", "Musterstadt"]];
const without = (fields: Fields, name: string): Fields => fields.filter(([one]) => one !== name);
const pathOf = (page: { readonly path: string }): string => page.path.split("?", 1)[0] ?? "";

test("what is wrong is said above and at the field, and everything typed is still there", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  assert.ok(first.body.includes("Schritt 1 von 4"));
  const wrong = await citizen.post(pathOf(first), [...hiddenOf(first), ...holder.map(([name, value]) => (name === "halter.plz" ? [name, "1010 Wien"] as const : name === "halter.geburtsdatum.month" ? [name, "Foo<b>"] as const : [name, value] as const))]);
  assert.equal(wrong.status, 422);
  assert.equal(errorsOf(wrong).length, 2);
  assert.equal(valueIn(wrong, "halter.plz"), "1010 Wien");
  assert.equal(valueIn(wrong, "halter.geburtsdatum.month"), "Foo<b>");
  assert.equal(valueIn(wrong, "halter.nachname"), "Muster-Öztürk");
  const later = await citizen.get(pathOf(first));
  assert.equal(valueIn(later, "halter.nachname"), "Muster-Öztürk", "right answers were stored although others were wrong");
});

test("entries are added and removed by buttons, and the page can be loaded again", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const dogs = await citizen.post(pathOf(first), [...hiddenOf(first), ...holder]);
  assert.match(pathOf(dogs), /\/hunde$/);
  const added = await citizen.postOnce(pathOf(dogs), [...hiddenOf(dogs), ["hunde.0.name", "Waldi"], ["add:hunde", "1"]]);
  assert.equal(added.status, 303);
  assert.match(added.location ?? "", /#feld-hunde\.1\.name$/);
  const two = await citizen.get(added.location ?? "");
  assert.deepEqual([valueIn(two, "hunde.0.name"), valueIn(two, "hunde.1.name")], ["Waldi", ""]);
  const typed = await citizen.post(pathOf(dogs), [...hiddenOf(two), ["hunde.0.name", "Waldi"], ["hunde.1.name", "Fips"], ["hunde.1.groesse", "sehr klein"], ["remove:hunde.0", "1"]]);
  assert.equal(typed.status, 200, "no error is shown for removing");
  assert.deepEqual([valueIn(typed, "hunde.0.name"), valueIn(typed, "hunde.0.groesse"), valueIn(typed, "hunde.1.name")], ["Fips", "sehr klein", undefined]);
});

test("an answer that leads to further questions shows them without scolding", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const parking = portal.packages.find(({ service }) => service.slug === "bewohnerparkausweis")!.form;
  let page = await begin(citizen, "bewohnerparkausweis");
  while (!page.body.includes("fahrzeug.halterSelbst")) page = await citizen.post(pathOf(page), filledIn(parking, page).fields);
  const shown = await citizen.post(pathOf(page), [...hiddenOf(page), ["fahrzeug.kennzeichen", "MU-EB 123"], ["fahrzeug.halterSelbst", "no"]]);
  assert.equal(shown.status, 200);
  assert.match(shown.path, /\?mehr=fahrzeug\.halter&mehr=fahrzeug\.nutzung#hinzugekommen$/);
  assert.ok(textOf(shown).includes("Durch Ihre Antwort sind Fragen hinzugekommen"));
  assert.ok(shown.all.some(({ attributes }) => attributes.get("href") === "#feld-fahrzeug.halter"), "a link leads to it");
  assert.deepEqual(errorsOf(shown), []);
  const again = await citizen.post(pathOf(page), [...hiddenOf(shown), ["fahrzeug.kennzeichen", "MU-EB 123"], ["fahrzeug.halterSelbst", "no"]]);
  assert.equal(again.status, 422, "who has seen the question and leaves it out is told");
});

test("an optional question that an answer brings up is shown once, with everything typed, and may be left empty", async () => {
  const citizen = browser(portal);
  const page = await begin(citizen, "maengelmelder");
  const typed: Fields = [["mangel.art", "beleuchtung"], ["mangel.leuchte", ""], ["mangel.ort", "Lindenweg 9"], ["mangel.beschreibung", "Die Leuchte flackert."]];
  const shown = await citizen.post(pathOf(page), [...hiddenOf(page), ...typed]);
  assert.match(shown.path, /\/mangel\?mehr=mangel\.leuchte#hinzugekommen$/);
  assert.ok(textOf(shown).includes("Durch Ihre Antwort ist eine Frage hinzugekommen"));
  assert.ok(textOf(shown).includes("frei lassen"));
  assert.deepEqual(errorsOf(shown), []);
  assert.equal(valueIn(shown, "mangel.beschreibung"), "Die Leuchte flackert.");
  const focused = shown.all.find(({ attributes }) => attributes.get("id") === "hinzugekommen");
  assert.equal(focused?.attributes.get("tabindex"), "-1");
  const next = await citizen.post(pathOf(page), [...hiddenOf(shown), ...typed]);
  assert.match(next.path, /\/foto$/, "left empty it is not asked again");
  const english = await citizen.get(`/en${pathOf(page)}?mehr=mangel.leuchte&mehr=${encodeURIComponent("<b>")}&mehr=nirgends`);
  assert.ok(textOf(english).includes("Your answer adds a question"));
  assert.ok(!textOf(await citizen.get(`${pathOf(page)}?mehr=nirgends`)).includes("hinzugekommen"));
});

test("saving for later is possible at any moment and names what could not be kept", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const saved = await citizen.post(pathOf(first), [...hiddenOf(first), ["halter.vorname", "Jonas"], ["save", "1"]]);
  assert.equal(headingOf(saved), "Ihr Entwurf ist gespeichert");
  assert.ok(textOf(saved).includes("24 Stunden lang in diesem Browser"));
  assert.match(saved.path, /\/gespeichert$/);
  const except = await citizen.post(pathOf(first), [...hiddenOf(first), ["halter.vorname", "Jonas"], ["halter.mail", "keine adresse"], ["save", "1"]]);
  assert.equal(headingOf(except), "Ihr Entwurf ist gespeichert");
  assert.ok(textOf(except).includes("Das konnten wir so nicht speichern"));
  assert.equal(valueIn(await citizen.get(pathOf(first)), "halter.vorname"), "Jonas");
});

test("how long a draft stays is the same day wherever it is said", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const first = await begin(citizen, "hund-anmelden");
  const saved = await citizen.post(pathOf(first), [...hiddenOf(first), ["halter.vorname", "Jonas"], ["save", "1"]]);
  const [, day = ""] = /bleibt bis zum (\d+\. \p{L}+ \d{4}) gespeichert/u.exec(textOf(saved)) ?? [];
  assert.notEqual(day, "", textOf(saved));
  assert.ok(textOf(await citizen.get("/antrag/hund-anmelden")).includes(`bleibt bis ${day}`));
});

test("two windows do not overwrite each other: both versions are there to choose from", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const early = hiddenOf(first);
  await citizen.post(pathOf(first), [...early, ...holder]);
  const conflict = await citizen.post(pathOf(first), [...early, ...without(holder, "halter.vorname"), ["halter.vorname", "Ay"]]);
  assert.equal(conflict.status, 409);
  assert.ok(textOf(conflict).includes("Diese Seite wurde inzwischen anderswo geändert"));
  assert.ok(textOf(conflict).includes("Ayşe"), "what is stored is shown");
  assert.equal(valueIn(conflict, "halter.vorname"), "Ay", "what was typed is in the form");
  assert.equal(valueIn(await citizen.get(pathOf(first)), "halter.vorname"), "Ayşe", "nothing was overwritten");
  await citizen.post(pathOf(first), [...hiddenOf(conflict), ...without(holder, "halter.vorname"), ["halter.vorname", "Ay"]]);
  assert.equal(valueIn(await citizen.get(pathOf(first)), "halter.vorname"), "Ay", "sent once more it is a decision");
});

/** What a browser sends to when the button of the other language is pressed. */
function languageButtonOf(page: Page): { readonly action: string; readonly field: readonly [string, string] } {
  const found = page.all.find(({ tag, attributes }) => tag === "button" && attributes.get("name") === "sprache")?.attributes;
  assert.equal(found?.get("form"), page.all.find(({ tag, attributes }) => tag === "form" && attributes.get("class") === "portal-form")?.attributes.get("id"));
  assert.ok(found);
  assert.ok(found.has("formnovalidate"));
  return { action: found.get("formaction") ?? "", field: ["sprache", found.get("value") ?? ""] };
}

test("changing the language in the middle of a step takes along what was typed, right or wrong, and complains about nothing", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const toEnglish = languageButtonOf(first);
  assert.equal(toEnglish.action, `/en${pathOf(first)}`);
  const enter = first.all.find(({ tag, attributes }) => tag === "button" && attributes.get("form") === "schritt-formular");
  assert.equal(enter?.attributes.has("name"), false, "Enter in a field goes on and does not change the language");
  const some = await citizen.post(toEnglish.action, [...hiddenOf(first), ["halter.vorname", "Ayşe"], toEnglish.field]);
  assert.deepEqual([some.status, some.path, errorsOf(some).length], [200, `/en${pathOf(first)}`, 0]);
  assert.match(some.body, /<html lang="en"/);
  assert.equal(valueIn(some, "halter.vorname"), "Ayşe");
  const toGerman = languageButtonOf(some);
  assert.equal(toGerman.action, pathOf(first));
  const wrong = await citizen.post(toGerman.action, [...hiddenOf(some), ["halter.vorname", "Ayşe"], ["halter.plz", "1010 Wien"], toGerman.field]);
  assert.deepEqual([wrong.status, errorsOf(wrong).length, valueIn(wrong, "halter.plz"), valueIn(wrong, "halter.vorname")], [200, 0, "1010 Wien", "Ayşe"]);
  assert.match(wrong.body, /<html lang="de"/);
  const checkedNow = await citizen.post(pathOf(first), [...hiddenOf(wrong), ["halter.vorname", "Ayşe"], ["halter.plz", "1010 Wien"]]);
  assert.equal(checkedNow.status, 422, "going on still checks");
});

test("changing the language between two versions of a step chooses neither", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const early = hiddenOf(first);
  await citizen.post(pathOf(first), [...early, ...holder]);
  const mine: Fields = [...without(holder, "halter.vorname"), ["halter.vorname", "Ay"]];
  const conflict = await citizen.post(pathOf(first), [...early, ...mine]);
  const { action, field } = languageButtonOf(conflict);
  const english = await citizen.post(action, [...hiddenOf(conflict), ...mine, field]);
  assert.deepEqual([english.status, valueIn(english, "halter.vorname")], [409, "Ay"]);
  assert.equal(valueIn(await citizen.get(pathOf(first)), "halter.vorname"), "Ayşe", "nothing was overwritten");
});

test("a chosen file is taken along when the language changes", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "archiv-anfrage");
  const { action, field } = languageButtonOf(first);
  const english = await citizen.upload(action, [...hiddenOf(first), field], [{ field: "anfrage.material", name: "Brief.pdf", content: pdf }]);
  assert.deepEqual([english.status, errorsOf(english).length], [200, 0]);
  assert.ok(textOf(english).includes("Brief.pdf"));
});

test("changing an answer on the check page leads back there, over what the change makes necessary", async () => {
  const citizen = browser(portal);
  const check = await fillTo(citizen, dog, await begin(citizen, "hund-anmelden"), { "hunde.0.groesse": "30", "hunde.0.gewicht": "9" });
  const change = check.all.find(({ attributes }) => attributes.get("href")?.endsWith("/hunde?zurueck=pruefen#feld-hunde.0.groesse") === true)?.attributes.get("href") ?? "";
  const step = await citizen.get(change);
  assert.ok(step.all.some(({ attributes }) => attributes.get("id") === "feld-hunde.0.groesse"), "the link leads to the field");
  const posted: Fields = step.all.filter(({ tag, attributes, path }) => path.includes("portal-main") && tag === "input" && (attributes.get("type") !== "radio" || attributes.has("checked")) && attributes.get("type") !== "file")
    .map(({ attributes }) => [attributes.get("name") ?? "", attributes.get("name") === "hunde.0.groesse" ? "60" : attributes.get("value") ?? ""] as const);
  const next = await citizen.post(pathOf(step), posted);
  assert.match(next.path, /\/(?:grosseHunde|hunde)\?/, "a large dog needs more than a small one");
  assert.match(next.path, /zurueck=pruefen/);
});

test("a step that the answers do not lead to, an unknown step, and a draft of somebody else are all answered in words", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const base = pathOf(first).replace(/\/halter$/, "");
  assert.match((await citizen.get(`${base}/grosseHunde`)).path, /\/halter$/);
  assert.equal((await citizen.get(`${base}/nirgendwo`)).status, 404);
  assert.equal((await citizen.post(`${base}/nirgendwo`, hiddenOf(first))).status, 404);
  const stranger = browser(portal);
  const own = await begin(stranger, "hund-anmelden");
  const seen = await stranger.get(`${base}/halter`);
  assert.equal(seen.status, 404);
  assert.equal(headingOf(seen), "Diesen Entwurf finden wir hier nicht");
  assert.equal((await stranger.post(`${base}/halter`, [...hiddenOf(own), ...holder])).status, 404);
  assert.equal((await stranger.post(`${base}/absenden`, [csrfOf(own), ["verbindlich", "1"], ["anfrage", "01a2027b-d680-7006-8dbd-4e4e802442e8"]])).status, 404);
  for (const path of ["/antrag/00000000-0000-0000-0000-000000000000/halter", "/antrag/kein-entwurf/halter", "/eingang/00000000-0000-0000-0000-000000000000", "/eingang/unsinn"]) assert.equal((await stranger.get(path)).status, 404, path);
});

test("the check page sends nobody away empty-handed: it leads to what is missing", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const fresh = await citizen.get(pathOf(first).replace(/halter$/, "pruefen"));
  assert.match(fresh.path, /\/halter\?zurueck=pruefen$/);
  assert.deepEqual(errorsOf(fresh), [], "a page that was never seen is not scolded for");
  await citizen.post(pathOf(first), [...hiddenOf(first), ["halter.vorname", "Jonas"], ["save", "1"]]);
  const back = await citizen.get(pathOf(first).replace(/halter$/, "pruefen"));
  assert.match(back.path, /fehlt=1/);
  assert.ok(errorsOf(back).length >= 3);
});

test("a draft of another town opens at that town", async () => {
  const { cookie } = portal.signIn(1);
  const here = browser(portal, { signedIn: cookie });
  const first = await begin(here, "hund-anmelden");
  const there = await browser(portal, { host: "beispielhausen.portal.localhost:8080", signedIn: cookie }).send("GET", pathOf(first));
  assert.equal(there.location, `http://musterstadt.portal.localhost:8080${pathOf(first)}`);
});

test("files are kept even when other answers are wrong, and can be removed", async () => {
  const citizen = browser(portal);
  const check = await fillTo(citizen, portal.packages.find(({ service }) => service.slug === "maengelmelder")!.form, await begin(citizen, "maengelmelder"));
  const step = `${pathOf(check).replace(/pruefen$/, "foto")}`;
  const page = await citizen.get(step);
  const wrong = await citizen.upload(step, [...hiddenOf(page), ["zusatz.mail", "keine adresse"]], [{ field: "zusatz.foto", name: "loch.png", content: png }, { field: "zusatz.foto", name: "virus.exe", content: Buffer.from("MZ\u0000\u0000 nichts") }]);
  assert.equal(wrong.status, 422);
  assert.equal(errorsOf(wrong).length, 2);
  assert.match(errorsOf(wrong)[0] ?? "", /»virus\.exe« hat ein Format, das hier nicht geht\. Möglich sind: JPG oder PNG/);
  assert.equal(valueIn(wrong, "zusatz.mail"), "keine adresse");
  assert.ok(textOf(await citizen.get(step)).includes("loch.png"), "the good file is there");
  const removed = await citizen.post(step, [...hiddenOf(await citizen.get(step)), ["remove:zusatz.foto.0", "1"]]);
  assert.ok(!textOf(removed).includes("loch.png"));
});

test("every refusal of a file is said at its field, and what was typed beside it stays", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const dogs = await citizen.post(pathOf(first), [...hiddenOf(first), ...holder]);
  const page = await fillTo(citizen, dog, dogs).then((check) => citizen.get(`${pathOf(check).replace(/pruefen$/, "grosseHunde")}?zurueck=pruefen`));
  const step = pathOf(page);
  const fields: Fields = page.all.filter(({ tag, attributes, path }) => path.includes("portal-main") && tag === "input" && !["file", "radio", "checkbox"].includes(attributes.get("type") ?? "") && attributes.get("name") !== "grosserHund.versicherer").map(({ attributes }) => [attributes.get("name") ?? "", attributes.get("value") ?? ""] as const);
  const more: Fields = [...fields, ["grosserHund.sachkundeArt", "bescheinigung"], ["grosserHund.versicherer", "Neue Versicherung"], ["grosserHund.zuverlaessig", "yes"]];
  const removed = await citizen.post(step, [...more, ["remove:grosserHund.versicherung.0", "1"]]);
  assert.equal(removed.status, 200);
  assert.ok(!removed.body.includes("remove:grosserHund.versicherung.0"));
  portal.scanner.current = { scan: (content) => { content.resume(); return Promise.resolve({ kind: "found", signature: "Eicar" }); } };
  const infected = await citizen.upload(step, more, [{ field: "grosserHund.versicherung", name: "police.pdf", content: pdf }]);
  assert.equal(infected.status, 422);
  assert.match(errorsOf(infected).join(" "), /In der Datei »police\.pdf« wurde Schadsoftware gefunden/);
  assert.equal(valueIn(infected, "grosserHund.versicherer"), "Neue Versicherung");
  portal.scanner.current = { scan: (content) => { content.resume(); return Promise.resolve({ kind: "clean" }); } };
  portal.room.free = 0;
  const full = await citizen.upload(step, more, [{ field: "grosserHund.versicherung", name: "police.pdf", content: pdf }]);
  assert.match(errorsOf(full).join(" "), /Unser Speicher ist gerade voll/);
  portal.room.free = 1e12;
  const empty = await citizen.upload(step, more, [{ field: "grosserHund.versicherung", name: "leer.pdf", content: Buffer.alloc(0) }]);
  assert.match(errorsOf(empty).join(" "), /leer/);
  const uploaded = await citizen.upload(step, [...more, ["upload:grosserHund.versicherung", "1"]], [{ field: "grosserHund.versicherung", name: "police.pdf", content: pdf }]);
  assert.equal(uploaded.status, 200);
  assert.ok(uploaded.body.includes("remove:grosserHund.versicherung.0"));
  const second = await citizen.upload(step, [...more, ["upload:grosserHund.versicherung", "1"]], Array.from({ length: 6 }, (_, i) => ({ field: "grosserHund.versicherung", name: `zuviel-${i}.pdf`, content: pdf })));
  assert.equal(second.status, 422, "more files than the field takes");
  const elsewhere = await citizen.upload(step, more, [{ field: "gibt.es.nicht", name: "police.pdf", content: pdf }]);
  assert.ok(elsewhere.status < 500);
});

test("the list of tasks says what is done and what is left, and opens the check page only at the end", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "hund-anmelden");
  const tasks = pathOf(first).replace(/[^/]+$/, "aufgaben");
  const before = await citizen.get(tasks);
  assert.equal(before.status, 200);
  assert.match(textOf(before), /0 von 3 Teilen sind fertig/);
  assert.ok(!before.body.includes("/pruefen"), "the check page is not possible yet");
  await citizen.post(pathOf(first), [...hiddenOf(first), ...holder]);
  assert.match(textOf(await citizen.get(tasks)), /1 von 3 Teilen sind fertig.*Erledigt.*Nicht begonnen.*Noch nicht möglich/s);
  const check = await fillTo(citizen, dog, await citizen.get(pathOf(first)));
  assert.match(pathOf(check), /pruefen$/);
  assert.ok((await citizen.get(tasks)).body.includes(pathOf(check)));
  assert.equal((await browser(portal).get(tasks)).status, 404, "nobody else's tasks");
});

test("a form of more than seven reached steps begins with its list of tasks", () => {
  const steps = (count: number) => ({ form: compileForm({ id: "f", version: "1.0.0", title: { de: "F" }, steps: Array.from({ length: count }, (_, i) => ({ id: `s${i}`, title: { de: "S" }, ...(i === 7 ? { when: { var: "mehr" } } : {}), nodes: i === 0 ? [{ kind: "field", id: "mehr", type: "yesno", label: { de: "Mehr?" } }] : [] })) }) });
  assert.equal(isLong(steps(7), { answers: {} }, "2026-11-22"), false);
  assert.equal(isLong(steps(8), { answers: {} }, "2026-11-22"), false);
  assert.equal(isLong(steps(8), { answers: { mehr: true } }, "2026-11-22"), true);
});
