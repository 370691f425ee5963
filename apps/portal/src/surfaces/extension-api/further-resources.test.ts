import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { Readable } from "node:stream";
import { test } from "node:test";
import { addDays, legalDate } from "#platform/clock";
import { newId } from "#platform/ids";
import { proofs, smallDog, twoDogs } from "../../modules/extensions/testing/world.ts";
import { exampleForm } from "./example-form.ts";
import { apiWorld } from "./testing/api-world.ts";

const world = await apiWorld({ trustedHosts: ["127.0.0.1:9"] });
const { call, signedIn, musterstadt } = world;
type Item = Readonly<Record<string, unknown>>;
const itemsOf = (body: Item): readonly Item[] => body["items"] as readonly Item[];

test("a fee is asked for once, told to the person with its reference, paid, and given back by the cash office's decision only", async () => {
  const account = newId();
  const one = await world.submitted({ account });
  const { token } = await signedIn();
  const at = `/applications/${one.application}/payments`;
  const key = randomUUID();
  const body = { cents: 1250, text: "Für die Ersatzmarke nach § 5 der Satzung." };
  const [first, second] = [await call("POST", at, { token, key, body }), await call("POST", at, { token, key, body })];
  assert.deepEqual([first.status, first.body["state"], second.body], [201, "open", first.body]);
  const payments = itemsOf((await call("GET", at, { token })).body);
  assert.deepEqual(payments, [first.body]);
  const told = world.delivered.filter((message) => message.account === account);
  assert.equal(told.length, 1);
  for (const words of [body.text, "12,50 Euro", String(first.body["reference"])]) assert.ok(told[0]?.text.includes(words), words);

  const payment = String(first.body["id"]);
  const refund = (cents: number) => call("POST", `${at}/${payment}/refunds`, { token, body: { cents } });
  assert.equal((await refund(1)).body["code"], "refund-too-much");
  const cashier = { staff: newId(), roles: [{ role: "cashier" as const, tenant: musterstadt.id, office: undefined }] };
  await world.payments.markReceived({ payment, tenant: musterstadt.id, by: cashier, money: { cents: 1250, day: "2026-03-02", way: "counter", voucher: "K-17" } });
  assert.deepEqual(itemsOf((await call("GET", `${at}/${payment}/receipts`, { token })).body).map(({ cents, voucher, day }) => [cents, voucher, day]), [[1250, "K-17", "2026-03-02"]]);
  const asked = await refund(500);
  assert.deepEqual([asked.status, asked.body["outcome"]], [201, undefined]);
  assert.equal((await refund(751)).body["code"], "refund-too-much");
  const [task] = await world.payments.listRefundTasks({ tenant: musterstadt.id, by: cashier, limit: 10 });
  await world.payments.closeRefundTask({ task: task?.id ?? "", tenant: musterstadt.id, by: cashier, outcome: "kept" });
  assert.deepEqual(itemsOf((await call("GET", `${at}/${payment}/refunds`, { token })).body).map(({ cents, outcome }) => [cents, outcome]), [[500, "kept"]]);
});

test("what the person sent because one office asked for it, a program of another office neither lists nor opens", async () => {
  const account = newId();
  const access = { kind: "account", account } as const;
  const { application } = await world.submitted({ account, answers: twoDogs, uploads: proofs });
  const [whole, tax, order] = [await signedIn(), await signedIn({ offices: ["steueramt"] }), await signedIn({ offices: ["ordnungsamt"] })];
  const asked = await call("POST", `/applications/${application}/messages`, { token: tax.token, body: { kind: "question", text: "Bitte senden Sie den Bescheid vom Jobcenter." } });
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  const send = async (name: string, label?: string) => assert.ok((await world.answers.addDocument({ application, access, name, content: Readable.from([Buffer.from("%PDF-1.7 Bescheid")]), ...(label === undefined ? {} : { label }) })).ok);
  await send("jobcenter.pdf", String(asked.body["request"]));
  await send("umzug.pdf");
  const seen = async ({ token }: { readonly token: string }) => {
    const files = (await call("GET", `/applications/${application}`, { token })).body["attachments"] as readonly { readonly id: string; readonly name: string }[];
    return new Map(files.map(({ id, name }) => [name, id]));
  };
  const [atAll, atTax, atOrder] = [await seen(whole), await seen(tax), await seen(order)];
  assert.deepEqual([atAll, atTax, atOrder].map((files) => [files.has("jobcenter.pdf"), files.has("umzug.pdf")]), [[true, true], [true, true], [false, true]]);
  const open = async ({ token }: { readonly token: string }) => (await call("GET", `/applications/${application}/attachments/${atAll.get("jobcenter.pdf") ?? ""}`, { token })).status;
  assert.deepEqual([await open(whole), await open(tax), await open(order)], [200, 200, 404]);
});

