import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";
import { createPaymentClient, isPaidFor, type PaymentClientOptions } from "./payment-client.ts";
import { paymentRequestOf, requestIdOf } from "./payment-request.ts";

/** A provider written for one test: it gets the requests one by one, over real HTTP. */
async function provider(t: TestContext, answer: (request: IncomingMessage, response: ServerResponse, body: string, count: number) => void): Promise<string> {
  let count = 0;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => { body += chunk.toString(); });
    request.on("end", () => answer(request, response, body, count += 1));
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  t.after(() => { server.closeAllConnections(); server.close(); });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
}

const request = paymentRequestOf({
  requestId: requestIdOf("0b7a5a52-6d4f-4c8e-9a3a-6f7f9d1f0c11", 1), at: new Date(0), purpose: "Parken",
  redirectUrl: "http://127.0.0.1/zurueck", fees: [{ id: "parken", description: "Parken", singleNetCents: 3070 }],
});
const transaction = (information: object = {}, echo: object = {}) => ({
  paymentInformation: {
    transactionUrl: "https://pay.example/t/1", transactionRedirectUrl: "https://pay.example/p/1", transactionId: "t-1", status: "INITIAL", ...information,
  },
  paymentRequest: { ...request, ...echo },
});
const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { "content-type": status === 200 ? "application/json" : "application/problem+json" }).end(JSON.stringify(body));
};
const open = (baseUrl: string, options: Partial<PaymentClientOptions> = {}) =>
  createPaymentClient({ baseUrl, auth: { kind: "none" }, timeoutMs: 30_000, ...options });

test("a started payment is posted to originator and end point and its payment page is returned", async (t) => {
  const base = await provider(t, (incoming, response, body) => {
    assert.equal(`${incoming.method} ${incoming.url}`, "POST /api/paymenttransaction/leika-99/059990001001");
    assert.deepEqual(JSON.parse(body), request);
    json(response, 200, transaction());
  });
  const outcome = await open(base).start("leika-99", "059990001001", request);
  assert.equal(outcome.kind === "transaction" && outcome.transaction.paymentInformation.transactionRedirectUrl, "https://pay.example/p/1");
});

test("an answer that belongs to another request, amount or transaction is not believed", async (t) => {
  const answers = [transaction({}, { requestId: "other" }), transaction({}, { grosAmount: 1 }), transaction({ transactionRedirectUrl: undefined }),
    transaction({ transactionRedirectUrl: "javascript:alert(1)" }), transaction({ status: "PAID" }), "text", null];
  const base = await provider(t, (_incoming, response, _body, count) => json(response, 200, answers[count - 1]));
  const client = open(base);
  for (const answer of answers) {
    const outcome = await client.start("o", "e", request);
    assert.deepEqual([outcome.kind, outcome.kind === "unreachable" && outcome.reason], ["unreachable", "bad-answer"], JSON.stringify(answer));
  }
  const other = await provider(t, (_incoming, response) => json(response, 200, transaction({ transactionId: "t-2" })));
  assert.equal((await open(other).read("o", "e", "t-1")).kind, "unreachable");
});

test("an unknown payment method or an overlong status text does not hide that somebody has paid", async (t) => {
  const base = await provider(t, (_incoming, response) => json(response, 200, transaction(
    { status: "PAYED", paymentMethod: "WERO", statusDetail: "x".repeat(300), transactionRedirectUrl: undefined }, { description: "mit; Semikolon" })));
  const outcome = await open(base).read("o", "e", "t-1");
  assert.ok(outcome.kind === "transaction" && isPaidFor(outcome.transaction, request));
  assert.equal(outcome.transaction.paymentInformation.paymentMethod, "OTHER");
  assert.equal(isPaidFor(outcome.transaction, { ...request, grosAmount: 30.71 }), false);
});

test("refusals carry the functional code, whatever HTTP status the provider chose", async (t) => {
  const codes = [[409, "PAYMENT_EXISTS"], [400, "CALCULATION_ERROR"], [422, "BOOKING_DATA_MISSING"], [500, "VALIDATION_ERROR"], [403, "FORBIDDEN"], [404, "NO_VALID_ORIGINATOR_OR_ENDPOINT"]] as const;
  const base = await provider(t, (_incoming, response, _body, count) => {
    const [status, functionalCode] = codes[count - 1] ?? [500, "UNSPECIFIED"];
    json(response, status, { status, functionalCode, title: "Titel" });
  });
  const client = open(base);
  for (const [httpStatus, functionalCode] of codes) {
    assert.deepEqual(await client.start("o", "e", request), { kind: "refused", functionalCode, httpStatus, title: "Titel" });
  }
});

