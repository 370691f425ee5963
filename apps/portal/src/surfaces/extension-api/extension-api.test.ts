import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { test } from "node:test";
import { newId } from "#platform/ids";
import { pdf, proofs, twoDogs } from "../../modules/extensions/testing/world.ts";
import { apiWorld } from "./testing/api-world.ts";

const world = await apiWorld();
const { call, signedIn, extensions, musterstadt } = world;
const operator = { kind: "system", what: "test" } as const;
const sven = { kind: "staff", id: "sven-super" } as const;
const list = (body: Readonly<Record<string, unknown>>): Record<string, unknown>[] => body["items"] as Record<string, unknown>[];
const idsOf = (body: Readonly<Record<string, unknown>>): unknown[] => list(body).map(({ id }) => id);
const grantBody = { kind: "grant", subject: "Ihr Hund ist angemeldet", paragraphs: ["Wir haben Ihren Hund angemeldet."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox" };

test("a program lists, fetches, acknowledges and answers an application up to the decision, and the citizen sees who looked", async () => {
  const { token, client } = await signedIn();
  const account = newId();
  const one = await world.submitted({ account });
  await world.told(one);
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  assert.ok(idsOf((await call("GET", "/applications?acknowledged=false&status=submitted", { token })).body).includes(one.application));

  const fetched = await call("GET", `/applications/${one.application}`, { token });
  assert.equal(fetched.body["reference"], one.reference);
  assert.equal(JSON.stringify(fetched.body["parts"]).includes("Lindenweg"), true);
  assert.equal((await call("GET", `/applications/${one.application}`, { token, headers: { "if-none-match": String(fetched.headers["etag"]) } })).status, 304);

  assert.equal((await call("POST", `/applications/${one.application}/acknowledgement`, { token, body: { externalReference: "HST-1" } })).status, 201);
  assert.equal((await call("POST", `/applications/${one.application}/acknowledgement`, { token, body: {} })).body["externalReference"], "HST-1");
  assert.equal(idsOf((await call("GET", "/applications?acknowledged=false&limit=100", { token })).body).includes(one.application), false);

  assert.equal((await call("POST", `/applications/${one.application}/status`, { token, body: { status: "in-progress", text: "Wir prüfen die Anmeldung." } })).status, 201);
  const asked = await call("POST", `/applications/${one.application}/messages`, { token, body: { kind: "documents", text: "Uns fehlt etwas.", documents: ["Impfpass"], dueOn: "2026-03-21" } });
  assert.equal(asked.body["dueOn"], "2026-03-23", "a Saturday moves to Monday");
  assert.deepEqual(world.delivered.filter((message) => message.account === account).map(({ kind }) => kind), ["status", "request"]);

  const decided = await call("POST", `/applications/${one.application}/decisions`, { token, body: grantBody });
  assert.equal(decided.status, 201, JSON.stringify(decided.body));
  assert.equal(decided.body["state"], "provided");
  assert.equal((await call("GET", `/applications/${one.application}`, { token })).body["status"], "decided");

  await world.told(one);
  const events = await call("GET", `/events?application=${one.application}`, { token });
  assert.deepEqual(list(events.body).map(({ type }) => type), ["application.submitted", "application.status-changed", "application.status-changed", "documents.requested", "application.status-changed", "decision.made"]);
  assert.doesNotMatch(JSON.stringify(events.body), /Erika|Lindenweg|Impfpass|prüfen/);

  const readers = await world.db.asAccount(account, (tx) => world.audit.readersOf(tx, one.application));
  assert.deepEqual(readers.map(({ actorKind, actor, action }) => `${actorKind} ${actor} ${action}`), Array.from({ length: 3 }, () => `extension ${client} application.read`));
});

test("an application that was taken up from paper names the day on which the paper arrived, beside the moment of entry; an online one names none", async () => {
  const { token } = await signedIn();
  const [paper, online] = [await world.submitted({ paperOf: "2026-02-20" }), await world.submitted({})];
  for (const one of [paper, online]) await world.told(one);
  const fetched = (await call("GET", `/applications/${paper.application}`, { token })).body;
  assert.deepEqual([fetched["channel"], fetched["receivedOn"], String(fetched["submittedAt"]).slice(0, 10)], ["paper", "2026-02-20", "2026-03-02"]);
  const listed = list((await call("GET", "/applications?limit=100", { token })).body);
  assert.deepEqual([paper, online].map(({ application }) => listed.find(({ id }) => id === application)?.["receivedOn"]), ["2026-02-20", undefined]);
  assert.equal("receivedOn" in (await call("GET", `/applications/${online.application}`, { token })).body, false);
});

test("attachments come as they were sent, with their checksum, and later look-ups are recorded too", async () => {
  const { token } = await signedIn();
  const account = newId();
  const one = await world.submitted({ account, answers: twoDogs, uploads: proofs });
  const attachments = (await call("GET", `/applications/${one.application}`, { token })).body["attachments"] as { id: string; sha256: string; size: number }[];
  assert.equal(attachments.length, 2);
  for (const { id, sha256, size } of attachments) {
    const file = await call("GET", `/applications/${one.application}/attachments/${id}`, { token });
    assert.equal(createHash("sha256").update(file.raw).digest("hex"), sha256);
    assert.equal(file.raw.length, size);
    assert.equal(file.headers["repr-digest"], `sha-256=:${Buffer.from(sha256, "hex").toString("base64")}:`);
    assert.match(String(file.headers["content-disposition"]), /^attachment/);
  }
  assert.equal((await call("GET", `/applications/${one.application}/attachments/${newId()}`, { token })).status, 404);
  assert.equal((await call("GET", `/applications/${one.application}/summary.pdf`, { token })).status, 404, "not rendered yet");
  await world.applications.subscriptions.find(({ name }) => name === "applications.render")?.handle({ type: "application.submitted", id: newId(), application: one.application, tenant: one.tenant }, { lastAttempt: false });
  assert.match((await call("GET", `/applications/${one.application}/summary.pdf`, { token })).raw.toString(), /^%PDF-1\.7/);
  const readers = await world.db.asAccount(account, (tx) => world.audit.readersOf(tx, one.application));
  assert.equal(readers.filter(({ action }) => action === "file.read").length, 3);
});

test("a permission for one office shows that office's part and nothing else", async () => {
  const { token } = await signedIn({ offices: ["steueramt"] });
  const one = await world.submitted({ answers: twoDogs, uploads: proofs });
  await world.told(one);
  const { body } = await call("GET", `/applications/${one.application}`, { token });
  assert.deepEqual((body["parts"] as { part: string; office: string }[]).map(({ part, office }) => `${part} ${office}`), ["steuer steueramt"]);
  assert.doesNotMatch(JSON.stringify(body["parts"]), /276000000000001|Musterversicherung/);
  assert.deepEqual(body["attachments"], []);
  assert.equal((await call("GET", `/applications/${one.application}/summary.pdf`, { token })).status, 404);
  const decided = await call("POST", `/applications/${one.application}/decisions`, { token, body: { ...grantBody, way: "post", addressee: ["Erika Beispiel", "Lindenweg 7", "00101 Musterstadt"] } });
  assert.equal(decided.status, 201, JSON.stringify(decided.body));
  assert.equal((await call("GET", `/applications/${one.application}`, { token })).body["status"], "submitted", "the other office still works on it");
});

test("whoever may speak for several offices has to name one", async () => {
  const { token } = await signedIn();
  const one = await world.submitted({ answers: twoDogs, uploads: proofs });
  const refused = await call("POST", `/applications/${one.application}/messages`, { token, body: { kind: "information", text: "Guten Tag." } });
  assert.deepEqual([refused.status, refused.body["code"], refused.body["offices"]], [422, "office-needed", ["ordnungsamt", "steueramt"]]);
  assert.equal((await call("POST", `/applications/${one.application}/messages`, { token, body: { kind: "information", text: "Guten Tag.", office: "ordnungsamt" } })).status, 201);
});

test("a permission for one service hides the applications of all others", async () => {
  const { token } = await signedIn({ services: ["maengelmelder"] });
  const one = await world.submitted();
  await world.told(one);
  assert.equal((await call("GET", `/applications/${one.application}`, { token })).status, 404);
  assert.equal(idsOf((await call("GET", "/applications?limit=100", { token })).body).includes(one.application), false);
  assert.deepEqual(list((await call("GET", "/applications?service=hund-anmelden", { token })).body), []);
  assert.deepEqual(list((await call("GET", "/services", { token })).body).map(({ slug }) => slug), ["maengelmelder"]);
});

test("a revoked permission ends every token at once and no new one is issued", async () => {
  const { token, client, secret } = await signedIn();
  const one = await world.submitted();
  assert.equal((await call("GET", `/applications/${one.application}`, { token })).status, 200);
  assert.equal(await extensions.revokePermission({ tenant: musterstadt.id, client, actor: sven }), true);
  assert.equal((await call("GET", `/applications/${one.application}`, { token })).status, 401);
  assert.equal((await call("POST", `/applications/${one.application}/status`, { token, body: { status: "in-progress" } })).status, 401);
  assert.deepEqual(await extensions.issueToken({ client, proof: { kind: "secret", secret }, tenant: "musterstadt", scope: undefined }), { ok: false, error: "invalid_target" });
  assert.equal((await world.db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, one.application)))?.status, "submitted");
});

