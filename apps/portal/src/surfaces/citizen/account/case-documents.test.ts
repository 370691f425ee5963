import assert from "node:assert/strict";
import { Readable } from "node:stream";
import { test } from "node:test";
import { browser, errorsOf, headingOf, linksOf, textOf } from "./test-browser.ts";
import { journey } from "./test-journey.ts";
import { testPortal } from "./test-portal.ts";

const portal = await testPortal();
const world = journey(portal);
const pdf = Buffer.from("%PDF-1.7\nUrkunde\n%%EOF\n");

test("a person releases a document for one case, sees it there, and ends it; each page works without scripts", async () => {
  const account = await portal.newAccount();
  const citizen = browser(portal, portal.signIn(3, account));
  const { application } = await world.apply(account);
  const here = `/vorgaenge/${application}/dokumente`;
  assert.ok(linksOf(await citizen.get(`/vorgaenge/${application}`)).includes(here));
  const empty = await citizen.get(here);
  assert.equal(headingOf(empty), "Dokumente für diesen Vorgang");
  assert.ok(textOf(empty).includes("liegt nichts, das Sie noch freigeben können") && textOf(empty).includes("darf zu diesem Vorgang nichts in Ihren Dokumentensafe legen"));
  const kept = await portal.safe.keep({ account, name: "Geburtsurkunde.pdf", content: Readable.from([pdf]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const page = await citizen.get(here);
  const { proposed, latest } = portal.safe.releaseDays();
  assert.ok(page.body.includes(`value="${proposed}" checked`), "the proposed day is ticked");
  const missing = await citizen.submit(page, here);
  assert.equal(missing.status, 422);
  assert.deepEqual(errorsOf(missing).length, 3);
  const noConsent = await citizen.submit(page, here, [["dokument", kept.document.id], ["bis", proposed]]);
  assert.equal(noConsent.status, 422);
  const noDay = await citizen.submit(page, here, [["dokument", kept.document.id], ["bis", "2020-01-01"], ["zustimmung", "ja"]]);
  assert.equal(noDay.status, 422);
  assert.ok(errorsOf(noDay).some((error) => JSON.stringify(error).includes("Wählen Sie, bis wann")));
  const shared = await citizen.submit(page, here, [["dokument", kept.document.id], ["bis", proposed], ["zustimmung", "ja"]]);
  assert.ok(textOf(shared).includes("Das Dokument ist freigegeben") && textOf(shared).includes("Geburtsurkunde.pdf"));
  const [share] = await portal.db.asAccount(account, (tx) => portal.safe.shares(tx, { account, application }));
  assert.deepEqual([share?.document, share?.lastDay], [kept.document.id, proposed]);
  assert.ok(textOf(shared).includes("Ein anderer Tag ersetzt diesen."));
  const longer = await citizen.submit(shared, here, [["dokument", kept.document.id], ["bis", latest], ["zustimmung", "ja"]]);
  assert.ok(textOf(longer).includes("Das Dokument ist freigegeben"));
  assert.equal((await portal.db.asAccount(account, (tx) => portal.safe.shares(tx, { account, application })))[0]?.lastDay, latest);
  const ended = await citizen.submit(shared, `${here}/${share!.id}/ende`);
  assert.ok(textOf(ended).includes("Die Freigabe ist beendet"));
  assert.deepEqual(await portal.db.asAccount(account, (tx) => portal.safe.shares(tx, { account, application })), []);
  const history = textOf(await citizen.get(`/vorgaenge/${application}`));
  for (const words of ["Sie haben ein Dokument freigegeben", "Sie haben eine Freigabe beendet"]) assert.ok(history.includes(words), words);

  const agreed = await citizen.submit(ended, `${here}/ablage`);
  assert.ok(textOf(agreed).includes("Sie haben zugestimmt"));
  assert.equal(await portal.db.asAccount(account, (tx) => portal.safe.mayDeposit(tx, application)), true);
  await citizen.submit(agreed, `${here}/ablage`);
  assert.equal(await portal.db.asAccount(account, (tx) => portal.safe.mayDeposit(tx, application)), false);
});

test("nobody else sees or changes what was released", async () => {
  const [erika, max] = [await portal.newAccount(), await portal.newAccount()];
  const { application } = await world.apply(erika);
  const other = browser(portal, portal.signIn(3, max));
  assert.equal((await other.get(`/vorgaenge/${application}/dokumente`)).status, 404);
  const kept = await portal.safe.keep({ account: erika, name: "Urkunde.pdf", content: Readable.from([pdf]), origin: { kind: "upload" }, minimumLevel: 1 });
  assert.ok(kept.ok);
  const share = await portal.safe.share({ account: erika, level: 3, document: kept.document.id, application });
  assert.ok(share.ok);
  assert.equal(await portal.db.asAccount(max, (tx) => portal.safe.endShare(tx, { account: max, share: share.share })), false);
  assert.equal((await portal.db.asAccount(erika, (tx) => portal.safe.shares(tx, { account: erika, application }))).length, 1);
});
