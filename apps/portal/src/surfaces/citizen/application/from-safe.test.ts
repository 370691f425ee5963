import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { browser, csrfOf, errorsOf, headingOf, textOf } from "./test-browser.ts";
import { begin, fillTo, pdf } from "./test-filler.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const dog = portal.packages.find(({ service }) => service.slug === "hund-anmelden")!.form;

test("a document from the safe becomes an upload of this application, after consent and not before", async () => {
  const { cookie, account } = portal.signIn(3);
  const citizen = browser(portal, { signedIn: cookie });
  const kept = await portal.safe.keep({ account, minimumLevel: 3, name: "Versicherungspolice.pdf", content: Readable.from([pdf]), origin: { kind: "upload" } });
  if (!kept.ok) assert.fail(kept.why);
  const check = await fillTo(citizen, dog, await begin(citizen, "hund-anmelden"));
  const step = check.path.replace(/pruefen$/, "grosseHunde");
  const page = await citizen.get(step);
  await citizen.post(step, [csrfOf(page), ["revision", "99"], ["remove:grosserHund.versicherung.0", "1"]]);
  const choose = await citizen.get(page.all.find(({ tag, text }) => tag === "a" && text === "Dokument aus Ihrem Dokumentensafe verwenden")?.attributes.get("href") ?? "");
  assert.equal(headingOf(choose), "Dokument aus dem Safe verwenden");
  assert.ok(textOf(choose).includes("Versicherungspolice.pdf"));
  const path = `${step}/dokumente`;
  const without = await citizen.post(path, [csrfOf(choose), ["feld", "grosserHund.versicherung"], ["dokument", kept.document.id]]);
  assert.deepEqual([without.status, errorsOf(without)], [422, ["Stimmen Sie der Verwendung zu, oder gehen Sie zurück."]]);
  const nothing = await citizen.post(path, [csrfOf(choose), ["zustimmung", "ja"]]);
  assert.deepEqual(errorsOf(nothing), ["Wählen Sie ein Dokument aus."]);
  const foreign = await citizen.post(path, [csrfOf(choose), ["dokument", "01a2027b-d680-7006-8dbd-4e4e802442e8"], ["zustimmung", "ja"]]);
  assert.equal(foreign.status, 422);
  const used = await citizen.post(path, [csrfOf(choose), ["feld", "grosserHund.versicherung"], ["dokument", kept.document.id], ["zustimmung", "ja"]]);
  assert.equal(used.status, 200);
  assert.ok(textOf(used).includes("Versicherungspolice.pdf"));
  const consents = await portal.db.asAccount(account, (tx) => portal.safe.consents(tx, account));
  assert.deepEqual(consents.map(({ document }) => document), [kept.document.id]);
});

test("without an account there is no safe, and a step without uploads has nothing to put in", async () => {
  const visitor = browser(portal);
  const first = await begin(visitor, "hund-anmelden");
  assert.match((await visitor.send("GET", `${first.path}/dokumente`)).location ?? "", /^\/anmelden\?/);
  const citizen = browser(portal, { signedIn: portal.signIn(1).cookie });
  const own = await begin(citizen, "hund-anmelden");
  assert.equal((await citizen.get(`${own.path}/dokumente`)).status, 404);
});
