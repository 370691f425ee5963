import assert from "node:assert/strict";
import { connect } from "node:net";
import { after, test } from "node:test";
import { sql } from "#platform/database";
import { proofs, twoDogs } from "../../modules/extensions/testing/world.ts";
import { apex, apiWorld } from "./testing/api-world.ts";

const world = await apiWorld({ trustedHosts: ["127.0.0.1:9"] });
const { call, signedIn } = world;
await world.app.listen({ port: 0, host: "127.0.0.1" });
const address = world.app.server.address();
const port = typeof address === "object" && address ? address.port : 0;
const host = new URL(apex).host;
const open: { destroy(): void }[] = [];
after(() => { for (const socket of open) socket.destroy(); });

/** Bytes as they are, and what comes back until the server closes or has said a whole head. */
function raw(text: string, given: { readonly leaveOpen?: boolean } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    open.push(socket);
    let heard = "";
    socket.once("error", reject);
    socket.on("data", (data: Buffer) => { heard += data.toString("latin1"); if (heard.includes("\r\n\r\n")) { socket.destroy(); resolve(heard); } });
    socket.once("close", () => { resolve(heard); });
    socket.write(text, () => { if (given.leaveOpen === true) resolve(""); });
  });
}
const statusOf = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1] ?? 0);
const program = await signedIn();
const head = (method: string, path: string, more: readonly string[] = []): string => [`${method} ${path} HTTP/1.1`, `host: ${host}`, `authorization: Bearer ${program.token}`, ...more, "", ""].join("\r\n");

test("bodies that never end keep nobody else waiting, and leave nothing behind", async () => {
  for (let i = 0; i < 60; i += 1) await raw(`${head("POST", "/api/v1/webhooks", ["content-type: application/json", "content-length: 1000", `idempotency-key: slow-${i}`])}{"url":`, { leaveOpen: true });
  for (let i = 0; i < 20; i += 1) await raw(`GET /api/v1/tenant HTTP/1.1\r\nhost: ${host}\r\nauthoriz`, { leaveOpen: true });
  const began = performance.now();
  assert.equal(statusOf(await raw(head("GET", "/api/v1/tenant"))), 200);
  assert.ok(performance.now() - began < 2_000);
  for (const socket of open.splice(0)) socket.destroy();
  assert.equal((await world.db.asOperator("test", (tx) => tx.rows(sql`select from extensions.idempotency where key like 'slow-%'`))).length, 0);
  // Whoever sends nothing for a minute or needs five for a request is cut off (platform/http/server.ts).
  assert.ok(world.app.server.timeout > 0 && world.app.server.timeout <= 60_000, String(world.app.server.timeout));
  assert.ok(world.app.server.requestTimeout > 0 && world.app.server.requestTimeout <= 300_000);
});

test("lists without end and pages of ten thousand are refused at their place", async () => {
  const one = await world.submitted();
  const many = Array.from({ length: 10_000 }, (_, i) => `Unterlage ${i}`);
  const refused = await call("POST", `/applications/${one.application}/messages`, { token: program.token, body: { kind: "documents", text: "Bitte senden Sie das.", documents: many } });
  assert.deepEqual([refused.status, (refused.body["errors"] as readonly { readonly pointer: string }[])[0]?.pointer], [422, "/documents"]);
  for (const path of ["/applications", "/events", "/catalogue/services"]) for (const limit of ["10000", "0", "-1", "1e3", "50&limit=50"]) assert.equal((await call("GET", `${path}?limit=${limit}`, { token: program.token })).body["code"], "query-invalid", `${path} ${limit}`);
  assert.equal((await call("GET", `/events?cursor=${"A".repeat(10_000)}`, { token: program.token })).status, 400);
  const large = JSON.stringify({ kind: "information", text: "x".repeat(300_000) });
  assert.equal((await call("POST", `/applications/${one.application}/messages`, { token: program.token, payload: large, headers: { "content-type": "application/json" } })).body["code"], "body-too-large");
});