test("a fee is one for the whole application: who gets a part may neither see nor ask for it, and nothing is asked for a closed case", async () => {
  const one = await world.submitted({ answers: twoDogs, uploads: proofs });
  const [whole, part] = [await signedIn(), await signedIn({ offices: ["steueramt"] })];
  const at = `/applications/${one.application}/payments`;
  const body = { cents: 500, text: "Für die Ersatzmarke.", office: "steueramt" };
  assert.equal((await call("POST", at, { token: part.token, body })).status, 404);
  assert.equal((await call("POST", at, { token: whole.token, body: { ...body, office: undefined } })).body["code"], "office-needed");
  const asked = await call("POST", at, { token: whole.token, body });
  assert.equal(asked.status, 201, JSON.stringify(asked.body));
  for (const path of ["receipts", "refunds"]) assert.equal((await call("GET", `${at}/${String(asked.body["id"])}/${path}`, { token: part.token })).status, 404);
  const other = await world.submitted();
  assert.equal((await call("GET", `/applications/${other.application}/payments/${String(asked.body["id"])}/receipts`, { token: whole.token })).status, 404, "a payment of another application");
  assert.equal((await call("POST", at, { token: whole.token, body: { ...body, text: " " } })).body["code"], "text-missing");
  assert.equal((await call("POST", at, { token: whole.token, body: { ...body, cents: 0.5 } })).status, 422);
  await call("POST", `/applications/${one.application}/status`, { token: whole.token, body: { status: "closed", office: "steueramt" } });
  assert.equal((await call("POST", at, { token: whole.token, body })).body["code"], "status-not-allowed");
});

test("a fee that a program asked for is taken back with a reason, or the right amount stands in its place, once, and the person reads it", async () => {
  const account = newId();
  const one = await world.submitted({ account });
  const { token } = await signedIn();
  const at = `/applications/${one.application}/payments`;
  const ask = async () => (await call("POST", at, { token, body: { cents: 500, text: "Für die Ersatzmarke." } })).body;
  const cancel = (payment: unknown, body: object, key?: string) => call("POST", `${at}/${String(payment)}/cancellation`, { token, body, ...(key === undefined ? {} : { key }) });
  const [wrong, key] = [await ask(), randomUUID()];
  assert.equal((await cancel(wrong["id"], { text: " " })).body["code"], "text-missing");
  assert.deepEqual([(await cancel(wrong["id"], { text: "Derselbe.", instead: 500 })).body].map(({ code, because }) => [code, because]), [["fee-not-cancellable", "same-amount"]]);
  world.delivered.length = 0;
  const body = { text: "Seit diesem Jahr gilt ein kleinerer Betrag.", instead: 300 };
  const [done, again] = [await cancel(wrong["id"], body, key), await cancel(wrong["id"], body, key)];
  assert.deepEqual([done.status, again.body], [201, done.body]);
  const { payment, instead } = done.body as { readonly payment: Item; readonly instead: Item };
  assert.deepEqual([payment["state"], payment["endedWhy"], instead["state"], instead["cents"]], ["ended", "cancelled", "open", 300]);
  assert.deepEqual(itemsOf((await call("GET", at, { token })).body).map(({ id, state }) => [id, state]), [[wrong["id"], "ended"], [instead["id"], "open"]]);
  assert.deepEqual(world.delivered.map(({ account: to, text }) => [to, ["5,00 Euro", "3,00 Euro", body.text, String(instead["reference"])].every((words) => text.includes(words))]), [[account, true]]);
  await world.told(one);
  const events = itemsOf((await call("GET", `/events?application=${one.application}&limit=100`, { token })).body).filter(({ type }) => type === "payment.cancelled");
  assert.deepEqual(events.map((event) => event["data"]).map((data) => { const { payment: ended, instead: right } = data as Item; return [ended, right]; }), [[wrong["id"], instead["id"]]]);
  assert.deepEqual([(await cancel(wrong["id"], { text: "Noch einmal." })).body].map(({ code, because }) => [code, because]), [["fee-not-cancellable", "ended"]]);
  // Nothing instead; and what is paid is given back, not cancelled.
  assert.equal((await cancel(instead["id"], { text: "Es kostet nichts." })).body["instead"], undefined);
  const paid = await ask();
  await world.payments.markReceived({ payment: String(paid["id"]), tenant: musterstadt.id, by: { staff: newId(), roles: [{ role: "cashier" as const, tenant: musterstadt.id, office: undefined }] }, money: { cents: 500, day: "2026-03-02", way: "counter", voucher: "K-18" } });
  assert.deepEqual([(await cancel(paid["id"], { text: "Zu spät." })).body].map(({ code, because }) => [code, because]), [["fee-not-cancellable", "paid"]]);
});

