import assert from "node:assert/strict";
import { test } from "node:test";
import { issueCertificate } from "@kommunalportal/bundid";
import { askSandbox } from "../../testing/ask-sandbox.ts";
import { operatorWorld } from "./test-operator.ts";

const world = await operatorWorld();
const { get, post, musterstadt, sandbox } = world;
const { authority, clients } = sandbox.xtaIdentities;
const server = `https://127.0.0.1:${sandbox.xtaPort}`;

test("an operator exchanges a certificate step by step; each page says what is next, and what is out of order is refused in words", async () => {
  const { destination } = await world.destinationBy(musterstadt.id, {
    name: "Ordnungsverfahren", channel: "xta", address: `${server}/send`, secrets: { certificate: clients.portal.certificate, key: clients.portal.privateKey, authorities: authority.certificate },
    settings: {
      managementUrl: `${server}/management`, msgBoxUrl: `${server}/msgbox`, author: { type: "XTA_ID", value: "kommunalportal" }, reader: { type: "XTA_ID", value: "ars:059990001001" },
      messageType: { listUri: "urn:de:musterland:nachrichten", listVersionId: "1.0", code: "antrag.0100", payloadSchema: "urn:de:musterland:antrag:1.0" }, answerSchema: "urn:de:musterland:xta:antwort:1.0", waitsForAnswer: true,
    },
  });
  const base = `/betrieb/ziele/${destination}`;
  const fresh = await issueCertificate(authority, { commonName: "Kommunalportal", usage: "client", from: new Date(Date.now() - 86_400_000), days: 800 });
  const { status: entered } = await askSandbox(sandbox.port, "xta", "/_control/dvdv", { client: "portal", certificate: fresh.certificate });
  assert.equal(entered, 204);
  const look = async (url: string) => { const { status, page, body } = await get(url); assert.deepEqual([status, page.problems], [200, []], url); assert.doesNotMatch(body, /PRIVATE KEY/); return page; };
  assert.equal((await look(base)).link("Zertifikat tauschen"), `${base}/zertifikat`);
  await look(`${base}/zertifikat`);
  const wrong = await post(`${base}/zertifikat`, { schritt: "zeigen" });
  assert.deepEqual([wrong.status, wrong.page.problems], [409, []]);
  assert.match(wrong.page.text, /Die Reihenfolge ist: DVDV, XTA-Server, Fachverfahren/);
  const empty = await post(`${base}/zertifikat`, { schritt: "vorbereiten", zertifikat: "nichts", privat: "" });
  assert.deepEqual([empty.status, empty.page.problems], [422, []]);
  assert.match(empty.page.text, /Geben Sie den privaten Schlüssel ein/);
  const nothing = await post(`${base}/zertifikat`, { schritt: "vorbereiten", zertifikat: "", privat: "" });
  assert.deepEqual([nothing.status, nothing.page.problems], [422, []]);
  assert.match(nothing.page.text, /Geben Sie das neue Zertifikat ein\. Geben Sie den privaten Schlüssel ein/, "both at once");
  const unreadable = await post(`${base}/zertifikat`, { schritt: "vorbereiten", zertifikat: "nichts", privat: "nichts" });
  assert.deepEqual([unreadable.status, unreadable.page.problems], [422, []]);
  for (const [fields, title] of [
    [{ schritt: "vorbereiten", zertifikat: fresh.certificate, privat: fresh.privateKey }, /Schritt 1: Eintrag im DVDV/], [{ schritt: "dvdv", vermerk: "eingetragen am 3. März" }, /Schritt 2: XTA-Server/],
    [{ schritt: "zeigen" }, /Schritt 3: Fachverfahren/], [{ schritt: "ende" }, /Neues Zertifikat hinterlegen/],
  ] as const) {
    const done = await post(`${base}/zertifikat`, fields);
    assert.equal(done.status, 303, JSON.stringify(Object.keys(fields)));
    assert.match((await look(done.location)).text, title);
  }
  assert.equal((await get(`${base}/zertifikat`, "sven")).status, 403);
  assert.equal((await post(`${base}/zertifikat`, { schritt: "ende" }, "sven")).status, 403);
});
