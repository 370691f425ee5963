import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, csrfOf, headingOf, hiddenOf, textOf } from "./test-browser.ts";
import { begin } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const labels = (page: { readonly all: readonly { readonly tag: string; readonly text: string }[] }) => page.all.filter(({ tag }) => tag === "legend" || tag === "label").map(({ text }) => text);

test("easy language is switched on before the start and stays on the way, until it is switched off on a step", async () => {
  const citizen = browser(portal);
  const start = await citizen.get("/antrag/sperrmuell");
  assert.equal(headingOf(start), "Sperrmüll abholen lassen");
  const easy = await citizen.post("/antrag/sperrmuell/leichte-sprache", [csrfOf(start)]);
  assert.equal(headingOf(easy), "Große Sachen abholen lassen");
  assert.ok(textOf(easy).includes("Sie haben alte Möbel oder andere große Sachen?"));
  const first = await begin(citizen, "sperrmuell");
  assert.ok(textOf(first).includes("Zum Sperr-Müll gehören nur große Sachen aus der Wohnung."));
  assert.ok(labels(first).some((label) => label.includes("Möbel und Teppiche")), labels(first).join(" | "));

  const back = await citizen.post(first.path, [...hiddenOf(first), ["sachen.0.art", "metall"], ["sachen.0.was", "Ein altes Fahrrad"], ["leicht", "1"]]);
  assert.equal(back.path, first.path);
  assert.ok(back.body.includes("Ein altes Fahrrad"), "what was typed is kept");
  assert.ok(labels(back).some((label) => label.includes("Möbel, Holz, Matratzen, Teppiche")));
});

test("errors, the check page and the questions before an application speak easy language, too", async () => {
  const citizen = browser(portal);
  const start = await citizen.get("/antrag/maengelmelder");
  await citizen.post("/antrag/maengelmelder/leichte-sprache", [csrfOf(start)]);
  const first = await begin(citizen, "maengelmelder");
  const wrong = await citizen.post(first.path, hiddenOf(first));
  assert.match(textOf(wrong), /Suchen Sie eine Antwort aus: »Was ist kaputt oder stört\?«/);
  const second = await citizen.post(first.path, [...hiddenOf(wrong), ["mangel.art", "schlagloch"], ["mangel.ort", "Lindenweg 7"], ["mangel.beschreibung", "Ein Loch"]]);
  const check = await citizen.post(second.path, hiddenOf(second));
  assert.match(check.path, /\/pruefen$/);
  assert.match(textOf(check), /Was ist kaputt oder stört\?.*Loch in der Straße oder im Geh-Weg/s);
  const questions = await citizen.get("/antrag/bewohnerparkausweis/vorab-check");
  assert.match(textOf(questions), /Niemand speichert Ihre Antworten.*Haben Sie eine Garage oder einen eigenen Platz für Ihr Auto\?/s);
});

test("who reads English, and a service without such texts, is offered no easy language", async () => {
  const english = await browser(portal).get("/en/antrag/sperrmuell");
  assert.ok(!english.all.some(({ attributes }) => attributes.get("action")?.endsWith("/leichte-sprache")));
  const plain = await browser(portal).get("/antrag/breit");
  assert.ok(!plain.all.some(({ attributes }) => attributes.get("action")?.endsWith("/leichte-sprache")));
});

test("a page with uploads says how much fits in all together and how much is there", async () => {
  const citizen = browser(portal);
  const first = await begin(citizen, "archiv-anfrage");
  assert.ok(textOf(first).includes("zusammen dürfen 100 MB groß sein. Bisher: 0 Byte."), textOf(first).slice(0, 600));
  const after = await citizen.upload(first.path, [...hiddenOf(first), ["upload:anfrage.material", "1"]], [{ field: "anfrage.material", name: "Brief.pdf", content: Buffer.from(`%PDF-1.7\n${"x".repeat(2000)}\n%%EOF\n`) }]);
  assert.match(textOf(after), /Bisher: 2(,\d)? KB/);
  const other = await begin(browser(portal), "sperrmuell");
  assert.ok(!textOf(other).includes("100 MB"));
});
