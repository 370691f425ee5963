import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { createListDirectory } from "#modules/streets";
import { browser, headingOf, textOf, type Browser, type Page } from "./test-browser.ts";
import { begin, filledIn } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const streets = createListDirectory({ folder: join(import.meta.dirname, "../../../../seeds/streets"), now: () => 0, onFault: assert.fail });
const portal = await testPortal({ streets });
const form = portal.packages.find(({ service }) => service.slug === "sperrmuell")!.form;

/** Answers step after step until the one with the address, and that one with another street. */
async function atAddress(citizen: Browser, street: string, postalCode = "00101"): Promise<{ readonly step: string; readonly page: Page }> {
  let page = await begin(citizen, "sperrmuell");
  for (let i = 0; i < 10; i += 1) {
    const choose = { "ort.street": street, "ort.postalCode": postalCode };
    const { fields } = filledIn(form, page, choose);
    const step = page.path.split("?", 1)[0] ?? "";
    const has = fields.find(([name]) => name.endsWith(".street"));
    const typed = fields.map(([name, value]) => [name, name.endsWith(".street") ? street : name.endsWith(".postalCode") ? postalCode : value] as const);
    page = await citizen.post(step, typed);
    if (has) return { step, page };
  }
  return assert.fail("no address is asked");
}
/** The page as it would be sent, with this street. */
const sent = (page: Page, street: string) => filledIn(form, page).fields.map(([name, value]) => [name, name.endsWith(".street") ? street : value] as const);

test("an unknown street is asked about once, with what may be meant; one press takes it, without a script", async () => {
  const citizen = browser(portal);
  const { step, page } = await atAddress(citizen, "Lindnweg");
  assert.equal(page.path, step);
  for (const said of ["Stimmt die Straße?", "»Lindnweg« steht nicht im Straßenverzeichnis zu 00101.", "Lindenweg übernehmen"]) assert.ok(textOf(page).includes(said), `${said} in ${textOf(page)}`);
  const offered = page.all.find(({ tag, text }) => tag === "button" && text.includes("Lindenweg übernehmen"))?.attributes;
  assert.equal(offered?.get("form"), "schritt-formular");
  const taken = await citizen.post(step, [...sent(page, "Lindnweg"), [offered?.get("name") ?? "", offered?.get("value") ?? ""]]);
  assert.notEqual(taken.path, step, headingOf(taken));
  assert.ok((await citizen.get(step)).body.includes('value="Lindenweg"'));
});

test("whoever goes on keeps the street and is not asked again; another one is asked about", async () => {
  const citizen = browser(portal);
  const { step, page } = await atAddress(citizen, "Ganz neuer Weg");
  assert.ok(textOf(page).includes("Wenn alles stimmt, gehen Sie einfach weiter.") && !textOf(page).includes("Meinten Sie"));
  const other = await citizen.post(step, sent(page, "Noch neuerer Weg"));
  assert.ok(textOf(other).includes("»Noch neuerer Weg«"));
  const on = await citizen.post(step, sent(other, "Noch neuerer Weg"));
  assert.notEqual(on.path, step, textOf(on));
  assert.ok((await citizen.get(step)).body.includes('value="Noch neuerer Weg"'));
});

test("nothing is asked about a known street, another town's postcode, or where there is no directory", async () => {
  for (const [street, code] of [["lindenweg", "00101"], ["Irgendwo", "00999"]] as const) {
    const { step, page } = await atAddress(browser(portal), street, code);
    assert.notEqual(page.path, step, street);
  }
});