test("a permission that was narrowed, a program that was disabled and a secret that was ended count at once", async () => {
  const narrowed = await signedIn();
  await world.permit({ client: narrowed.client, tenant: musterstadt, scopes: ["vorgaenge.lesen"] });
  assert.equal((await call("GET", "/tenant", { token: narrowed.token })).status, 401, "the earlier permission and its tokens are gone");
  const disabled = await signedIn();
  await extensions.disableClient({ client: disabled.client, disabled: true, actor: operator });
  assert.equal((await call("GET", "/tenant", { token: disabled.token })).status, 401);
  const ended = await signedIn();
  const other = await extensions.addSecret({ client: ended.client, actor: operator });
  assert.ok(other.ok);
  const second = await world.token({ ...ended, secret: other.secret });
  await extensions.revokeSecret({ client: ended.client, secret: ended.secretId, actor: operator });
  assert.equal((await call("GET", "/tenant", { token: ended.token })).status, 401);
  assert.equal((await call("GET", "/tenant", { token: second })).status, 200, "the other secret goes on");
});

test("a token ends after fifteen minutes", async () => {
  const { token } = await signedIn();
  world.clock.advance(899_000);
  assert.equal((await call("GET", "/tenant", { token })).status, 200);
  world.clock.advance(2_000);
  assert.equal((await call("GET", "/tenant", { token })).status, 401);
});

