import assert from "node:assert/strict";
import { test } from "node:test";
import { createPaymentClient, isPaidFor, paymentRequestOf, paymentTransactionSchema, requestIdOf, type PaymentClient, type PaymentRequest } from "@kommunalportal/xbezahldienste";
import { checkPage } from "../testing/check-page.ts";
import { localRequest } from "../testing/local-request.ts";
import { temporaryFolder, testSandbox, type TestSandbox } from "../testing/test-sandbox.ts";

const TOWN = "059990001001";
const RETURN = "http://musterstadt.portal.localhost:8080/zahlung/rueckkehr?vorgang=1";

function request(attempt = 1, change: Partial<PaymentRequest> = {}): PaymentRequest {
  return { ...paymentRequestOf({
    requestId: requestIdOf("0b7a5a52-6d4f-4c8e-9a3a-6f7f9d1f0c11", attempt), at: new Date("2026-03-02T09:15:00Z"),
    purpose: "MUS-2026-00042 Bewohnerparkausweis", redirectUrl: RETURN,
    fees: [{ id: "ausweis", description: "Bewohnerparkausweis für Erika Beispiel", singleNetCents: 3070 }],
  }), ...change };
}

function client(sandbox: TestSandbox, timeoutMs = 5000): PaymentClient {
  const { clientId, clientSecret } = sandbox.credentials.payment;
  return createPaymentClient({
    baseUrl: `http://payment.sandbox.localhost:${sandbox.port}`, request: localRequest, timeoutMs,
    auth: { kind: "basic", username: clientId, password: clientSecret },
  });
}

