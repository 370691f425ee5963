import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createApplications, defaultSettings } from "#modules/applications";
import { createPayments } from "#modules/payments";
import { serviceSwitch } from "#modules/tenants";
import { manualClock } from "#platform/clock";
import { createPageCache, createServer } from "#platform/http";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { parseServicePackage } from "@kommunalportal/form-engine";
import { openBrowser, type Browser, type Reply } from "../../../testing/browser.ts";
import { freePort } from "../../../testing/free-port.ts";
import { startWorld } from "../../../testing/world.ts";
import { createAddresses, createErrorPages, createLayout, createTownAssets, pagePolicyOf, routes, withoutLanguage } from "../../frame/index.ts";
import { paymentSurface, payingPath } from "./payment-surface.ts";

/** A fee that comes first and needs no account, so that each browser of a test is a person of its own. */
const service = parseServicePackage({
  slug: "pruefgebuehr", leika: "99110009104000", title: { de: "Prüfgebühr", en: "Test fee" }, short: { de: "Nur für Tests" }, trustLevel: "none", signIn: "optional", account: false,
  attributes: [], documents: [], minutes: 1, retentionMonths: 12, legalArea: "vwvfg", recipients: ["steueramt"], submitLabel: { de: "Absenden" },
  privacy: { purpose: { de: "Test" }, legalBasis: { de: "§ 3 KAG" }, recipients: [{ de: "Steueramt" }], term: { de: "12 Monate" } },
  fee: { cents: 3050, text: { de: "30,50 Euro" }, due: "before", ways: ["online", "transfer", "counter"], bookingData: [] },
}, { id: "pruefgebuehr", version: "1.0.0", title: { de: "Prüfgebühr" }, steps: [{ id: "was", title: { de: "Was" }, nodes: [{ kind: "field", id: "was", type: "text", label: { de: "Was" } }] }] });

const clock = manualClock(new Date("2026-06-10T08:00:00Z"));
const world = await startWorld({ clock, worker: false });
const { house, sandbox } = world;
const { config, db, log, tenants, accounts } = house;
const musterstadt = tenants.bySlug("musterstadt") ?? assert.fail("the demo town is missing");
await db.asOperator("test", async (tx) => {
  await house.forms.publish(tx, service);
  await tenants.storeSwitch(tx, musterstadt.id, serviceSwitch.parse({ service: "pruefgebuehr", enabled: true, paymentWays: ["online", "transfer", "counter"] }));
});
await tenants.refresh();
house.forms.refresh();

const payments = createPayments({
  db, clock, log, outbound: house.outbound, audit: house.audit, towns: tenants, services: house.forms, endPointOf: (tenant) => tenants.byId(tenant)?.ars ?? "unbekannt",
  bankOf: () => ({ holder: "Stadt Musterstadt", iban: "DE00 0000 0000 0000 0000 00" }),
  settings: { baseUrl: config.PAYMENT_URL, originator: config.PAYMENT_ORIGINATOR, pageOrigin: config.PAYMENT_PAGE_ORIGIN, timeoutMs: 30_000, auth: { kind: "basic", username: config.PAYMENT_USER, password: config.PAYMENT_PASSWORD } },
});
const applications = createApplications({
  db, clock, towns: tenants, accounts, services: house.forms, audit: house.audit, files: house.files, scanner: house.scanner, documents: house.documents, pepper: config.INSTALLATION_PEPPER,
  settings: defaultSettings, claims: payments.claims,
});

