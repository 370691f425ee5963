import assert from "node:assert/strict";
import { test } from "node:test";
import { inMemory, transportStatus } from "@kommunalportal/xta";
import { z } from "zod";
import { checkPage } from "../testing/check-page.ts";
import { testSandbox } from "../testing/test-sandbox.ts";
import { until } from "../testing/until.ts";
import { send, xtaClient } from "../testing/xta-client.ts";

const sink = inMemory(1e6);
const effectsSchema = z.object({ cases: z.array(z.object({ messageId: z.string(), reference: z.string(), fileNumber: z.string(), repeats: z.number(), answers: z.array(z.object({ subject: z.string(), outcome: z.string(), sent: z.boolean() })) })) });

test("an application goes to the authority's mailbox, the Fachverfahren fetches it and answers, and the portal reads the answer", async (t) => {
  const sandbox = await testSandbox(t);
  const portal = xtaClient(t, sandbox, "portal");
  await portal.checkAccountActive();
  const [found] = await portal.lookupService([{ reader: { identifier: { type: "XTA_ID", value: "ars:059990001001" } }, serviceType: "urn:de:fim:leika:leistung:99016002001000" }]);
  assert.deepEqual(found?.availability.answer, { kind: "known", value: true });

  const messageId = await send(portal, "MUS-2026-00042");
  assert.equal(transportStatus(await portal.getTransportReport(messageId)), "open");
  await sandbox.send("xta", "/_fetch", {});
  const report = await portal.getTransportReport(messageId);
  assert.equal(transportStatus(report), "green");
  assert.deepEqual(report.messageStatus.infos?.entries?.map(({ code }) => code.code), ["angenommen", "zugestellt", "abgeholt", "empfangen"]);
  assert.ok(report.metaData.deliveryAttributes.reception !== undefined);

  const answer = await portal.getMessage({ selector: { relatesTo: [{ value: messageId }], newEntry: true } }, sink);
  const text = answer.container?.kind === "plain" ? Buffer.from(answer.container.message.content).toString() : "";
  assert.match(text, /<n1:antwort xmlns:n1="urn:de:musterland:xta:antwort:1.0"><n1:vorgang>MUS-2026-00042<.*<n1:ergebnis>angenommen</);
  assert.deepEqual(answer.metaData?.msgIdentification.inReplyTo, [messageId]);
  await portal.close({ requestId: answer.msgBox.requestId, lastMsgReceived: [answer.metaData?.msgIdentification.messageId ?? ""] });
  assert.equal((await portal.getMessage({ selector: { newEntry: true } }, sink)).msgBox.outcome.kind, "none");
});

test("a clerk asks and decides on the page, and both reach the sender", async (t) => {
  const sandbox = await testSandbox(t);
  const portal = xtaClient(t, sandbox, "portal");
  const messageId = await send(portal, "MUS-2026-00043");
  await sandbox.send("xta", "/_fetch", {});
  const main = await checkPage(await sandbox.call("xta", "/"));
  assert.match(main, /Behörde in Musterstadt ars:059990001001 0 0 1/);
  assert.match(await checkPage(await sandbox.call("xta", "/vorgaenge")), /MUS-2026-00043 .* eingang: angenommen/);
  for (const path of [`/vorgang?id=${messageId}`, `/nachricht?id=${messageId}`, "/postfach?id=ars:059990001001", "/postfach?id=efa-dienst"]) await checkPage(await sandbox.call("xta", path));
  for (const path of ["/vorgang?id=x", "/nachricht", "/postfach?id=x"]) await checkPage(await sandbox.call("xta", path), 404);
  for (const wahl of ["nachfrage", "bewilligt"]) assert.equal((await sandbox.submit("xta", "/vorgang/antworten", { id: messageId, text: "Bitte reichen Sie den Pass nach.", wahl })).status, 303);
  await checkPage(await sandbox.submit("xta", "/vorgang/antworten", { id: messageId, text: "", wahl: "nachfrage" }), 404);

  const { list } = await portal.getStatusList({ selector: { relatesTo: [{ value: messageId }] } });
  assert.deepEqual(list.metaData?.map(({ qualifier }) => qualifier.messageType.code), ["antwort.0200", "antwort.0300", "antwort.0400"]);
});

test("the Fachverfahren rejects what it is told to reject and what it cannot read, keeps what it shall keep, and has one effect each", async (t) => {
  const sandbox = await testSandbox(t);
  const portal = xtaClient(t, sandbox, "portal");
  const outcomes = async () => effectsSchema.parse(await (await sandbox.call("xta", "/_effects")).json()).cases;
  await send(portal, "kaputt", {}, { kind: "plain", message: { contentType: "text/xml", bytes: Buffer.from("<antrag>") } });
  await sandbox.send("xta", "/_fetch", {});
  await sandbox.send("xta", "/_control", { reader: "reject" });
  await send(portal, "abgelehnt");
  await sandbox.send("xta", "/_fetch", {});
  await sandbox.send("xta", "/_control", { reader: "keep" });
  await send(portal, "liegt");
  await sandbox.send("xta", "/_fetch", {});
  await sandbox.send("xta", "/_fetch", {});
  assert.deepEqual((await outcomes()).map(({ reference, answers }) => [reference, answers.map(({ outcome, sent }) => `${outcome} ${sent}`)]), [["kaputt", ["abgelehnt true"]], ["abgelehnt", ["abgelehnt true"]], ["liegt", []]]);
  await sandbox.send("xta", "/_control", { reader: "accept" });
  await sandbox.send("xta", "/_fetch", {});
  assert.deepEqual((await outcomes()).map(({ answers, repeats }) => [answers.length, repeats]), [[1, 0], [1, 0], [1, 0]]);
});

test("without being told, the Fachverfahren looks into its mailboxes itself", async (t) => {
  const sandbox = await testSandbox(t);
  await sandbox.send("xta", "/_control", { fetchEveryMs: 50 });
  const messageId = await send(xtaClient(t, sandbox, "portal"), "MUS-2026-00044");
  await until(async () => effectsSchema.parse(await (await sandbox.call("xta", "/_effects")).json()).cases[0]?.answers[0]?.sent, "it has fetched and answered");
  assert.equal(transportStatus(await xtaClient(t, sandbox, "portal").getTransportReport(messageId)), "green");
});

test("an EfA service writes to the mailbox that the portal reads for a town, and the portal answers", async (t) => {
  const sandbox = await testSandbox(t);
  const efa = xtaClient(t, sandbox, "efa");
  const reader = xtaClient(t, sandbox, "portal", { as: "eingang:059990002002" });
  const messageId = await send(efa, "EFA-1", { author: "efa-dienst", reader: "eingang:059990002002" });
  const { metaData, container, msgBox } = await reader.getMessage({}, sink);
  assert.deepEqual([metaData?.msgIdentification.messageId, container?.kind === "plain" && container.attachments[0]?.filename], [messageId, "antrag.pdf"]);
  await reader.close({ requestId: msgBox.requestId, lastMsgReceived: [messageId] });
  assert.equal(transportStatus(await efa.getTransportReport(messageId)), "green");
  await send(reader, "EFA-1", { author: "eingang:059990002002", reader: "efa-dienst" });
  assert.equal((await efa.getStatusList({ selector: { newEntry: true } })).list.metaData?.length, 1);
});
