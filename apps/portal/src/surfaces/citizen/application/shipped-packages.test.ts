import assert from "node:assert/strict";
import { test } from "node:test";
import { browser, headingOf, textOf } from "./test-browser.ts";
import { begin, fillTo, send } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const shipped = portal.packages.filter(({ service }) => service.slug !== "breit" && service.letters !== undefined);

test("there is something to walk through", () => assert.ok(shipped.length >= 16, String(shipped.length)));

test("a trade is registered for an organisation, and the check page says that this is one's own word", async () => {
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const check = await fillTo(citizen, portal.packages.find(({ service }) => service.slug === "gewerbe-anmelden")!.form, await begin(citizen, "gewerbe-anmelden"), { "fuer.role": "organisation", "fuer.organisationName": "Fahrrad GmbH" });
  for (const words of ["Für ein Unternehmen, einen Verein oder eine andere Organisation", "Fahrrad GmbH", "Nach eigener Angabe, nicht geprüft"]) assert.ok(textOf(check).includes(words), words);
  assert.equal(headingOf(await send(citizen, check, [["zahlweg", "transfer"]])), "Ihr Antrag ist eingegangen");
});

for (const { service, form } of shipped) {
  test(`${service.slug} is filled in from the start page to the acknowledgement`, async () => {
    const citizen = browser(portal, service.signIn === "optional" ? {} : { signedIn: portal.signIn(4).cookie });
    const check = await fillTo(citizen, form, await begin(citizen, service.slug), { "sprache.nachweis": "zertifikat", "merkmale.anschrift": "Lindenweg 7, Musterstadt" });
    assert.equal(headingOf(check), "Prüfen Sie Ihre Angaben");
    const receipt = await send(citizen, check, [["zahlweg", "transfer"]]);
    assert.equal(headingOf(receipt), "Ihr Antrag ist eingegangen", textOf(receipt).slice(0, 400));
    assert.match(textOf(receipt), /MUS-2026-[2-9A-Z]{4}-[2-9A-Z]{4}/);
  });
}
