import assert from "node:assert/strict";
import { test } from "node:test";
import { testDatabase } from "../../../testing/index.ts";
import { parsePage, type ParsedPage } from "../../../testing/page.ts";
import { startSite } from "./test-start-site.ts";

const t = await testDatabase();
const { app } = await startSite(t.db);
const town = "musterstadt.portal.localhost:8080";
const state = "portal.localhost:8080";
const dog = "/leistung/99110009104000-hund-anmelden";

async function page(url: string): Promise<ParsedPage & { readonly html: string }> {
  const { statusCode, body } = await app.inject({ method: "GET", url, headers: { host: state } });
  assert.equal(statusCode, 200, url);
  const parsed = parsePage(body);
  assert.deepEqual(parsed.problems, [], url);
  return { ...parsed, html: body };
}

/** Where the button of the other language sends the form of the place, with what stands in it. */
function inOtherLanguage(shown: ParsedPage & { readonly html: string }, typed: string): string {
  const [, id, action, value] = /<button type="submit" class="portal-tool" form="([^"]*)" formaction="([^"]*)" formnovalidate name="sprache" value="([^"]*)"/.exec(shown.html) ?? [];
  const form = new RegExp(`<form [^>]*id="${id ?? "-"}"[\\s\\S]*?</form>`).exec(shown.html)?.[0] ?? assert.fail("the button belongs to no form");
  const hidden = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(([, name = "", held = ""]): [string, string] => [name, held]);
  return `${action ?? ""}?${new URLSearchParams([...hidden, ["q", typed], ["sprache", value ?? ""]]).toString()}`;
}
const placeIn = (html: string): string | undefined => /<input [^>]*id="ort"[^>]*>/.exec(html)?.[0].match(/ value="([^"]*)"/)?.[1];

test("changing the language keeps the place that is being typed, and leads nobody away", async () => {
  const german = await page("/orte");
  const english = await page(inOtherLanguage(german, "Musterstadt"));
  assert.deepEqual([placeIn(english.html), /<html lang="en"/.test(english.html), english.links.some(({ href }) => href === `http://${town}/en`)], ["Musterstadt", true, true]);
  const half = await page(inOtherLanguage(english, "Mustrxq"));
  assert.deepEqual([placeIn(half.html), /<html lang="de"/.test(half.html), half.h1], ["Mustrxq", true, german.h1], "half a word is no search that found nothing");
  const found = await page(inOtherLanguage(await page("/orte?q=Neu"), "Neu"));
  assert.ok(found.links.filter(({ href }) => href.startsWith("http://neu")).length > 5, "what was found stays");
  assert.equal((await app.inject({ method: "GET", url: "/orte?q=Musterstadt", headers: { host: state } })).statusCode, 303, "the search itself leads on");
  const service = await page(inOtherLanguage(await page("/orte?leistung=99110009104000"), "Mus"));
  assert.equal(service.html.includes('name="leistung" value="99110009104000"'), true);
  assert.equal(placeIn(service.html), "Mus");
  const asked = await page(inOtherLanguage(await page(dog), "00101"));
  assert.deepEqual([placeIn(asked.html), /<html lang="en"/.test(asked.html)], ["00101", true]);
});