test("the same write twice has one effect and the same answer; the same key with another body is refused", async () => {
  const { token } = await signedIn();
  const account = newId();
  const one = await world.submitted({ account });
  const key = randomUUID();
  const write = () => call("POST", `/applications/${one.application}/messages`, { token, key, body: { kind: "information", text: "Ihre Steuermarke liegt bereit." } });
  const answers = await Promise.all([write(), write(), write()]);
  assert.equal(new Set(answers.map(({ body }) => JSON.stringify(body))).size, 1);
  assert.equal(answers.filter(({ headers }) => headers["idempotency-replayed"] === "true").length, 2);
  assert.equal(world.delivered.filter((message) => message.account === account).length, 1);
  const other = await call("POST", `/applications/${one.application}/messages`, { token, key, body: { kind: "information", text: "Etwas anderes." } });
  assert.deepEqual([other.status, other.body["code"]], [409, "idempotency-key-reused"]);
  assert.equal((await call("POST", `/applications/${one.application}/messages`, { token, key: false, body: { kind: "information", text: "Ohne Schlüssel." } })).body["code"], "idempotency-key-missing");
  assert.equal(world.delivered.filter((message) => message.account === account).length, 1);
});

test("a key whose write was refused is free again, and a decision that is sent twice is made once", async () => {
  const { token } = await signedIn();
  const account = newId();
  const one = await world.submitted({ account });
  const key = randomUUID();
  const refused = await call("POST", `/applications/${one.application}/decisions`, { token, key, body: grantBody });
  assert.deepEqual([refused.status, refused.body["code"], refused.body["reasons"]], [409, "post-needed", ["no-consent"]]);
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  const [first, second] = [await call("POST", `/applications/${one.application}/decisions`, { token, key, body: grantBody }), await call("POST", `/applications/${one.application}/decisions`, { token, key, body: grantBody })];
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual(second.body, first.body);
  assert.equal(second.headers["idempotency-replayed"], "true");
  assert.equal((await world.db.inTenant(musterstadt.id, (tx) => world.answers.decisions(tx, one.application))).length, 1);
  assert.deepEqual((await call("POST", `/applications/${one.application}/decisions`, { token, body: { ...grantBody, kind: "refusal" } })).body["missing"], ["reasons", "remedy-kind", "remedy-where", "remedy-deadline"]);
});

