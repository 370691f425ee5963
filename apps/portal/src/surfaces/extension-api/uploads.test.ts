import assert from "node:assert/strict";
import { createHash, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { test } from "node:test";
import { sql } from "#platform/database";
import { newId } from "#platform/ids";
import { pdf, proofs, twoDogs } from "../../modules/extensions/testing/world.ts";
import { apiWorld, type CallOptions } from "./testing/api-world.ts";

const world = await apiWorld({ settings: { uploads: { largestBytes: 200_000, files: 3, bytes: 10_000_000, hours: 24 } } });
const { call, signedIn, musterstadt } = world;

const digestOf = (bytes: Buffer): string => `sha-256=:${createHash("sha256").update(bytes).digest("base64")}:`;
function send(token: string, bytes: Buffer, given: { readonly name?: string; readonly key?: string; readonly headers?: CallOptions["headers"] } = {}) {
  return call("POST", "/uploads", { token, payload: bytes, ...(given.key === undefined ? {} : { key: given.key }), headers: { "content-type": "application/octet-stream", "repr-digest": digestOf(bytes), "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(given.name ?? "nachweis.pdf")}`, ...given.headers } });
}
async function uploaded(token: string, bytes: Buffer, name?: string): Promise<string> {
  const answer = await send(token, bytes, name === undefined ? {} : { name });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  return String(answer.body["id"]);
}
const storedFiles = async (): Promise<number> => (await world.db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*) as n from extensions.upload where state = 'here'`))).n;

test("an upload lies there once under its key, and another content under it is refused", async () => {
  const { token } = await signedIn({ scopes: ["dateien.senden"] });
  const [bytes, key] = [pdf("einmal"), randomUUID()];
  const [first, again, other] = [await send(token, bytes, { key }), await send(token, bytes, { key }), await send(token, pdf("anders"), { key })];
  assert.deepEqual([first.status, first.body["type"], first.body["size"], first.body["scan"], first.body["name"]], [201, "application/pdf", bytes.length, "clean", "nachweis.pdf"]);
  assert.deepEqual([again.body, again.headers["idempotency-replayed"]], [first.body, "true"]);
  assert.deepEqual([other.status, other.body["code"]], [409, "idempotency-key-reused"]);
  const both = await Promise.all([send(token, pdf("zugleich"), { key: "zugleich-1" }), send(token, pdf("zugleich"), { key: "zugleich-1" })]);
  assert.deepEqual([both[0].body, both[0].status], [both[1].body, 201]);
});

test("what is not what it claims, too large, cut or bad is refused and nothing of it is kept", async () => {
  const { token } = await signedIn({ scopes: ["dateien.senden"] });
  const before = await storedFiles();
  const codeOf = async (bytes: Buffer, given: Parameters<typeof send>[2] = {}) => { const { status, body } = await send(token, bytes, given); return [status, body["code"], body["because"]]; };
  assert.deepEqual(await codeOf(Buffer.from("<html>"), { name: "seite.html" }), [422, "upload-refused", "unrecognised-type"]);
  assert.deepEqual(await codeOf(pdf("x"), { name: "bild.png" }), [422, "upload-refused", "name-does-not-fit"]);
  assert.deepEqual(await codeOf(pdf("MALWARE")), [422, "upload-refused", "malware"]);
  assert.deepEqual(await codeOf(Buffer.alloc(0)), [422, "upload-refused", "empty"]);
  assert.deepEqual(await codeOf(pdf("x"), { headers: { "repr-digest": digestOf(pdf("y")) } }), [422, "upload-hash-wrong", undefined]);
  assert.deepEqual((await codeOf(pdf("x".repeat(300_000)))).slice(0, 2), [413, "upload-too-large"]);
  assert.deepEqual((await codeOf(pdf("x"), { headers: { "repr-digest": "" } })).slice(0, 2), [400, "file-headers"]);
  assert.deepEqual((await codeOf(pdf("x"), { headers: { "content-disposition": "attachment; filename*=UTF-8''%FF" } })).slice(0, 2), [400, "file-headers"]);
  assert.deepEqual((await codeOf(pdf("x"), { headers: { "content-type": "application/pdf" } })).slice(0, 2), [415, "media-type-unsupported"]);
  assert.equal(await storedFiles(), before);
});

test("a path in the name is cut off, and a body without length is cut at the limit", async () => {
  const { token } = await signedIn({ scopes: ["dateien.senden"] });
  assert.equal((await send(token, pdf("x"), { headers: { "content-disposition": "attachment; filename=\"..\\..\\etc/nachweis.pdf\"" } })).body["name"], "nachweis.pdf");
  const { port } = await listening();
  const chunk = Buffer.alloc(64_000, "x");
  const answer = await rawRequest(port, [
    ...headLines(token, pdf("x"), "Transfer-Encoding: chunked"), ...[pdf(""), ...Array.from({ length: 12 }, () => chunk)].map((part) => Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from("\r\n")])), Buffer.from("0\r\n\r\n"),
  ]);
  assert.match(answer, /^HTTP\/1\.1 413[^]*upload-too-large/);
});

test("a connection that ends in the middle leaves nothing, and the same key takes the whole afterwards", async () => {
  const { token } = await signedIn({ scopes: ["dateien.senden"] });
  const { port } = await listening();
  const bytes = pdf("x".repeat(100_000));
  const before = await storedFiles();
  await rawRequest(port, [...headLines(token, bytes, `Content-Length: ${bytes.length}`, "abgebrochen"), bytes.subarray(0, 50_000)], { cut: true });
  assert.equal(await storedFiles(), before);
  assert.equal((await send(token, bytes, { key: "abgebrochen" })).status, 201);
});

test("an upload goes into the field of an application and is used up by it", async () => {
  const account = newId();
  const program = await signedIn({ scopes: ["vorgaenge.stellen", "vorgaenge.lesen", "dateien.senden", "personen.uebernehmen"] });
  const handover = await world.handedOver({ client: program.client, account });
  const { token } = program;
  const ids = [await uploaded(token, pdf("Sachkunde"), "sachkunde.pdf"), await uploaded(token, pdf("Versicherung"), "versicherung.pdf")];
  const body = { service: "hund-anmelden", confirmed: true, handover, answers: twoDogs, attachments: proofs.map(({ path }, i) => ({ upload: ids[i], path })) };
  const wrong = await call("POST", "/applications", { token, body: { ...body, attachments: [{ upload: ids[0], path: "hunde.0.name" }] } });
  assert.deepEqual([wrong.body["code"], (wrong.body["errors"] as { pointer: string; code: string }[])[0]], ["answers-invalid", { pointer: "/attachments/0", code: "not-an-upload-field", message: "the form has no upload field at this path" }]);
  const key = randomUUID();
  const sent = await call("POST", "/applications", { token, body, key });
  assert.equal(sent.status, 201, JSON.stringify(sent.body));
  assert.deepEqual((await call("POST", "/applications", { token, body, key })).body, sent.body, "the uploads are used, and the repetition is still answered");
  const fetched = await call("GET", `/applications/${String(sent.body["id"])}`, { token });
  const attachments = fetched.body["attachments"] as { id: string; name: string }[];
  assert.deepEqual(attachments.map(({ name }) => name).sort(), ["sachkunde.pdf", "versicherung.pdf"]);
  const down = await call("GET", `/applications/${String(sent.body["id"])}/attachments/${attachments.find(({ name }) => name === "sachkunde.pdf")!.id}`, { token });
  assert.deepEqual(down.raw, pdf("Sachkunde"));
  assert.deepEqual([(await call("POST", "/applications", { token, body })).body["code"]], ["upload-unknown"]);
});

test("files of a message reach the mailbox, and a decision takes an upload as its letter", async () => {
  const account = newId();
  const one = await world.submitted({ account });
  await world.answers.setConsent({ application: one.application, account, agreed: true });
  const { token } = await signedIn();
  const at = `/applications/${one.application}`;
  const form = await uploaded(token, pdf("Vordruck"), "vordruck.pdf");
  const body = { kind: "documents", text: "Bitte unterschreiben Sie den Vordruck.", documents: ["Vordruck"], attachments: [form] };
  assert.equal((await call("POST", `${at}/messages`, { token, body })).status, 201);
  assert.deepEqual(world.delivered.find((message) => message.account === account)?.files.map(({ name }) => name), ["vordruck.pdf"]);
  const [message] = (await call("GET", `${at}/messages`, { token })).body["items"] as { attachments: { id: string; kind: string }[] }[];
  assert.equal(message?.attachments[0]?.kind, "sent");
  assert.deepEqual((await call("GET", `${at}/attachments/${message!.attachments[0]!.id}`, { token })).raw, pdf("Vordruck"));
  assert.deepEqual((await call("GET", at, { token })).body["attachments"], [], "what the office sent is no part of what was declared");
  assert.equal((await call("POST", `${at}/messages`, { token, body })).body["code"], "upload-unknown");
  const letter = await uploaded(token, pdf("Bescheid"), "bescheid.pdf");
  const decided = await call("POST", `${at}/decisions`, { token, body: { kind: "information", subject: "Ihr Hund", paragraphs: ["Siehe Brief."], signatory: { name: "Sabine Steuer", role: "Steueramt" }, way: "mailbox", letter } });
  assert.equal(decided.status, 201, JSON.stringify(decided.body));
  assert.deepEqual((await call("GET", `${at}/decisions/${String(decided.body["id"])}/letter.pdf`, { token })).raw, pdf("Bescheid"));
});

test("another program’s upload, and one for somebody without mailbox, goes nowhere", async () => {
  const [mine, other, bare] = [await signedIn(), await signedIn(), await signedIn({ scopes: ["nachrichten.senden"] })];
  const [withAccount, without] = [await world.submitted({ account: newId() }), await world.submitted()];
  const upload = await uploaded(mine.token, pdf("fremd"));
  const body = { kind: "information", text: "Guten Tag.", attachments: [upload] };
  assert.equal((await call("POST", `/applications/${withAccount.application}/messages`, { token: other.token, body })).body["code"], "upload-unknown");
  assert.equal((await call("POST", `/applications/${withAccount.application}/messages`, { token: bare.token, body })).body["code"], "scope-missing");
  assert.deepEqual([(await call("POST", `/applications/${without.application}/messages`, { token: mine.token, body })).body["code"], await storedFiles() > 0], ["mailbox-needed", true]);
  assert.equal((await call("POST", `/applications/${withAccount.application}/messages`, { token: mine.token, body })).status, 201, "a refusal uses nothing up");
});

test("so many files lie there at most, and what is not used goes after a day with its bytes", async () => {
  const { token, client } = await signedIn({ scopes: ["dateien.senden"] });
  for (let i = 0; i < 3; i += 1) await uploaded(token, pdf(`Nr. ${i}`));
  assert.deepEqual([(await send(token, pdf("Nr. 4"))).body["code"]], ["too-many-uploads"]);
  const keys = await world.db.inTenant(musterstadt.id, (tx) => tx.rows<{ store_key: string }>(sql`select store_key from extensions.upload where client_id = ${client}`));
  world.clock.advance(86_500_000);
  await world.extensions.jobs["extensions.sweep-uploads"]();
  assert.deepEqual(await Promise.all(keys.map(({ store_key }) => world.files.exists(store_key))), [false, false, false]);
  assert.equal(await storedFiles(), 0);
});

let address: { readonly port: number } | undefined;
async function listening(): Promise<{ readonly port: number }> {
  if (!address) {
    await world.app.listen({ port: 0, host: "127.0.0.1" });
    const bound = world.app.server.address();
    if (typeof bound !== "object" || bound === null) throw new Error("no port");
    address = { port: bound.port };
  }
  return address;
}

function headLines(token: string, bytes: Buffer, length: string, key: string = randomUUID()): Buffer[] {
  return [Buffer.from(["POST /api/v1/uploads HTTP/1.1", "Host: portal.localhost:8080", `Authorization: Bearer ${token}`, `Idempotency-Key: ${key}`, "Content-Type: application/octet-stream", `Repr-Digest: ${digestOf(bytes)}`, "Content-Disposition: attachment; filename=x.pdf", length, "Connection: close", "", ""].join("\r\n"))];
}

/** Over a bare socket; `cut` ends it before the answer. */
function rawRequest(port: number, parts: readonly Buffer[], given: { readonly cut?: boolean } = {}): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.on("data", (data) => { answer += data.toString(); });
    socket.on("error", () => {});
    socket.on("close", () => { resolve(answer); });
    socket.on("connect", () => {
      for (const part of parts.slice(0, -1)) socket.write(part);
      socket.write(parts.at(-1)!, () => { if (given.cut === true) socket.destroy(); });
    });
  });
}