// The pages on a server of their own, so that the test says which rooms it joins.
const server = createServer({ log, trustedProxies: [], secureOrigin: false, rewriteUrl: withoutLanguage });
const port = await freePort();
const origin = `http://portal.localhost:${port}`;
const addresses = createAddresses(origin, tenants);
const layout = createLayout({ addresses, disturbances: house.disturbances, townAssets: createTownAssets(tenants) });
const pagePolicy = pagePolicyOf(origin, [config.PAYMENT_PAGE_ORIGIN]);
const errorPages = createErrorPages({ layout: () => layout, addresses, policy: pagePolicy, log });
errorPages.register(server);
paymentSurface(routes(server, { addresses, accounts, pageCache: createPageCache(1_000_000), pagePolicy, errorPages }), { accounts, payments, applications, forms: house.forms, documents: house.documents, clock, addresses, layout, competentOffice: async (tenant, { slug }) => (tenant === musterstadt.id ? { name: `Amt für ${slug}`, phone: "0999 555-777" } : undefined) });
await server.listen({ port, host: "127.0.0.1" });
after(() => server.close());
const town = `http://musterstadt.portal.localhost:${port}`;

/** Somebody without account who has sent the application and stands before the payment. */
async function atTheTill(): Promise<{ browser: Browser; application: string; path: string; page: Reply }> {
  const browser = openBrowser();
  after(() => { browser.close(); });
  const { cookie, session } = accounts.newVisitor();
  browser.cookies.set(new URL(town).host, new Map([["__Host-besuch", cookie]]));
  const applicant = { owner: session.owner, level: session.level, ...(session.ownerSecret === undefined ? {} : { ownerSecret: session.ownerSecret }) };
  const started = await applications.startDraft({ applicant, tenant: musterstadt.id, service: "pruefgebuehr", language: "de", answers: { was: "Probe" }, network: newId() });
  assert.ok(started.ok, JSON.stringify(started));
  const sent = await applications.submit({ draft: started.draft.id, tenant: musterstadt.id, applicant, confirmed: true, requestId: newId() });
  assert.ok(sent.kind === "payment", JSON.stringify(sent));
  const path = await payingPath(payments, { application: sent.application, tenant: musterstadt.id });
  assert.ok(path !== undefined);
  const page = await browser.get(town + path);
  assert.equal(page.status, 200);
  return { browser, application: sent.application, path, page };
}

/** What the worker does with the event, here by hand: the worker is not running. */
const complete = (application: string) => db.inTenant(musterstadt.id, (tx) => applications.completePaid(tx, application));
async function control(method: "POST" | "DELETE", body?: object): Promise<void> {
  const answer = await house.outbound(`http://payment.sandbox.localhost:${sandbox.port}/_control`, { method, ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) });
  assert.equal(answer.status, 200);
}