test("503, 500, a foreign page, a redirect, a cut connection and silence are told apart", async (t) => {
  const base = await provider(t, (incoming, response, _body, count) => {
    if (count === 1) json(response, 503, { functionalCode: "UNSPECIFIED" });
    if (count === 2) response.writeHead(500).end("<html>");
    if (count === 3) response.writeHead(404).end("<html>");
    if (count === 4) response.writeHead(302, { location: "http://127.0.0.1:1/" }).end();
    if (count === 5) incoming.socket.destroy();
    if (count === 6) response.writeHead(200).write("{");
    if (count === 7) response.writeHead(200).end(" ".repeat(1_100_000));
  });
  const [patient, impatient] = [open(base), open(base, { timeoutMs: 300 })];
  const seen: string[] = [];
  for (let count = 1; count <= 8; count += 1) {
    const outcome = await (count === 6 || count === 8 ? impatient : patient).status("o", "e");
    seen.push(outcome.kind === "unreachable" ? outcome.reason : count === 7 ? "200" : outcome.kind);
  }
  assert.deepEqual(seen, ["unavailable", "unavailable", "bad-answer", "bad-answer", "network", "timeout", "bad-answer", "timeout"]);
});

test("a port where nobody listens is a network failure with its code and without the URL", async () => {
  const outcome = await open("http://127.0.0.1:1/").status("o", "e");
  assert.equal(outcome.kind, "unreachable");
  assert.ok(!JSON.stringify(outcome).includes("127.0.0.1"));
});

test("Basic credentials are sent in UTF-8", async (t) => {
  const base = await provider(t, (incoming, response) => {
    assert.equal(incoming.headers.authorization, `Basic ${Buffer.from("stadt:schlüssel").toString("base64")}`);
    json(response, 200, {});
  });
  assert.deepEqual(await open(base, { auth: { kind: "basic", username: "stadt", password: "schlüssel" } }).status("o", "e"), { kind: "usable" });
});

test("an OAuth 2.0 token is fetched once for many calls, renewed before its end and after a 401", async (t) => {
  let now = 1_000_000;
  let tokens = 0;
  let revoked = "";
  const base = await provider(t, (incoming, response, body) => {
    if (incoming.url === "/api/token") {
      assert.equal(body, "grant_type=client_credentials&client_id=stadt&client_secret=geheim");
      json(response, 200, { access_token: `token-${tokens += 1}`, token_type: "Bearer", expires_in: 1800 });
    } else if (incoming.headers.authorization === revoked) response.writeHead(401).end();
    else json(response, 200, {});
  });
  const client = open(base, { auth: { kind: "oauth2", tokenUrl: `${base}token`, clientId: "stadt", clientSecret: "geheim" }, now: () => now });
  await Promise.all(Array.from({ length: 5 }, () => client.status("o", "e")));
  assert.equal(tokens, 1);
  now += 1_780_000;
  await client.status("o", "e");
  assert.equal(tokens, 2);
  revoked = "Bearer token-2";
  assert.deepEqual(await client.status("o", "e"), { kind: "usable" });
  assert.equal(tokens, 3);
});

test("two calls that are refused with one token ask for one other, also where the second hears of it when the first has it already", async (t) => {
  let tokens = 0;
  let late: (() => void) | undefined;
  const base = await provider(t, (incoming, response) => {
    if (incoming.url === "/api/token") json(response, 200, { access_token: `token-${tokens += 1}`, token_type: "Bearer", expires_in: 1800 });
    else if (incoming.headers.authorization !== "Bearer token-1") json(response, 200, {});
    else if (incoming.url === "/api/status/o/late") late = () => response.writeHead(401).end();
    else response.writeHead(401).end();
  });
  const client = open(base, { auth: { kind: "oauth2", tokenUrl: `${base}token`, clientId: "stadt", clientSecret: "geheim" } });
  const second = client.status("o", "late");
  while (!late) await new Promise((resolve) => { setTimeout(resolve, 5); });
  assert.deepEqual(await Promise.all([client.status("o", "a"), client.status("o", "b")]), [{ kind: "usable" }, { kind: "usable" }]);
  assert.equal(tokens, 2);
  late();
  assert.deepEqual([await second, tokens], [{ kind: "usable" }, 2]);
});

test("a token endpoint that says no is our own fault in access data, not the citizen's", async (t) => {
  const base = await provider(t, (_incoming, response) => json(response, 401, { error: "invalid_client" }));
  const client = open(base, { auth: { kind: "oauth2", tokenUrl: `${base}token`, clientId: "a", clientSecret: "b" } });
  const outcome = await client.start("o", "e", request);
  assert.equal(outcome.kind === "unreachable" && outcome.reason, "unauthorized");
});

test("a client certificate reaches the function that makes the connection", async () => {
  const client = createPaymentClient({
    baseUrl: "https://pay.example/", auth: { kind: "mtls", cert: "C", key: "K" },
    request: (_url, init) => {
      assert.deepEqual(init.tls, { cert: "C", key: "K" });
      return Promise.resolve(Response.json({}));
    },
  });
  assert.deepEqual(await client.status("o", "e"), { kind: "usable" });
  assert.throws(() => createPaymentClient({ baseUrl: "https://pay.example/", auth: { kind: "mtls" } }), RangeError);
});

test("parts of a path that are no identifiers never leave the process", async () => {
  const client = open("http://127.0.0.1:1/");
  await assert.rejects(client.read("o", "e", "../x"));
  await assert.rejects(client.status("o/..", "e"));
  await assert.rejects(client.start("o", "x".repeat(37), request));
  assert.throws(() => open("ftp://127.0.0.1/"), RangeError);
});
