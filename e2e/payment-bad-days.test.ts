import assert from "node:assert/strict";
import { after, test } from "node:test";
import { manualClock } from "../apps/portal/src/platform/clock/index.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { openBrowser, type Browser, type Reply } from "../apps/portal/src/testing/browser.ts";
import { until } from "../apps/portal/src/testing/until.ts";
import { startWorld } from "../apps/portal/src/testing/world.ts";
import { confirmations, postForm } from "./http-journey.ts";

const clock = manualClock(new Date());
const world = await startWorld({ clock });
const { house } = world;
const town = world.origin("musterstadt");
const service = "bewohnerparkausweis";
const provider = (method: "POST" | "DELETE", body?: object) => house.outbound(`http://payment.sandbox.localhost:${world.sandbox.port}/_control`, { method, ...(body ? { headers: { "content-type": "application/json" }, body: JSON.stringify(body) } : {}) });

interface Till { readonly browser: Browser; readonly page: Reply; readonly path: string; readonly application: string }
/** Erika has sent her application and stands before the payment. */
async function atTheTill(): Promise<Till> {
  const browser = openBrowser();
  after(() => { browser.close(); });
  let page = await browser.signIn(await browser.get(`${town}/anmelden?ziel=/antrag/${service}&konto=1&leistung=${service}`));
  page = await postForm(browser, page, service, /beginnen/i);
  for (let step = 0; step < 20 && !new URL(page.url).pathname.endsWith("/pruefen"); step += 1) page = await postForm(browser, page, service, "Weiter");
  const mail = page.page.form(/verbindlich|absenden/i).controls.filter(({ type }) => type === "email").map(({ name }): [string, string] => [name, "erika@beispiel.example"]);
  page = await postForm(browser, page, service, /verbindlich|absenden/i, { ...confirmations(page), ...Object.fromEntries(mail) });
  const path = /\/bezahlen\/([0-9a-f-]{36})/.exec(page.url) ?? assert.fail(`${page.url}: ${page.page.text.slice(0, 600)}`);
  const { application } = await house.db.asOperator("test", (tx) => tx.one<{ application: string }>(sql`select application_id as application from payments.claim where id = ${path[1]}`));
  return { browser, page, path: path[0], application };
}
const state = (application: string) => house.db.asOperator("test", (tx) => tx.one<{ status: string; submitted: number; bookings: number; claims: number; cents: number; refunds: number }>(sql`select a.status,
  (select count(*) from applications.event e where e.application_id = a.id and e.type = 'submitted') as submitted,
  (select count(*) from payments.incoming i join payments.claim c on c.id = i.claim_id where c.application_id = a.id) as bookings,
  (select count(*) from payments.claim c where c.application_id = a.id) as claims, (select sum(received_cents)::int from payments.claim c where c.application_id = a.id) as cents,
  (select count(*) from payments.refund_task r join payments.claim c on c.id = r.claim_id where c.application_id = a.id) as refunds
  from applications.application a where a.id = ${application}`));
async function submitted(application: string): Promise<Awaited<ReturnType<typeof state>>> {
  return until("it waits for the payment no more", async () => { const now = await state(application); return now.status !== "payment" && now; }, () => state(application));
}
const once = { submitted: 1, bookings: 1, claims: 1, refunds: 0 };
const counted = ({ submitted: times, bookings, claims, refunds }: Awaited<ReturnType<typeof state>>) => ({ submitted: times, bookings, claims, refunds });

test("with the provider down at the start the page says so, the answers stay, and later it works", async (t) => {
  t.after(() => provider("DELETE"));
  const { browser, page, path, application } = await atTheTill();
  await provider("POST", { down: true });
  const down = await browser.submit(page, page.page.form(/^Jetzt/));
  assert.deepEqual([down.status, down.page.problems], [503, []]);
  assert.match(down.page.text, /Die Online-Bezahlung ist gerade gestört.*Ihre Angaben sind gespeichert/);
  assert.match(down.page.text, /0999 555/);
  assert.deepEqual(counted(await state(application)), { submitted: 0, bookings: 0, claims: 1, refunds: 0 });
  await provider("DELETE");
  const later = await browser.get(town + path);
  const paying = await browser.submit(later, later.page.form(/^Jetzt/));
  const back = await browser.submit(paying, paying.page.form("Bezahlen"), {}, "Bezahlen");
  assert.equal(back.page.h1, "Ihre Zahlung ist angekommen");
  assert.deepEqual(counted(await submitted(application)), once);
});

test("aborted and paid again is one booking, and returning twice changes nothing", async () => {
  const { browser, page, application } = await atTheTill();
  const first = await browser.submit(page, page.page.form(/^Jetzt/));
  const aborted = await browser.submit(first, first.page.form("Bezahlen"), {}, "Abbrechen");
  assert.equal(aborted.page.h1, "Sie haben die Zahlung abgebrochen");
  const second = await browser.submit(aborted, aborted.page.form("Noch einmal bezahlen"));
  const back = await browser.submit(second, second.page.form("Bezahlen"), {}, "Bezahlen");
  assert.equal(back.page.h1, "Ihre Zahlung ist angekommen");
  const again = await Promise.all(Array.from({ length: 5 }, () => browser.get(back.url)));
  assert.deepEqual([...new Set(again.map((one) => `${one.status} ${one.page.h1}`))], ["200 Ihre Zahlung ist angekommen"]);
  assert.deepEqual(counted(await submitted(application)), once);
  const receipt = await browser.get(`${town}/eingang/${application}`);
  assert.deepEqual([receipt.status, receipt.page.problems], [200, []]);
  assert.match(receipt.page.text, /MUS-\d{4}-/);
});

test("paid with the browser closed: the job finds it, the application is submitted, and a late return is harmless", async () => {
  const { browser, page, path, application } = await atTheTill();
  const paying = await browser.submit(page, page.page.form(/^Jetzt/));
  // The payment goes through, the way back is not taken.
  const sent = await browser.submit(paying, paying.page.form("Bezahlen"), {}, "Bezahlen", { follow: false });
  assert.equal(sent.status, 303);
  assert.equal((await state(application)).status, "payment");
  clock.advance(5 * 60_000);
  await house.payments.jobs["payments:poll"]?.({}, { attempt: 1, lastAttempt: false });
  const done = await submitted(application);
  assert.deepEqual(counted(done), once);
  assert.equal(done.cents, 3000);
  await house.payments.jobs["payments:poll"]?.({}, { attempt: 1, lastAttempt: false });
  const late = await browser.get(`${town}${path}/rueckkehr`);
  assert.equal(late.page.h1, "Ihre Zahlung ist angekommen");
  assert.deepEqual(counted(await submitted(application)), once);
});

test("a return without session says that the money arrived and nothing personal, and completes the application all the same", async () => {
  const { browser, page, path, application } = await atTheTill();
  const paying = await browser.submit(page, page.page.form(/^Jetzt/));
  browser.cookies.clear();
  const back = await browser.submit(paying, paying.page.form("Bezahlen"), {}, "Bezahlen");
  assert.deepEqual([back.status, back.page.h1, back.page.problems], [200, "Ihre Zahlung ist angekommen", []]);
  assert.doesNotMatch(back.text, /30,00|Erika|Lindenweg|MU-EB|Kassenzeichen|Bewohnerpark|MUS-\d{4}/);
  assert.equal((await browser.get(town + path)).status, 404);
  assert.deepEqual(counted(await submitted(application)), once);
});