test("a decision may bring its own PDF, which has to arrive as it was sent", async () => {
  const { token } = await signedIn();
  const account = newId();
  const one = await world.submitted({ account });
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  const send = (file: Buffer, sha256: string, key = randomUUID()) => {
    const boundary = "grenze";
    const field = (name: string, value: string): string => `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
    const payload = Buffer.concat([Buffer.from(`${field("request", JSON.stringify(grantBody))}${field("sha256", sha256)}--${boundary}\r\ncontent-disposition: form-data; name="pdf"; filename="bescheid.pdf"\r\ncontent-type: application/pdf\r\n\r\n`), file, Buffer.from(`\r\n--${boundary}--\r\n`)]);
    return call("POST", `/applications/${one.application}/decisions`, { token, key, payload, headers: { "content-type": `multipart/form-data; boundary=${boundary}` } });
  };
  const bescheid = pdf("Bescheid des Fachverfahrens");
  const hash = createHash("sha256").update(bescheid).digest("hex");
  assert.equal((await send(pdf("etwas anderes"), hash)).body["code"], "pdf-hash-wrong");
  const html = Buffer.from("<html>kein PDF</html>");
  assert.equal((await send(html, createHash("sha256").update(html).digest("hex"))).body["code"], "pdf-not-a-pdf");
  const key = randomUUID();
  const [first, second] = [await send(bescheid, hash, key), await send(bescheid, hash, key)];
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.deepEqual(second.body, first.body);
});

test("what is wrong is named, at the right status, and nothing is written", async () => {
  const { token } = await signedIn();
  const one = await world.submitted();
  const at = `/applications/${one.application}`;
  const unknown = await call("POST", `${at}/status`, { token, body: { status: "decided", more: 1 } });
  assert.deepEqual([unknown.status, unknown.body["code"], (unknown.body["errors"] as { pointer: string }[]).map(({ pointer }) => pointer)], [422, "body-invalid", ["/status", ""]]);
  assert.equal((await call("POST", `${at}/status`, { token, payload: "{", headers: { "content-type": "application/json" } })).body["code"], "json-invalid");
  assert.equal((await call("POST", `${at}/status`, { token, payload: "status=closed", headers: { "content-type": "application/x-www-form-urlencoded" } })).status, 415);
  assert.equal((await call("POST", `${at}/status`, { token, payload: "<x/>", headers: { "content-type": "application/xml" } })).status, 415);
  assert.equal((await call("POST", `${at}/messages`, { token, body: { kind: "information", text: "x".repeat(300_000) } })).status, 413);
  assert.equal((await call("GET", "/applications?limit=10000", { token })).body["code"], "query-invalid");
  assert.equal((await call("GET", "/applications?limit=5&limit=6", { token })).body["code"], "query-invalid");
  assert.equal((await call("GET", "/applications?colour=red", { token })).body["code"], "query-invalid");
  assert.equal((await call("GET", "/applications?cursor=AAAA", { token })).body["code"], "cursor-invalid");
  assert.equal((await call("GET", "/applications/..%2f..%2fetc", { token })).status, 404);
  assert.equal((await call("POST", `${at}/messages`, { token, body: { kind: "documents", text: "Bitte.", documents: [] } })).body["code"], "nothing-asked");
  assert.equal((await call("POST", `${at}/messages`, { token, body: { kind: "question", text: "Wann?", dueOn: "2026-02-30" } })).body["code"], "due-day-wrong");
  assert.equal((await call("POST", `${at}/status`, { token, body: { status: "closed" }, headers: { host: "musterstadt.portal.localhost:8080" } })).status, 421);
  assert.equal((await world.db.inTenant(musterstadt.id, (tx) => world.applications.view(tx, one.application)))?.events, 1);
});

test("the town of the token says what it permits", async () => {
  const { token, client } = await signedIn({ scopes: ["vorgaenge.lesen"], services: ["hund-anmelden"] });
  const { body } = await call("GET", "/tenant", { token });
  assert.deepEqual([body["slug"], body["portal"]], ["musterstadt", "http://musterstadt.portal.localhost:8080"]);
  assert.deepEqual({ ...(body["permission"] as object), tokenExpiresAt: "" }, { client, scopes: ["vorgaenge.lesen"], services: ["hund-anmelden"], tokenExpiresAt: "" });
  const [service] = list((await call("GET", "/services", { token })).body);
  const schema = await call("GET", String(service?.["schema"]).replace("/api/v1", ""), { token });
  assert.equal(schema.body["type"], "object");
  assert.equal((await call("GET", "/services/geburtsurkunde/schemas/1.0.0", { token })).status, 404);
});