test("nothing of a request becomes a header of its answer", async () => {
  for (const text of ["%0d%0aset-cookie:%20a=b", "x%0aset-cookie:a=b", "%E5%98%8A%E5%98%8Dset-cookie:a=b"]) {
    for (const path of [`/events?cursor=${text}`, `/applications/${text}`, `/services/${text}/schemas/1.0.0`]) {
      const answer = await raw(head("GET", `/api/v1${path}`));
      assert.ok([400, 404].includes(statusOf(answer)), answer);
      assert.doesNotMatch(answer, /^set-cookie/im);
    }
  }
  // Folded, bare line feeds, two lengths, length and chunks: refused before anybody reads them.
  for (const more of [["idempotency-key: a\r\n b"], ["x: a\nset-cookie: b"], ["content-length: 2", "content-length: 3"], ["content-length: 2", "transfer-encoding: chunked"], ["transfer-encoding: chunked, identity"]]) {
    assert.equal(statusOf(await raw(`${head("POST", "/api/v1/webhooks", ["content-type: application/json", ...more])}{}`)), 400, more.join());
  }
  const one = await world.submitted({ answers: twoDogs, uploads: proofs });
  for (const externalReference of ["a\r\nset-cookie: b", "a\u0000b", "<script>", "${7*7}"]) assert.equal((await call("POST", `/applications/${one.application}/acknowledgement`, { token: program.token, body: { externalReference } })).status, 422, externalReference);
  const [file] = (await call("GET", `/applications/${one.application}`, { token: program.token })).body["attachments"] as readonly { readonly id: string }[];
  assert.match(String((await call("GET", `/applications/${one.application}/attachments/${file?.id ?? ""}`, { token: program.token })).headers["content-disposition"]), /^attachment; filename\*=UTF-8''[\w.%-]+$/);
});

test("paths that climb, double or name another host lead to nothing", async () => {
  const climbing = ["/api/v1/../../../etc/passwd", "/api/v1/%2e%2e/%2e%2e/etc/passwd", "/api/v1/applications/..%2f..%2f..%2fetc%2fpasswd", "/api/v1/applications/%00", "/api/v1//tenant", "//api/v1/tenant", "/api/v1/tenant;x=1", "/api/v1\\tenant", "/API/V1/TENANT", "/api/v1/applications/01890a5d-ac96-774b-bcce-b302099a8057/../../tenant", "/api/v1/%", "/api/v1/%zz"];
  for (const path of climbing) {
    const answer = await raw(head("GET", path));
    assert.ok([400, 404].includes(statusOf(answer)), `${path}: ${answer.slice(0, 200)}`);
    assert.doesNotMatch(answer, /root:|apps\/portal|node_modules/);
  }
  assert.equal(statusOf(await raw(`GET /api/v1/tenant HTTP/1.1\r\nhost: andere.example\r\nauthorization: Bearer ${program.token}\r\n\r\n`)), 421);
  assert.equal(statusOf(await raw("GET /api/v1/tenant HTTP/1.1\r\n\r\n")), 400, "without a host");
  for (const method of ["PUT", "PATCH", "TRACE", "FOO"]) assert.ok([400, 404, 405].includes(statusOf(await raw(head(method, "/api/v1/webhooks")))), method);
  assert.equal(statusOf(await raw(head("GET", "/api/v1/webhooks", ["x-http-method-override: DELETE"]))), 200, "a method is what the request line says");
});

test("a webhook's address is refused however the inside is written", async () => {
  for (const url of ["http://fachverfahren.example/", "https://localhost/", "https://a.localhost/", "https://127.0.0.1/", "https://127.1/", "https://0x7f000001/", "https://2130706433/", "https://0/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[fe80::1%25eth0]/", "https://10.0.0.1/", "https://192.168.1.1/", "https://169.254.169.254/latest/", "https://100.64.0.1/", "https://nutzer:kennwort@fachverfahren.example/", "ftp://fachverfahren.example/", "https://fachverfahren/", "javascript:alert(1)", "https://127.0.0.1:9@fachverfahren.example/", "https://fachverfahren.example:99999/", " ", "https://１２７.0.0.1/"]) {
    const refused = await call("POST", "/webhooks", { token: program.token, body: { url } });
    assert.deepEqual([refused.status, refused.body["code"]], [422, "webhook-address"], url);
  }
});

test("half a character and the character 0 are refused where they stand, before anything stores them", async () => {
  for (const [text, pointer] of [["\\ud800", "/text"], ["\\u0000", "/text"], ["a\\udc00b", "/text"]] as const) {
    const answer = await call("POST", `/applications/${"0".repeat(8)}-0000-0000-0000-${"0".repeat(12)}/messages`, { token: program.token, payload: `{"kind":"information","text":"${text}"}`, headers: { "content-type": "application/json" } });
    assert.deepEqual([answer.status, answer.body["code"], (answer.body["errors"] as { pointer: string }[])[0]?.pointer], [422, "body-invalid", pointer], text);
  }
  const inName = await call("POST", "/webhooks", { token: program.token, payload: `{"url":"https://probe.example","types":["\\\\ud83d\\\\ude00",{"a\\ud800":1}]}`, headers: { "content-type": "application/json" } });
  assert.equal((inName.body["errors"] as { pointer: string }[])[0]?.pointer, "/types/1");
});
