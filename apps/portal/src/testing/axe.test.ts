import assert from "node:assert/strict";
import { after, test } from "node:test";
import { violationsIn, type Part } from "./axe.ts";
import { launchChromium } from "./chromium.ts";

const browser = await launchChromium();
after(() => browser.close());
const page = await (await browser.newContext()).newPage();
const show = (body: string): Promise<void> => page.setContent(`<!doctype html><html lang="de"><title>Probe</title><main><h1>Probe</h1>${body}</main>`);
const rule = { runOnly: { type: "tag" as const, values: ["wcag2a"] } };
const found = async (part?: Part): Promise<readonly string[]> => (await violationsIn(page, rule, part)).flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.flat().join(" ")}`)).toSorted();

test("what is wrong in a page is found, each time it is looked at anew", async () => {
  await show('<p id="a">In Ordnung</p>');
  assert.deepEqual(await found(), []);
  await page.locator("#a").evaluate((element) => { element.innerHTML = '<input id="b"><img id="c" src="data:,">'; });
  assert.deepEqual(await found(), ["image-alt #c", "label #b"]);
});

test("only in the part that is named, and not in what is left out", async () => {
  await show('<div id="one"><input id="b"></div><div id="two"><input id="d"></div>');
  assert.deepEqual(await found({ include: ["#one"] }), ["label #b"]);
  assert.deepEqual(await found({ exclude: ["#one"] }), ["label #d"]);
});

test("what is wrong in a frame is found, and a frame without scripts that is left out is not waited for", async () => {
  await show(`<iframe title="Rahmen" srcdoc='<html lang="de"><title>Innen</title><input id="b">'></iframe><iframe sandbox="" title="Ohne" srcdoc='<input id="d">'></iframe>`);
  await page.frames()[1]!.waitForLoadState();
  assert.deepEqual(await found({ exclude: ['iframe[sandbox=""]'] }), ["label iframe[title=\"Rahmen\"] #b"]);
});

test("the next document of the page is looked at with axe that is there already, by its own markup", async () => {
  for (const [body, expected] of [["<input id=\"e\">", ["label #e"]], ["<p>In Ordnung</p>", []]] as const) {
    await page.goto(`data:text/html,${encodeURIComponent(`<!doctype html><html lang="de"><title>Probe</title><main><h1>Probe</h1>${body}</main>`)}`);
    assert.equal(await page.evaluate("typeof globalThis.axe?.run"), "function");
    assert.deepEqual(await found(), expected);
  }
});

test("none of the rules that run reads the stylesheets, which are therefore not fetched for them", async () => {
  await show("");
  await violationsIn(page, rule);
  const waiting = await page.evaluate(() => (globalThis as unknown as { axe: { getRules(): { ruleId: string; tags: string[] }[] } }).axe.getRules().filter(({ ruleId }) => ruleId === "css-orientation-lock").map(({ tags }) => tags.includes("experimental")));
  assert.deepEqual(waiting, [true]);
});