test("what a fee is of decides who takes it back: the application's own nobody, a decision's its office, another application's or a part's not at all", async () => {
  const one = await world.submitted({ answers: twoDogs, uploads: proofs });
  const [whole, part] = [await signedIn(), await signedIn({ offices: ["steueramt"] })];
  const at = `/applications/${one.application}/payments`;
  const claim = (purpose: string) => world.db.inTenant(musterstadt.id, (tx) => world.payments.claimDecisionFee(tx, { tenant: musterstadt.id, application: one.application, service: "hund-anmelden", cents: 500, purpose }));
  const cancel = (payment: string, token = whole.token, more: object = { office: "steueramt" }) => call("POST", `${at}/${payment}/cancellation`, { token, body: { text: "Ein Irrtum.", ...more } });
  const [foreign, own, asked] = [await claim(`decision:${newId()}`), await claim("application-fee"), await claim(`extension:${newId()}`)];
  const because = async (payment: string) => { const { body } = await cancel(payment); return [body["code"], body["because"]]; };
  assert.deepEqual([await because(foreign), await because(own)], [["fee-not-cancellable", "of-another-office"], ["fee-not-cancellable", "with-application"]]);
  assert.equal((await cancel(asked, part.token)).status, 404);
  assert.equal((await cancel(asked, whole.token, {})).body["code"], "office-needed");
  assert.equal((await call("POST", `/applications/${(await world.submitted()).application}/payments/${asked}/cancellation`, { token: whole.token, body: { text: "Ein Irrtum.", office: "steueramt" } })).status, 404);
  const weaker = await signedIn({ scopes: ["zahlungen.lesen"] });
  assert.equal((await cancel(asked, weaker.token)).body["code"], "scope-missing");
  assert.equal((await cancel(asked)).status, 201);
});