function basic(sandbox: TestSandbox): Record<string, string> {
  const { clientId, clientSecret } = sandbox.credentials.payment;
  return { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` };
}

async function started(sandbox: TestSandbox, attempt = 1): Promise<{ id: string; page: string }> {
  const outcome = await client(sandbox).start("parken", TOWN, request(attempt));
  assert.ok(outcome.kind === "transaction", JSON.stringify(outcome));
  const { transactionId, transactionRedirectUrl = "" } = outcome.transaction.paymentInformation;
  return { id: transactionId, page: new URL(transactionRedirectUrl).pathname };
}

test("a payment is started, paid on the page and found paid, and the way back carries no result", async (t) => {
  const sandbox = await testSandbox(t);
  const { id, page } = await started(sandbox);
  const before = await client(sandbox).read("parken", TOWN, id);
  assert.equal(before.kind === "transaction" && before.transaction.paymentInformation.status, "INITIAL");

  const shown = await sandbox.call("payment", page);
  assert.match(shown.headers.get("content-security-policy") ?? "", /form-action 'self' http:\/\/musterstadt\.portal\.localhost:8080;/);
  const text = await checkPage(shown);
  for (const part of ["30,70", "MUS-2026-00042 Bewohnerpark", "Bezahlen", "Abbrechen", "Fehlschlag", "keine Rückkehr", "zweimal zurückkehren"]) assert.ok(text.includes(part), part);

  const back = await sandbox.submit("payment", `${page}/entscheidung`, { wahl: "bezahlen" });
  assert.deepEqual([back.status, back.headers.get("location")], [303, RETURN]);
  const after = await client(sandbox).read("parken", TOWN, id);
  assert.ok(after.kind === "transaction" && isPaidFor(after.transaction, request()));
  assert.equal(after.transaction.paymentInformation.paymentMethod, "OTHER");
  assert.equal(after.transaction.paymentInformation.transactionRedirectUrl, undefined);
});

test("every answer keeps to the documented schema to the letter", async (t) => {
  const sandbox = await testSandbox(t);
  for (const [attempt, wahl] of [[1, undefined], [2, "bezahlen"], [3, "abbrechen"], [4, "fehlschlag"]] as const) {
    const { id, page } = await started(sandbox, attempt);
    if (wahl) await sandbox.submit("payment", `${page}/entscheidung`, { wahl });
    const answer = await sandbox.call("payment", `/paymenttransaction/parken/${TOWN}/${id}`, { headers: basic(sandbox) });
    assert.ok(paymentTransactionSchema.safeParse(await answer.json()).success);
    assert.ok(id.length <= 36);
  }
});

test("abort and failure end a payment, and a decided payment cannot be decided again", async (t) => {
  const sandbox = await testSandbox(t);
  for (const [attempt, wahl, status] of [[1, "abbrechen", "CANCELED"], [2, "fehlschlag", "FAILED"]] as const) {
    const { id, page } = await started(sandbox, attempt);
    assert.equal((await sandbox.submit("payment", `${page}/entscheidung`, { wahl })).status, 303);
    await checkPage(await sandbox.submit("payment", `${page}/entscheidung`, { wahl: "bezahlen" }), 409);
    const outcome = await client(sandbox).read("parken", TOWN, id);
    assert.equal(outcome.kind === "transaction" && outcome.transaction.paymentInformation.status, status);
    assert.equal(outcome.kind === "transaction" && outcome.transaction.paymentInformation.paymentMethod, undefined);
    assert.match(await checkPage(await sandbox.call("payment", page)), /abgeschlossen/);
  }
});

test("paying without returning stays on the provider's page and is found by asking, also after a restart on another port", async (t) => {
  const dataFolder = await temporaryFolder(t);
  const first = await testSandbox(t, { dataFolder });
  const { id, page } = await started(first);
  const open = await started(first, 2);
  const answer = await first.submit("payment", `${page}/entscheidung`, { wahl: "bezahlen-ohne-rueckkehr" });
  assert.deepEqual([answer.status, answer.headers.get("location")], [303, `${page}/fertig`]);
  await checkPage(await first.call("payment", `${page}/fertig`));
  await first.close();

  const second = await testSandbox(t, { dataFolder });
  const outcome = await client(second).read("parken", TOWN, id);
  assert.ok(outcome.kind === "transaction" && isPaidFor(outcome.transaction, request()));
  assert.equal((await second.submit("payment", `${open.page}/entscheidung`, { wahl: "bezahlen" })).status, 303);
  const again = await client(second).start("parken", TOWN, request());
  assert.equal(again.kind === "refused" && again.functionalCode, "PAYMENT_EXISTS");
});

test("paying and returning twice offers the same way back two times", async (t) => {
  const sandbox = await testSandbox(t);
  const { page } = await started(sandbox);
  const answer = await sandbox.submit("payment", `${page}/entscheidung`, { wahl: "bezahlen-zweimal-zurueck" });
  assert.equal(answer.headers.get("location"), `${page}/zweimal`);
  const shown = await sandbox.call("payment", `${page}/zweimal`);
  const source = await shown.clone().text();
  assert.equal(source.split(`href="${RETURN}"`).length, 3);
  await checkPage(shown);
});

test("of many requests with one requestId at the same moment exactly one makes a payment", async (t) => {
  const sandbox = await testSandbox(t);
  const outcomes = await Promise.all(Array.from({ length: 8 }, () => client(sandbox).start("parken", TOWN, request())));
  assert.equal(outcomes.filter(({ kind }) => kind === "transaction").length, 1);
  assert.equal(outcomes.filter((outcome) => outcome.kind === "refused" && outcome.functionalCode === "PAYMENT_EXISTS").length, 7);
});

test("of many decisions at the same moment exactly one counts", async (t) => {
  const sandbox = await testSandbox(t);
  const { page } = await started(sandbox);
  const answers = await Promise.all(["bezahlen", "abbrechen", "fehlschlag", "bezahlen"].map((wahl) => sandbox.submit("payment", `${page}/entscheidung`, { wahl })));
  const refused = answers.filter(({ status }) => status === 409);
  assert.deepEqual([answers.filter(({ status }) => status === 303).length, refused.length], [1, 3]);
  for (const answer of refused) assert.doesNotMatch(await checkPage(answer, 409), /Stand: offen/);
});

test("an answer that was lost leaves the requestId taken, and the next attempt's id is free", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("payment", "/_control", { dropAnswerAfterCreate: true });
  const lost = await client(sandbox).start("parken", TOWN, request());
  assert.equal(lost.kind === "unreachable" && lost.reason, "network");
  await sandbox.call("payment", "/_control", { method: "DELETE" });
  const again = await client(sandbox).start("parken", TOWN, request());
  assert.equal(again.kind === "refused" && again.functionalCode, "PAYMENT_EXISTS");
  assert.equal((await client(sandbox).start("parken", TOWN, request(2))).kind, "transaction");
});

test("wrong requests get the documented functional code as problem+json", async (t) => {
  const sandbox = await testSandbox(t);
  const post = (body: unknown, endPoint = TOWN, originator = "parken"): Promise<Response> =>
    sandbox.send("payment", `/paymenttransaction/${originator}/${endPoint}`, body, basic(sandbox));
  const cases: readonly (readonly [Promise<Response>, number, string])[] = [
    [post(request(1, { grosAmount: 30.71 })), 400, "CALCULATION_ERROR"],
    [post(request(1, { purpose: "Gebühr" })), 400, "VALIDATION_ERROR"],
    [post(request(1, { items: [] })), 400, "VALIDATION_ERROR"],
    [post("{"), 400, "VALIDATION_ERROR"],
    [post("x".repeat(300_000)), 413, "VALIDATION_ERROR"],
    [post(request(), "054540000000"), 404, "NO_VALID_ORIGINATOR_OR_ENDPOINT"],
    [post(request(), TOWN, "a%20b"), 404, "NO_VALID_ORIGINATOR_OR_ENDPOINT"],
    [post(request(), "kreis-musterland"), 400, "BOOKING_DATA_MISSING"],
    [sandbox.call("payment", `/status/parken/unbekannt`, { headers: basic(sandbox) }), 403, "NO_VALID_ORIGINATOR_OR_ENDPOINT"],
    [sandbox.call("payment", `/paymenttransaction/parken/${TOWN}/unbekannt`, { headers: basic(sandbox) }), 404, "UNSPECIFIED"],
    [sandbox.send("payment", `/paymenttransaction/parken/${TOWN}`, request()), 401, "FORBIDDEN"],
    [sandbox.call("payment", `/status/parken/${TOWN}`, { headers: { authorization: "Basic eDp5" } }), 401, "FORBIDDEN"],
  ];
  for (const [answer, status, functionalCode] of cases) {
    const response = await answer;
    const body: unknown = await response.json();
    assert.match(response.headers.get("content-type") ?? "", /^application\/problem\+json/);
    assert.ok(typeof body === "object" && body !== null && "functionalCode" in body && "status" in body);
    assert.deepEqual([response.status, body.status, body.functionalCode], [status, status, functionalCode]);
  }
});

test("a transaction is shown only to the originator and end point it belongs to", async (t) => {
  const sandbox = await testSandbox(t);
  const { id } = await started(sandbox);
  for (const [originator, endPoint] of [["andere", TOWN], ["parken", "059990002002"]] as const) {
    assert.equal((await client(sandbox).read(originator, endPoint, id)).kind, "refused");
  }
});

test("a provider that is down answers 503 to the interface and a page that says so to the payer", async (t) => {
  const sandbox = await testSandbox(t);
  const { page } = await started(sandbox);
  assert.deepEqual(await client(sandbox).status("parken", TOWN), { kind: "usable" });
  await sandbox.send("payment", "/_control", { down: true });
  const outcome = await client(sandbox).status("parken", TOWN);
  assert.equal(outcome.kind === "unreachable" && outcome.reason, "unavailable");
  assert.match(await checkPage(await sandbox.call("payment", page), 503), /nichts abgebucht/);
});

test("a slow provider runs into the client's time limit", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("payment", "/_control", { delayMs: 5000 });
  const outcome = await client(sandbox, 150).status("parken", TOWN);
  assert.equal(outcome.kind === "unreachable" && outcome.reason, "timeout");
});

test("the OAuth 2.0 way in works and its tokens end after half an hour", async (t) => {
  let now = new Date("2026-03-02T09:00:00Z");
  const sandbox = await testSandbox(t, { clock: () => now });
  const { clientId, clientSecret } = sandbox.credentials.payment;
  const origin = `http://payment.sandbox.localhost:${sandbox.port}`;
  const tokens: string[] = [];
  const open = (secret: string): PaymentClient => createPaymentClient({
    baseUrl: origin, timeoutMs: 5000, now: () => now.getTime(),
    auth: { kind: "oauth2", tokenUrl: `${origin}/oauth/token`, clientId, clientSecret: secret },
    request: (url, init) => {
      tokens.push(init.headers["authorization"] ?? "");
      return localRequest(url, init);
    },
  });
  const payments = open(clientSecret);
  assert.equal((await payments.start("parken", TOWN, request())).kind, "transaction");
  const stale = tokens.at(-1) ?? "";
  now = new Date("2026-03-02T09:31:00Z");
  assert.equal((await sandbox.call("payment", `/status/parken/${TOWN}`, { headers: { authorization: stale } })).status, 401);
  assert.deepEqual(await payments.status("parken", TOWN), { kind: "usable" });
  const wrong = await open("falsch").status("parken", TOWN);
  assert.equal(wrong.kind === "unreachable" && wrong.reason, "unauthorized");
});

test("a made-up payment page, an unknown choice and an unknown control are refused in words", async (t) => {
  const sandbox = await testSandbox(t);
  const { page } = await started(sandbox);
  await checkPage(await sandbox.call("payment", "/zahlung/unbekannt"), 404);
  assert.match(await checkPage(await sandbox.submit("payment", `${page}/entscheidung`, { wahl: "schenken" }), 422), /wählen/);
  await checkPage(await sandbox.call("payment", `${page}/fertig`), 404);
  assert.equal((await sandbox.send("payment", "/_control", { dwon: true })).status, 422);
  assert.equal((await sandbox.submit("payment", "/_control", { down: "true" })).status, 415);
  await checkPage(await sandbox.call("payment", "/"));
});

test("a test can decide a payment without a browser, once", async (t) => {
  const sandbox = await testSandbox(t);
  const { id } = await started(sandbox);
  const decide = (): Promise<Response> => sandbox.send("payment", "/_control/decisions", { transactionId: id, decision: "PAYED" });
  assert.deepEqual([(await decide()).status, (await decide()).status], [200, 409]);
});