test("from the pay page to the provider and back to the confirmation, without JavaScript", async () => {
  const { browser, application, path, page } = await atTheTill();
  assert.deepEqual(page.page.problems, []);
  for (const part of ["Prüfgebühr", "30,50", "Kassenzeichen", "Jetzt 30,50 € bezahlen"]) assert.ok(page.page.text.replaceAll("\u00a0", " ").includes(part), part);
  assert.match(String(page.headers["content-security-policy"]), new RegExp(`form-action [^;]*payment\\.sandbox\\.localhost:${sandbox.port}`));
  assert.equal(page.headers["cache-control"], "private, no-store");
  const provider = await browser.submit(page, page.page.form(/^Jetzt/));
  assert.match(provider.url, /payment\.sandbox\.localhost/);
  const back = await browser.submit(provider, provider.page.form("Bezahlen"), {}, "Bezahlen");
  assert.equal(back.url, `${town}${path}/rueckkehr`);
  assert.equal(back.page.h1, "Ihre Zahlung ist angekommen");
  assert.deepEqual(back.page.problems, []);
  assert.equal(back.page.link("Weiter zur Bestätigung"), `/eingang/${application}`);
  const again = await browser.get(back.url);
  assert.equal(again.page.h1, "Ihre Zahlung ist angekommen");
  const receipt = await browser.get(`${town}${path}/quittung`);
  assert.match(receipt.page.text, /Sekunden/);
  await complete(application);
  const complete2 = await browser.get(`${town}${path}/quittung`);
  assert.deepEqual(complete2.page.problems, []);
  const pdf = await browser.get(town + complete2.page.link("Als PDF speichern"));
  assert.equal(pdf.headers["content-type"], "application/pdf");
  assert.equal(pdf.body.subarray(0, 5).toString(), "%PDF-");
  assert.match(String(pdf.headers["content-disposition"]), /attachment; filename="Zahlungsbestaetigung-/);
});

test("after an abort nothing is charged, and one pays again, goes another way or goes back to the form", async () => {
  const { browser, page, path, application } = await atTheTill();
  const provider = await browser.submit(page, page.page.form(/^Jetzt/));
  const back = await browser.submit(provider, provider.page.form("Bezahlen"), {}, "Abbrechen");
  assert.equal(back.page.h1, "Sie haben die Zahlung abgebrochen");
  assert.match(back.page.text, /nichts gebucht/);
  assert.equal(back.page.link("Anders bezahlen"), `${path}/anderer-weg`);
  const second = await browser.submit(back, back.page.form("Noch einmal bezahlen"));
  assert.match(second.url, /payment\.sandbox\.localhost/);
  // Back to the form while the second payment is open: not yet.
  const stays = await browser.submit(back, back.page.form("Zurück zum Formular"));
  assert.equal(stays.status, 409);
  assert.deepEqual(stays.page.problems, []);
  await browser.submit(second, second.page.form("Bezahlen"), {}, "Fehlschlag");
  const form = await browser.submit(back, back.page.form("Zurück zum Formular"), {}, undefined, { follow: false });
  assert.match(String(form.headers.location), /^\/antrag\/[0-9a-f-]{36}\/pruefen$/);
  assert.equal(await payingPath(payments, { application, tenant: musterstadt.id }), undefined);
  assert.equal((await browser.get(town + path)).status, 404, "the application is a draft again and the claim is nobody's");
});

test("the page of a fee that the office took back says that nothing is to be paid, and leads to the one in its place", async () => {
  const { browser, application, path } = await atTheTill();
  await payments.markReceived({ payment: path.split("/").at(-1) ?? "", tenant: musterstadt.id, by: { staff: newId(), roles: [{ role: "cashier", tenant: musterstadt.id, office: undefined }] }, money: { cents: 3050, day: "2026-06-10", way: "counter", voucher: "K-1" } });
  await complete(application);
  const wrong = await db.inTenant(musterstadt.id, (tx) => payments.claimDecisionFee(tx, { tenant: musterstadt.id, application, service: "pruefgebuehr", cents: 9900, purpose: `extension:${newId()}` }));
  const open = await browser.get(`${town}/bezahlen/${wrong}`);
  assert.match(open.page.text.replaceAll("\u00a0", " "), /99,00 €/);
  const cancelled = await db.inTenant(musterstadt.id, (tx) => payments.cancel(tx, { payment: wrong, instead: 990 }));
  assert.ok(cancelled.ok);
  const ended = await browser.get(`${town}/bezahlen/${wrong}`);
  assert.deepEqual([ended.page.h1, ended.page.problems], ["Hier ist nichts mehr zu bezahlen", []]);
  assert.match(ended.page.text, /Geld, das trotzdem eingeht, bekommen Sie zurück/);
  const right = await browser.get(town + ended.page.link("Zu dem, was jetzt zu bezahlen ist"));
  assert.match(right.page.text.replaceAll("\u00a0", " "), /9,90 €/);
  await db.inTenant(musterstadt.id, (tx) => payments.cancel(tx, { payment: cancelled.instead ?? "" }));
  assert.ok(!(await browser.get(`${town}/bezahlen/${wrong}`)).page.links.some(({ text }) => text.includes("was jetzt zu bezahlen ist")));
});

test("the provider's failure is said, and the same page offers to try again", async () => {
  const { browser, page } = await atTheTill();
  const provider = await browser.submit(page, page.page.form(/^Jetzt/));
  const back = await browser.submit(provider, provider.page.form("Bezahlen"), {}, "Fehlschlag");
  assert.equal(back.page.h1, "Die Zahlung hat nicht geklappt");
  const paid = await browser.submit(back, back.page.form("Noch einmal bezahlen"));
  assert.equal((await browser.submit(paid, paid.page.form("Bezahlen"), {}, "Bezahlen")).page.h1, "Ihre Zahlung ist angekommen");
});

test("back without having paid: it is being checked, with a link to check again and the way on", async () => {
  const { browser, page, path } = await atTheTill();
  const provider = await browser.submit(page, page.page.form(/^Jetzt/));
  const back = await browser.get(`${town}${path}/rueckkehr`);
  assert.equal(back.page.h1, "Wir prüfen Ihre Zahlung");
  assert.deepEqual(back.page.problems, []);
  assert.equal(back.page.link("Stand noch einmal prüfen"), `${path}/rueckkehr`);
  const on = await browser.submit(back, back.page.form("Weiter zum Bezahldienst"));
  assert.equal(on.url, provider.url, "the same payment page");
});

test("with a lost session the return still fetches the state and tells nothing personal", async () => {
  const { browser, page, path } = await atTheTill();
  const provider = await browser.submit(page, page.page.form(/^Jetzt/));
  browser.cookies.clear();
  const back = await browser.submit(provider, provider.page.form("Bezahlen"), {}, "Bezahlen");
  assert.equal(back.page.h1, "Ihre Zahlung ist angekommen");
  assert.deepEqual(back.page.problems, []);
  assert.doesNotMatch(back.page.text, /30,50|Prüfgebühr|Kassenzeichen/);
  assert.equal(await payments.standing(path.split("/")[2] ?? "", musterstadt.id), "paid");
});

test("each page of somebody's own payment has the number of the service's office, and no page for strangers", async () => {
  const { path, page, browser } = await atTheTill();
  const choose = await browser.get(`${town}${path}/anderer-weg`);
  const wrong = await browser.submit(choose, choose.page.form("Weiter"), { weg: "muscheln" });
  const own = [page, choose, await browser.get(`${town}${path}/rueckkehr`), wrong];
  for (const one of own) assert.ok(one.page.text.includes("Amt für pruefgebuehr") && one.page.text.includes("0999 555-777"), one.page.h1);
  assert.equal(wrong.status, 422);
  const stranger = await openBrowser().get(`${town}${path}/rueckkehr`);
  assert.ok(!stranger.page.text.includes("pruefgebuehr") && !stranger.page.text.includes("0999 555-777"), "whoever has the address may be anybody");
});

test("nobody else sees or pays it, and an unknown payment looks the same", async () => {
  const { path, page, browser } = await atTheTill();
  const other = (await atTheTill()).browser;
  const foreign = await other.get(town + path);
  const unknown = await other.get(`${town}/bezahlen/${newId()}`);
  assert.deepEqual([foreign.status, unknown.status, foreign.page.h1], [404, 404, unknown.page.h1]);
  assert.deepEqual(foreign.page.problems, []);
  for (const below of ["/anderer-weg", "/quittung", "/quittung.pdf"]) assert.equal((await other.get(town + path + below)).status, 404, below);
  assert.equal((await browser.get(`http://beispielhausen.portal.localhost:${port}${path}`)).status, 404, "another town's host");
  assert.equal((await browser.get(`${town}/bezahlen/x'--`)).status, 404);
  // The other's own token, at somebody else's payment.
  const own = await atTheTill();
  const form = own.page.page.form(/^Jetzt/);
  assert.equal((await own.browser.submit(own.page, { ...form, action: path })).status, 404);
  assert.equal((await browser.submit(page, page.page.form(/^Jetzt/), { _csrf: "x" })).status, 403);
});

test("another way: chosen, shown with what the bank needs, and changed back; none chosen is an error at the field", async () => {
  const { browser, page, path } = await atTheTill();
  const choose = await browser.get(town + page.page.link("Anders bezahlen"));
  assert.deepEqual(choose.page.problems, []);
  const english = await browser.submit(choose, choose.page.form("Weiter"), { weg: "counter" }, /English/);
  assert.deepEqual([english.status, english.page.problems, /value="counter"[^>]*checked/.test(english.text), new URL(english.url).pathname.startsWith("/en/")], [200, [], true, true], "the language takes the choice along and changes nothing");
  const transfer = await browser.submit(choose, choose.page.form("Weiter"), { weg: "transfer" });
  assert.equal(transfer.url, town + path);
  assert.deepEqual(transfer.page.problems, []);
  for (const part of ["Bitte überweisen Sie", "DE00 0000", "20. Juni 2026", "30,50", "Kassenzeichen"]) assert.ok(transfer.page.text.includes(part), part);
  const wrong = await browser.submit(choose, choose.page.form("Weiter"), { weg: "bar" });
  assert.deepEqual([wrong.status, wrong.page.problems], [422, []]);
  assert.match(wrong.page.title, /^Fehler: /);
  const counter = await browser.submit(choose, choose.page.form("Weiter"), { weg: "counter" });
  assert.equal(counter.page.h1, "Bitte bezahlen Sie an der Kasse");
  const online = await browser.submit(choose, choose.page.form("Weiter"), { weg: "online" });
  assert.equal(online.page.h1, "Gebühr bezahlen");
});

test("with the provider down the start says so, keeps everything and works later; on return nothing is claimed that is not known", async (t) => {
  t.after(() => control("DELETE"));
  const { browser, page, path } = await atTheTill();
  await control("POST", { down: true });
  const down = await browser.submit(page, page.page.form(/^Jetzt/));
  assert.deepEqual([down.status, down.page.h1, down.headers["retry-after"]], [503, "Die Online-Bezahlung ist gerade gestört", "120"]);
  assert.deepEqual(down.page.problems, []);
  assert.match(down.page.text, /Ihre Angaben sind gespeichert/);
  await control("DELETE");
  const provider = await browser.submit(down, down.page.form("Noch einmal bezahlen"));
  await control("POST", { down: true });
  const back = await browser.get(`${town}${path}/rueckkehr`);
  assert.deepEqual([back.status, back.page.h1], [503, "Der Bezahldienst antwortet gerade nicht"]);
  await control("DELETE");
  const paid = await browser.submit(provider, provider.page.form("Bezahlen"), {}, "Bezahlen");
  assert.equal(paid.page.h1, "Ihre Zahlung ist angekommen");
});

test("in English the provider leads back to the English page", async () => {
  const { browser, path } = await atTheTill();
  const page = await browser.get(`${town}/en${path}`);
  assert.equal(page.page.h1, "Pay the fee");
  assert.deepEqual(page.page.problems, []);
  const provider = await browser.submit(page, page.page.form(/^Pay/));
  const back = await browser.submit(provider, provider.page.form("Bezahlen"), {}, "Bezahlen");
  assert.deepEqual([back.url, back.page.h1], [`${town}/en${path}/rueckkehr`, "Your payment has arrived"]);
});

test("whoever reloads the return very fast asks the provider no more than twelve times a minute", async () => {
  const { browser, page, path } = await atTheTill();
  await browser.submit(page, page.page.form(/^Jetzt/));
  const id = path.split("/")[2] ?? "";
  for (let i = 0; i < 15; i += 1) assert.equal((await browser.get(`${town}${path}/rueckkehr`)).status, 200);
  const { checks } = await db.inTenant(musterstadt.id, (tx) => tx.one<{ checks: number }>(sql`select checks from payments.attempt where claim_id = ${id}`));
  assert.equal(checks, 12);
});