test("the answers come as XML with what the permission covers; where no schema stands behind the form XFall is refused", async () => {
  const one = await world.submitted({ answers: { ...smallDog, halter: { ...smallDog["halter"] as object, nachname: "Beispiel & <Söhne>" } } });
  const { token } = await signedIn();
  const { status, raw, headers } = await call("GET", `/applications/${one.application}/answers.xml`, { token });
  assert.deepEqual([status, headers["content-type"]], [200, "application/xml; charset=utf-8"]);
  assert.match(raw.toString("utf8"), /<feld id="nachname">Beispiel &#38; &#60;Söhne&#62;<\/feld>/);
  assert.equal((await call("GET", `/applications/${one.application}/answers.xml?format=xfall`, { token })).body["code"], "format-unavailable");
  assert.equal((await call("GET", `/applications/${one.application}/answers.xml?format=csv`, { token })).status, 400);
});

test("a decision shows its evidence and its letter to its office and to nobody else", async () => {
  const account = newId();
  const one = await world.submitted({ account, answers: twoDogs, uploads: proofs });
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  const [tax, order] = [await signedIn({ offices: ["steueramt"] }), await signedIn({ offices: ["ordnungsamt"] })];
  const made = await call("POST", `/applications/${one.application}/decisions`, { token: tax.token, body: { kind: "information", subject: "Ihre Hunde", paragraphs: ["Wir haben Ihre Angaben erhalten."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox" } });
  const at = `/applications/${one.application}/decisions/${String(made.body["id"])}`;
  const seen = await call("GET", at, { token: tax.token });
  assert.deepEqual((seen.body["evidence"] as readonly Item[]).map(({ kind }) => kind), ["provided"]);
  const letter = await call("GET", `${at}/letter.pdf`, { token: tax.token });
  assert.match(letter.raw.toString("latin1"), /^%PDF/);
  assert.equal(letter.headers["etag"], `"${String((seen.body["evidence"] as readonly Item[])[0]?.["pdfSha256"])}"`);
  for (const path of [at, `${at}/letter.pdf`]) assert.equal((await call("GET", path, { token: order.token })).status, 404);
  assert.deepEqual((await call("GET", `/applications/${one.application}/mailbox`, { token: tax.token })).body, { arrives: "mailbox", notice: true, reached: true, readable: true, answerable: true });
  const visitor = await world.submitted();
  assert.deepEqual((await call("GET", `/applications/${visitor.application}/mailbox`, { token: tax.token })).body, { arrives: "status-page", notice: false, reached: true, readable: true, answerable: false });
});

test("what the hub sent and what was acknowledged is seen by the office that it was for", async () => {
  const made = await world.hub.setDestination({ tenant: musterstadt.id, name: "Steuerverfahren", channel: "webhook", address: "https://fachverfahren.musterstadt.example/webhook", secret: { value: `whsec_${Buffer.alloc(32, 5).toString("base64")}` }, actor: { kind: "system", what: "test" } });
  if (!made.ok) assert.fail(JSON.stringify(made));
  await world.db.inTenant(musterstadt.id, (tx) => world.hub.addRoute(tx, { destination: made.destination, service: "hund-anmelden", office: "steueramt", validFrom: new Date("2026-01-01T00:00:00Z"), actor: { kind: "system", what: "test" } }));
  const setting = world.tenants.switches(musterstadt.id).get("hund-anmelden") ?? assert.fail();
  await world.db.inTenant(musterstadt.id, (tx) => world.tenants.storeSwitch(tx, musterstadt.id, { ...setting, delivery: "fachverfahren" }));
  await world.tenants.refresh();
  const one = await world.submitted();
  const { token } = await signedIn({ offices: ["steueramt"] });
  await world.hub.routeApplication({ tenant: musterstadt.id, application: one.application });
  const [delivery] = itemsOf((await call("GET", `/applications/${one.application}/deliveries`, { token })).body);
  assert.deepEqual([delivery?.["destination"], delivery?.["office"], delivery?.["message"]], ["Steuerverfahren", "steueramt", "application.submitted"]);
});

test("a service of its own waits for the town's editors, is changed, released, published, and goes on from there", async () => {
  const program = await signedIn({ scopes: ["formulare.vorschlagen"] });
  const { token } = program;
  const slug = "ummelden-probe";
  const proposal = (title: string) => ({ ...exampleForm, service: { ...exampleForm.service, slug, title: { de: title } } });
  const post = (body: object, given: { readonly token?: string; readonly key?: string } = {}) => call("POST", "/forms", { token, ...given, body });
  const key = randomUUID();
  const first = await post(proposal("Ummelden"), { key });
  assert.deepEqual([first.status, first.body["state"], (await post(proposal("Ummelden"), { key })).body], [201, "review", first.body]);
  assert.deepEqual((await post(proposal("Ummelden"))).body, first.body, "unchanged it is no change");

  const [copy] = await world.workshop.list(musterstadt.id);
  const opened = await world.workshop.open({ tenant: musterstadt.id, copy: copy?.id ?? "" });
  assert.match(copy?.changedBy ?? "", /^Programm: /);
  const at = { tenant: musterstadt.id, copy: copy?.id ?? "", by: { id: newId(), name: "Fatma Formular" } };
  const back = await world.workshop.decideReview({ ...at, seen: opened?.revision ?? 0 }, { release: false, note: "Bitte die IBAN weglassen." });
  assert.ok(back.ok);
  assert.deepEqual((await call("GET", `/forms/${slug}`, { token })).body["review"], { released: false, at: "2026-03-02T09:00:00.000Z", note: "Bitte die IBAN weglassen." });

  const again = await post(proposal("Ummelden, ohne IBAN"));
  assert.deepEqual([again.status, again.body["state"]], [201, "review"]);
  const seen = (await world.workshop.open({ tenant: musterstadt.id, copy: at.copy }))?.revision ?? 0;
  const released = await world.workshop.decideReview({ ...at, seen }, { release: true });
  assert.ok(released.ok, "somebody who has not worked on it");
  const published = await world.workshop.publish({ ...at, seen: released.copy.revision }, { validFrom: new Date("2026-03-02T09:00:00Z"), tenants: [musterstadt.id], acknowledged: true }, { mayAll: false, towns: [musterstadt.id] });
  assert.ok(published.ok, JSON.stringify(published));
  assert.equal((await call("GET", `/forms/${slug}`, { token })).body["state"], "published");
  assert.deepEqual([(await post(proposal("Ummelden, die zweite"))).body["version"]], ["1.1.0"]);

  // What the editors change is not overwritten.
  const now = await world.workshop.open({ tenant: musterstadt.id, copy: at.copy });
  await world.workshop.edit({ ...at, seen: now?.revision ?? 0 }, { what: "Titel geändert", part: ({ service }) => service.title, apply: (content) => ({ ...content, service: { ...content.service, title: { de: "Vom Amt" } } }) });
  assert.equal((await post(proposal("Ummelden, die dritte"))).body["code"], "form-changed-meanwhile");

  const other = await signedIn({ scopes: ["formulare.vorschlagen"] });
  assert.equal((await post(proposal("Fremd"), { token: other.token })).body["code"], "name-taken");
  assert.equal((await post({ ...proposal("Hund"), service: { ...exampleForm.service, slug: "hund-anmelden" } }, { token: other.token })).body["code"], "name-taken", "a service of the installation");
  assert.equal((await call("GET", `/forms/${slug}`, { token: other.token })).status, 404);
});

test("what cannot be published is refused at its places and left nowhere", async () => {
  const { token } = await signedIn({ scopes: ["formulare.vorschlagen"] });
  const before = (await world.workshop.list(musterstadt.id)).length;
  const service = { ...exampleForm.service, slug: "kaputt" };
  const wrong = await call("POST", "/forms", { token, body: { service, form: { ...exampleForm.form, steps: [{ id: "x", title: { de: "X" }, nodes: [{ kind: "field", id: "y", type: "zauberei", label: { de: "Y" } }] }] } } });
  assert.equal(wrong.body["code"], "form-invalid");
  assert.match(String((wrong.body["errors"] as readonly Item[])[0]?.["pointer"]), /^\/steps/);
  const red = await call("POST", "/forms", { token, body: { service, form: exampleForm.form, tests: [{ name: "rot", day: "2026-03-02", answers: {}, expect: { errors: [], visible: [], fee: null, data: {} } }] } });
  assert.equal(red.body["code"], "form-invalid", JSON.stringify(red.body));
  assert.equal((await world.workshop.list(musterstadt.id)).length, before);
  const limited = await signedIn({ scopes: ["formulare.vorschlagen"], services: ["hund-anmelden"] });
  assert.equal((await call("POST", "/forms", { token: limited.token, body: { service, form: exampleForm.form } })).status, 404);
});

test("regions, catalogue and forms are public facts of the token's town", async () => {
  const { token } = await signedIn({ scopes: ["kennzahlen.lesen"] });
  const regions = itemsOf((await call("GET", "/regions?query=Mustrstadt", { token })).body);
  assert.deepEqual(regions.map(({ slug, match }) => [slug, match]), [["musterstadt", "near"]]);
  const page = await call("GET", "/catalogue/services?limit=1", { token });
  assert.deepEqual([itemsOf(page.body).length, page.body["more"]], [1, false]);
  assert.deepEqual(itemsOf((await call("GET", `/catalogue/services?cursor=${String(page.body["next"])}`, { token })).body), []);
  const service = (await call("GET", "/catalogue/services/99110009104000", { token, headers: { "accept-language": "de" } })).body;
  assert.deepEqual([service["responsibility"], (service["fees"] as readonly Item[])[0]?.["cents"], (service["sections"] as readonly Item[]).map(({ name }) => name)], [{ known: true, office: "steueramt", officeName: { de: "Steueramt" }, region: "musterstadt" }, 9600, ["description", "documents"]]);
  assert.equal((await call("GET", "/services/hund-anmelden/forms/9.9.9", { token })).status, 404);
  assert.equal((await call("GET", "/figures?from=2026-02-30&until=2026-03-01", { token })).status, 400);
  assert.equal((await call("GET", "/figures?from=2026-03-02&until=2026-03-01", { token })).status, 400);
});

test("figures are sums of the permitted services", async () => {
  const one = await world.submitted();
  for (const subscription of world.insight.subscriptions.filter(({ to }) => to === "application.submitted")) await subscription.handle({ type: "application.submitted", id: newId(), application: one.application, tenant: musterstadt.id, service: "hund-anmelden" }, { lastAttempt: false });
  await world.insight.jobs["insight:refresh"]();
  // Late in the evening by UTC it is the next day by German legal time.
  const day = legalDate(new Date());
  const [all, limited] = [await signedIn({ scopes: ["kennzahlen.lesen"] }), await signedIn({ scopes: ["kennzahlen.lesen"], services: ["maengelmelder"] })];
  const ask = async (token: string) => itemsOf((await call("GET", `/figures?from=${addDays(day, -7)}&until=${day}`, { token })).body);
  assert.ok((await ask(all.token)).some(({ service, submitted }) => service === "hund-anmelden" && Number(submitted) > 0));
  assert.deepEqual(await ask(limited.token), []);
});
