import assert from "node:assert/strict";
import { test } from "node:test";
import { XtaSoapFault } from "../exceptions.ts";
import { inMemory } from "../in-memory.ts";
import { portal, metaDataOf, container } from "../testing/examples.ts";
import { loopback, pieces } from "../testing/loopback.ts";
import { fullService } from "../testing/service.ts";
import type { XtaTransport } from "../xta-transport.ts";
import { createXtaClient } from "./xta-client.ts";
import { XtaUnreachable } from "./xta-unreachable.ts";

const url = "https://xta.example/";
const withTransport = (transport: XtaTransport, timeoutMs = 30_000) => createXtaClient({ endpoints: { management: url, send: url, msgBox: url }, author: portal, transport, timeoutMs });
const because = (reason: string, status?: number) => (error: unknown): boolean => error instanceof XtaUnreachable && error.reason === reason && error.status === status;
const answering = (status: number, contentType: string, body: string): XtaTransport => async () => ({ status, contentType, body: pieces(Buffer.from(body)), close: () => {} });

test("a network error, a time limit, an error page, a redirect and garbage are told apart", async () => {
  const reset: XtaTransport = async () => { throw Object.assign(new Error("reset"), { code: "ECONNRESET" }); };
  const never: XtaTransport = ({ signal }) => new Promise((_resolve, reject) => {
    const alive = setInterval(() => {}, 1000);
    signal.addEventListener("abort", () => { clearInterval(alive); reject(signal.reason as Error); });
  });
  await assert.rejects(withTransport(reset).createMessageId(), because("network"));
  await assert.rejects(withTransport(never, 30).createMessageId(), because("timeout"));
  await assert.rejects(withTransport(answering(503, "text/html", "<h1>503</h1>")).createMessageId(), because("http", 503));
  await assert.rejects(withTransport(answering(302, "text/html", "")).createMessageId(), because("http", 302));
  await assert.rejects(withTransport(answering(500, "text/html", "<h1>500</h1>")).createMessageId(), because("http", 500));
  await assert.rejects(withTransport(answering(200, "text/html", "<h1>Anmeldung</h1>")).createMessageId(), because("bad-answer"));
  await assert.rejects(withTransport(answering(200, "application/soap+xml", "{}")).createMessageId(), because("bad-answer"));
});

test("an answer to another request or of another kind is not believed", async () => {
  const { transport } = loopback(fullService());
  const changed = (change: (answer: string) => string): XtaTransport => async (request) => {
    const { status, contentType, body } = await transport(request);
    let answer = "";
    for await (const chunk of body) answer += Buffer.from(chunk).toString("latin1");
    return { status, contentType, body: pieces(Buffer.from(change(answer), "latin1")), close: () => {} };
  };
  const client = (change: (answer: string) => string) => createXtaClient({
    endpoints: { management: "https://xta.example/management", send: url, msgBox: "https://xta.example/msgbox" }, author: portal, transport: changed(change) });
  assert.equal(await client((answer) => answer).createMessageId(), "urn:de:xta:messageid:x:1");
  await assert.rejects(client((answer) => answer.replace(/<wsa:RelatesTo>[^<]*/, "<wsa:RelatesTo>urn:uuid:0")).createMessageId(), because("bad-answer"));
  await assert.rejects(client((answer) => answer.replaceAll("CreateMessageID", "CheckAccountActive")).createMessageId(), because("bad-answer"));
  await assert.rejects(client((answer) => answer.slice(0, -30)).getMessage({}, inMemory(100)), because("bad-answer"));
});

test("a fault that is none of XTA's is an error of the protocol", async () => {
  const { client } = loopback(fullService(), { client: { endpoints: { management: "https://xta.example/send", send: "https://xta.example/send", msgBox: "https://xta.example/msgbox" } } });
  await assert.rejects(client.createMessageId(), (error) => error instanceof XtaSoapFault && error.subcodes.includes("ActionNotSupported"));
});

test("an error of the caller's own sink comes back as it is", async () => {
  const { client } = loopback(fullService());
  const mine = new Error("the disk is full");
  await assert.rejects(client.getMessage({}, async () => { throw mine; }), (error) => error === mine);
});

test("metadata that the schema would not allow never leaves the process", async () => {
  const { client, wire } = loopback(fullService());
  const bad = [
    metaDataOf("kein leerzeichen erlaubt"),
    metaDataOf("urn:x:1", { msgSize: 0 }),
    metaDataOf("urn:x:1", { deliveryAttributes: { notBefore: "morgen" } }),
    metaDataOf("urn:x:1", { deliveryAttributes: { obsoleteAfter: "2026-02-30" } }),
    metaDataOf("urn:x:1", { originators: { author: { identifier: { value: "a\u0000", type: "XTA_ID" } } } }),
    metaDataOf("urn:x:1", { destinations: { reader: portal, otherDestinations: { otherReaders: [] } } }),
  ];
  for (const metaData of bad) await assert.rejects(client.sendMessage({ metaData, container }), TypeError);
  assert.equal(wire.length, 0);
});
