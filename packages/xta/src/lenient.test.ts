import assert from "node:assert/strict";
import { test } from "node:test";
import { createXtaClient, type XtaClientOptions } from "./client/xta-client.ts";
import { XtaUnreachable } from "./client/xta-unreachable.ts";
import { XtaException } from "./exceptions.ts";
import { inMemory } from "./in-memory.ts";
import type { Deviation } from "./reading.ts";
import { metaDataOf, portal } from "./testing/examples.ts";
import { pieces } from "./testing/loopback.ts";
import { samples, skipWithoutData } from "./testing/schema.ts";
import { addressing, ask, content, envelope, metaData, plain, SEND } from "./testing/wire-message.ts";

test("a message without business scenario and delivery attributes, as Munich's client sends it, is read in lenient mode only", async () => {
  const munich = plain(envelope(addressing(SEND) + metaData("", ""), content("QUJD")));
  assert.match((await ask(munich)).text, /9020/);
  const seen: Deviation[] = [];
  const { status, text } = await ask(munich, { lenient: true }, { sendMessage: async ({ deviations }, { metaData: read, receive }) => {
    seen.push(...deviations);
    assert.deepEqual(read.qualifier.businessScenario, { scenario: { kind: "undefined", value: "" } });
    await receive(inMemory(100));
  } });
  assert.equal(status, 200, text);
  assert.deepEqual(seen.toSorted(), ["missing-business-scenario", "missing-delivery-attributes"]);
});

test("a request without the action in its Content-Type is read in lenient mode only", async () => {
  const { bytes } = plain(envelope(addressing(SEND) + metaData(), content("QUJD")));
  const bare = { bytes, contentType: "application/soap+xml" };
  assert.match((await ask(bare)).text, /ActionMismatch/);
  assert.equal((await ask(bare, { lenient: true })).status, 200);
});

/** A client whose server answers with this document, addressed to the request if it says nothing of that itself. */
function clientOf(xml: string, status: number, lenient: boolean, onDeviation: NonNullable<XtaClientOptions["onDeviation"]> = () => {}) {
  const url = "https://xta.example/";
  return createXtaClient({
    endpoints: { management: url, send: url, msgBox: url }, author: portal, lenient, onDeviation,
    transport: async ({ body }) => {
      let request = "";
      for await (const chunk of body) request += Buffer.from(chunk).toString("latin1");
      const id = /<wsa:MessageID>(urn:uuid:[^<]+)</.exec(request)?.[1] ?? "";
      return { status, contentType: "application/soap+xml", body: pieces(Buffer.from(xml.replace(/(<wsa:RelatesTo>)[^<]*/, `$1${id}`))), close: () => {} };
    },
  });
}

test("the sample answers are read: strictly where they keep to WS-Addressing, leniently where they leave headers out", { skip: skipWithoutData }, async () => {
  const sample = (number: string): string => Buffer.from(samples().find(({ name }) => name.startsWith(number))?.xml ?? assert.fail(number)).toString();
  const sink = inMemory(1e6);
  assert.equal(await clientOf(sample("02"), 200, false).createMessageId(), "urn:de:xta:messageid:example:0f2c9c1e-5f1d-4b42-a3f3-1d2e3f405162");
  await clientOf(sample("04"), 200, false).sendMessage({ metaData: metaDataOf("urn:x:1"), container: { kind: "plain", message: { contentType: "text/plain", bytes: Buffer.from("x") } } });
  const list = await clientOf(sample("06"), 200, false).getStatusList();
  assert.deepEqual([list.msgBox.outcome, list.list.metaData?.[0]?.qualifier.subject], [{ kind: "pending", value: 0 }, "Antrag"]);

  const noted: Deviation[] = [];
  const empty = await clientOf(sample("08"), 200, true, (deviation) => { noted.push(deviation); }).getMessage({}, sink);
  assert.deepEqual([empty.msgBox.outcome.kind, empty.container, noted.toSorted()], ["none", undefined, ["missing-relates-to", "missing-response-action"]]);
  const report = await clientOf(sample("11"), 200, true).getTransportReport("urn:x:1");
  assert.equal(report.messageStatus.status, 1);
  for (const ask of [() => clientOf(sample("08"), 200, false).getMessage({}, sink), () => clientOf(sample("11"), 200, false).getTransportReport("urn:x:1")]) {
    await assert.rejects(ask(), (error) => error instanceof XtaUnreachable && error.reason === "bad-answer");
  }
  for (const status of [400, 500]) {
    await assert.rejects(clientOf(sample("12"), status, false).createMessageId(), (error) => error instanceof XtaException && error.code === 9024 && error.advice === "check-report");
  }
});

test("the sample requests are read strictly", { skip: skipWithoutData }, async () => {
  const { createXtaServer } = await import("./server/xta-server.ts");
  const { fullService } = await import("./testing/service.ts");
  const server = createXtaServer({ service: fullService(), onFault: (error) => { throw error; } });
  const ports: Readonly<Record<string, "management" | "send" | "msgBox">> = { "01": "management", "03": "send", "05": "msgBox", "07": "msgBox", "09": "msgBox", "10": "management", "13": "management" };
  for (const { name, xml } of samples().filter((sample) => sample.name.includes("request"))) {
    const action = /Action[^>]*>([^<]+)</.exec(Buffer.from(xml).toString())?.[1] ?? "";
    const answer = await server.handle({ port: ports[name.slice(0, 2)] ?? assert.fail(name), contentType: `application/soap+xml; action="${action}"`, body: pieces(xml), caller: "test" });
    assert.equal(answer.status, 200, name);
  }
});
