import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesSource, callbackSignature, type SentSubmission, type SubmissionOrder } from "@kommunalportal/fit-connect";
import { manualClock } from "#platform/clock";
import { open } from "#platform/crypto";
import { sql } from "#platform/database";
import { createOutbound } from "#platform/http";
import { newId } from "#platform/ids";
import { efaSender, wohngeld } from "../../../testing/efa-sender.ts";
import { startWorld } from "../../../testing/world.ts";

const clock = manualClock(new Date());
const world = await startWorld({ worker: false, clock });
const { house } = world;
const { gateway } = house;
const town = house.tenants.bySlug("musterstadt")!;
const actor = { kind: "staff", id: newId() } as const;
const toPortal = createOutbound({ trustedHosts: [new URL(world.origin()).host] });
const efa = await efaSender(world, () => clock.now());
const xmlSchema = "urn:fim-de:xfall:xdf3:S05999000009V1.0.0";
const known = (await gateway.links.exportServices())["wohngeld-online"]!;
assert.ok((await gateway.links.importServices(JSON.stringify({ "wohngeld-online": { ...known, schemas: [...known.schemas, { schemaUri: xmlSchema, mimeType: "application/xml" }] } }), { dryRun: false })).ok);
await gateway.refresh();
const opened = await gateway.openReception({ tenant: town.id, services: ["wohngeld-online"], contact: { legalName: "Stadt Musterstadt", email: "wohngeld@musterstadt.example" }, actor });
assert.ok(opened.ok, JSON.stringify(opened));
const destination = opened.destination;

type Sent = SentSubmission & { readonly submission: string };
interface Arrival { readonly state: string; readonly application_id: string | null; readonly fault: string | null; readonly problems: readonly { readonly type: string; readonly instance?: string }[] | null }
const arrivalOf = (submission: string): Promise<Arrival> => house.db.inTenant(town.id, (tx) => tx.one<Arrival>(sql`select state, application_id, fault, problems from gateway.arrival where submission_id = ${submission}`));
const count = async (): Promise<number> => (await house.db.inTenant(town.id, (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from applications.application where service like 'efa-%'`))).n;
const control = async (body: object): Promise<void> => {
  const answer = await house.outbound(`http://fit-connect.sandbox.localhost:${world.sandbox.port}/_control`, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
  assert.ok(answer.ok, await answer.text());
};
const reset = async (): Promise<void> => { assert.ok((await house.outbound(`http://fit-connect.sandbox.localhost:${world.sandbox.port}/_control`, { method: "DELETE" })).ok); };

/** Hands in, and lets the gateway look and take. */
async function send(more: Partial<SubmissionOrder> = {}): Promise<Sent> {
  const sent = await efa.sender.send(efa.order(destination, more));
  return { ...sent, submission: sent.submissionId };
}
async function arrive(submission: string): Promise<Arrival> {
  await gateway.inbound.poll();
  await gateway.inbound.take({ tenant: town.id, submission });
  return arrivalOf(submission);
}
const stateAtSender = async (sent: Sent) => (await efa.sender.events(sent)).parcel("submission", sent.submission);

let waiting: Sent | undefined;
test("without the town's order nothing is opened", async () => {
  const sent = await send();
  assert.equal((await arrive(sent.submission)).state, "unopened");
  assert.equal(await count(), 0);
  assert.equal((await stateAtSender(sent))?.state, "submitted");
  // The town gets it as it lies there, opens it itself and says what came of it.
  const given = { tenant: town.id, submission: sent.submission, actor };
  const archive = await gateway.inbound.unopenedPackage(given);
  const parts: Buffer[] = [];
  for await (const part of archive as AsyncIterable<Buffer>) parts.push(part);
  const bytes = Buffer.concat(parts);
  assert.equal(bytes.subarray(0, 2).toString(), "PK");
  assert.ok(bytes.includes("einreichung.json") && bytes.includes("ereignisse.json"));
  assert.equal(await gateway.inbound.answerUnopened({ ...given, verb: "accept" }), true);
  assert.equal((await stateAtSender(sent))?.state, "accepted");
  assert.deepEqual([await gateway.inbound.answerUnopened({ ...given, verb: "accept" }), await gateway.inbound.unopenedPackage(given)], [false, undefined]);
  // What still waits when the order is given is opened after all.
  waiting = await send();
  assert.equal((await arrive(waiting.submission)).state, "unopened");
  assert.equal(await gateway.inbound.unopenedPackage({ ...given, tenant: house.tenants.bySlug("beispielhausen")!.id, submission: waiting.submission }), undefined);
});

test("an application of an EfA service lies in the office's inbox, once, with its number, data, files and PDF, and only then is accepted", async () => {
  assert.deepEqual(await gateway.inbound.giveMandate({ tenant: town.id, contract: "AV-2026-7", validFrom: "2026-01-01", actor }), { ok: true });
  assert.deepEqual(await gateway.inbound.giveMandate({ tenant: town.id, contract: "AV-2026-8", validFrom: "2026-01-01", actor }), { ok: false, why: "given-already" });
  await gateway.inbound.sweep();
  await gateway.inbound.take({ tenant: town.id, submission: waiting!.submission });
  assert.equal((await arrivalOf(waiting!.submission)).state, "accepted");
  const pdf = Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(300_000, 7)]);
  const sent = await send({ attachments: [
    { purpose: "form", mimeType: "application/pdf", filename: "../../antrag.pdf", source: bytesSource(pdf) },
    { purpose: "attachment", mimeType: "text/plain", source: bytesSource(Buffer.alloc(0)) },
  ] });
  const arrival = await arrive(sent.submission);
  assert.deepEqual({ ...arrival, application_id: undefined }, { state: "accepted", application_id: undefined, fault: null, problems: null });
  assert.equal((await stateAtSender(sent))?.state, "accepted");
  const application = arrival.application_id!;
  await gateway.inbound.poll();
  await gateway.inbound.take({ tenant: town.id, submission: sent.submission });
  assert.equal(await count(), 2);

  const [head, content, names] = await house.db.inTenant(town.id, async (tx) => [await house.applications.view(tx, application), await house.applications.content(tx, application, { kind: "tenant" }), await house.applications.names(tx, town.id, [application])] as const);
  assert.match(head!.reference!, /^MUS-\d{4}-/);
  assert.equal(head!.service, "efa-wohngeld-online");
  assert.equal(names.get(application), "Frieda Muster");
  assert.deepEqual(content!.files.map(({ name, type, size }) => [name, type, size]).toSorted(([a], [b]) => String(a).localeCompare(String(b))), [["anlage-2", "application/octet-stream", 0], ["antrag.pdf", "application/pdf", pdf.length], ["fachdaten.json", "application/octet-stream", Buffer.byteLength(JSON.stringify(wohngeld))]]);
  const stream = await house.db.inTenant(town.id, (tx) => house.applications.openFile(tx, { application, file: content!.files.find(({ name }) => name === "antrag.pdf")!.id }, { kind: "tenant" }));
  assert.ok(stream);
  // Found by the number that the other service gave.
  const found = await house.db.inTenant(town.id, (tx) => house.applications.find(tx, { tenant: town.id, text: "WG-2026-4711", limit: 5 }));
  assert.ok(found.some(({ id }) => id === application));
  assert.equal((await house.db.asOperator("test", (tx) => tx.one<{ n: number }>(sql`select count(*)::int as n from gateway.arriving_file`))).n, 0);
});

test("whatever the schema is, the office reads it as a table in the words of the pinned schema or of the data", async () => {
  const [row] = (await house.db.inTenant(town.id, (tx) => tx.rows<{ id: string }>(sql`select id from applications.application where service like 'efa-%' limit 1`)));
  const content = await house.db.inTenant(town.id, (tx) => house.applications.content(tx, row!.id, { kind: "tenant" }));
  const { summary } = await import("@kommunalportal/form-engine");
  const service = (await house.forms.service("efa-wohngeld-online", "1.0.0"))!;
  const sections = summary(service.form, content!.answers, "de", content!.day);
  const lines = sections.find(({ stepId }) => stepId === "angaben")!.rows.map((group) => (group.kind === "group" ? [group.title, group.rows.map((line) => (line.kind === "group" ? line.rows.map((one) => [one.kind === "row" ? one.label : "", one.kind === "row" ? one.value : ""]) : [line.label, line.value]))] : [group.label, group.value]));
  assert.deepEqual(JSON.parse(JSON.stringify(lines)).map(([title]: [string]) => title), ["Tag des Antrags", "Antragstellende Person", "Antragstellende Person › Anschrift", "Wohnung", "Haushalt 1", "Haushalt 2"]);
  assert.ok(JSON.stringify(lines).includes('["Antragsdatum laut Online-Dienst","20.11.2026"]'), JSON.stringify(lines[0]));
  assert.ok(JSON.stringify(lines).includes('["Geburtsdatum","17.04.1990"]'), JSON.stringify(lines));
  assert.ok(JSON.stringify(lines).includes('["Groesse Quadratmeter","62,5"]'));
});

test("bad days: what was cut, swapped, flipped or is missing is rejected with FIT-Connect's problem, and no application is made", async () => {
  const before = await count();
  const attachments = [{ purpose: "attachment" as const, mimeType: "application/pdf", filename: "a.pdf", source: bytesSource(Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(60_000, 1)])) }, { purpose: "attachment" as const, mimeType: "application/pdf", filename: "b.pdf", source: bytesSource(Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(60_000, 2)])) }];
  for (const [how, problem] of [["bit-flipped", "encryption-issue"], ["cut", "encryption-issue"], ["swapped", "incorrect-authentication-tag"], ["missing", "missing-attachment"]] as const) {
    const sent = await send({ attachments });
    await control({ attachments: how });
    const arrival = await arrive(sent.submission);
    await reset();
    assert.equal(arrival.state, "rejected", `${how}: ${JSON.stringify(arrival)}`);
    assert.ok(arrival.problems!.every(({ type, instance }) => /\/(encryption-issue|incorrect-authentication-tag|missing-attachment)$/.test(type) && instance!.startsWith("attachment:")), `${how}: ${JSON.stringify(arrival.problems)}`);
    assert.ok(arrival.problems!.some(({ type }) => type.endsWith(problem)) || how !== "missing", `${how}: ${JSON.stringify(arrival.problems)}`);
    const seen = await stateAtSender(sent);
    assert.equal(seen?.state, "rejected", how);
    assert.deepEqual(seen?.problems.map(({ type }) => type), arrival.problems!.map(({ type }) => type));
  }
  assert.equal(await count(), before);
});

test("bad days: JSON and XML built to harm, and data against their pinned schema, are rejected before anything is kept", async () => {
  const before = await count();
  const uri = "https://schema.efa.example/wohngeld/1.0.0/wohngeld.schema.json";
  assert.equal(await gateway.inbound.pinSchema(uri, { type: "object", required: ["antragstellendePerson"], properties: { antragstellendePerson: { type: "object", title: "Wer beantragt das Wohngeld?", required: ["nachname"], properties: { nachname: { type: "string", title: "Nachname" } } } } }), true);
  await gateway.refresh();
  const deep = `${"[".repeat(5_000)}${"]".repeat(5_000)}`;
  for (const [bytes, problem] of [[deep, "syntax-violation"], [JSON.stringify({ a: Array.from({ length: 250_000 }, () => 1) }), "syntax-violation"], [JSON.stringify({ wohnung: {} }), "schema-violation"]] as const) {
    const sent = await send({ data: { bytes, schemaUri: uri, mimeType: "application/json" } });
    const arrival = await arrive(sent.submission);
    assert.equal(arrival.state, "rejected");
    assert.deepEqual(arrival.problems!.map(({ type, instance }) => [type.split("/").at(-1), instance]), [[problem, "data"]]);
  }
  assert.equal(await count(), before);
  const right = await send();
  const arrival = await arrive(right.submission);
  assert.equal(arrival.state, "accepted");
  const content = await house.db.inTenant(town.id, (tx) => house.applications.content(tx, arrival.application_id!, { kind: "tenant" }));
  assert.ok(JSON.stringify(content!.answers).includes("Wer beantragt das Wohngeld?"));
});

test("bad days: events signed by the wrong key are no proof; nothing is opened, and after it is right again the application arrives", async () => {
  const before = await count();
  await control({ signEvents: "wrong-key" });
  const sent = await send().catch(() => undefined);
  await reset();
  if (sent) assert.equal((await arrive(sent.submission)).state, "rejected");
  assert.equal(await count(), before);
});

test("bad days: the delivery service is away, slow or talks nonsense: the arrival waits, is tried again and is taken in once", async () => {
  const before = await count();
  const sent = await send();
  await gateway.inbound.poll();
  for (const mode of ["down", "error", "garbage", "redirect"] as const) {
    await control({ mode, retryAfterSeconds: 0, match: "/submissions/" });
    await gateway.inbound.take({ tenant: town.id, submission: sent.submission });
    const arrival = await arrivalOf(sent.submission);
    assert.deepEqual([arrival.state, arrival.fault !== null], ["listed", true], `${mode}: ${JSON.stringify(arrival)}`);
  }
  await reset();
  clock.advance(3_600_000);
  await gateway.inbound.take({ tenant: town.id, submission: sent.submission });
  assert.equal((await arrivalOf(sent.submission)).state, "accepted");
  assert.equal(await count(), before + 1);
});

test("killed between the commit and the accept: the next one accepts and makes nothing new; two at once make one", async () => {
  const before = await count();
  const sent = await send();
  await gateway.inbound.poll();
  // The connection breaks after the service has read the accept: as if the process had been killed before it heard the answer.
  await control({ mode: "down", retryAfterSeconds: 0, match: "POST /submission-api/v2/cases" });
  await gateway.inbound.take({ tenant: town.id, submission: sent.submission });
  const arrival = await arrivalOf(sent.submission);
  assert.deepEqual([arrival.state, arrival.application_id !== null], ["taken-in", true], JSON.stringify(arrival));
  assert.equal(await count(), before + 1);
  assert.equal((await stateAtSender(sent))?.state, "submitted");
  await reset();
  clock.advance(3_600_000);
  await Promise.all([gateway.inbound.take({ tenant: town.id, submission: sent.submission }), gateway.inbound.take({ tenant: town.id, submission: sent.submission })]);
  assert.equal((await arrivalOf(sent.submission)).state, "accepted");
  const twice = await send();
  await gateway.inbound.poll();
  await Promise.all([gateway.inbound.take({ tenant: town.id, submission: twice.submission }), gateway.inbound.take({ tenant: town.id, submission: twice.submission })]);
  assert.equal((await arrivalOf(twice.submission)).state, "accepted");
  assert.equal(await count(), before + 2);
});

test("a callback makes the gateway look; a forged one is refused without a reason", async () => {
  const { callback_id: id } = await house.db.inTenant(town.id, (tx) => tx.one<{ callback_id: string }>(sql`select callback_id from gateway.destination where id = ${destination}`));
  const post = (headers: Record<string, string>, body: string, path = id) => toPortal(`${world.origin()}/rueckruf/zustellpunkt/${path}`, { method: "POST", headers: { "content-type": "application/json", ...headers }, body });
  assert.equal((await post({}, "{}")).status, 401);
  assert.equal((await post({ "callback-timestamp": String(Math.floor(clock.now().getTime() / 1000)), "callback-authentication": "a".repeat(128) }, "{}")).status, 401);
  assert.equal((await post({}, "{}", newId())).status, 401);
  const { callback_secret: sealed } = await house.db.inTenant(town.id, (tx) => tx.one<{ callback_secret: Buffer }>(sql`select callback_secret from gateway.destination where id = ${destination}`));
  const secret = open(await house.tenants.tenantKey(town.id), sealed, `gateway.destination.callback_secret:${id}`).toString("utf8");
  const body = JSON.stringify({ type: "https://schema.fitko.de/fit-connect/submission-api/callbacks/new-submissions", submissions: [] });
  const signed = (at: Date): Record<string, string> => { const seconds = String(Math.floor(at.getTime() / 1000)); return { "callback-timestamp": seconds, "callback-authentication": callbackSignature(secret, seconds, Buffer.from(body)) }; };
  assert.equal((await post(signed(clock.now()), body)).status, 204);
  assert.equal((await post(signed(new Date(clock.now().getTime() - 600_000)), body)).status, 401);
});

test("Fachdaten as XML are checked against the pinned XSD, shown in its words and kept byte for byte; what does not fit, or is built to harm, is rejected", async () => {
  const xsd = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="${xmlSchema}" targetNamespace="${xmlSchema}" elementFormDefault="qualified"><xs:element name="S05999000009V1.0.0"><xs:complexType><xs:sequence>
    <xs:element name="G05999000001V1.0"><xs:annotation><xs:documentation>Wer beantragt das Wohngeld?</xs:documentation></xs:annotation><xs:complexType><xs:sequence>
      <xs:element name="F60000000228V1.1" type="xs:string"><xs:annotation><xs:documentation>Vornamen</xs:documentation></xs:annotation></xs:element>
      <xs:element name="F60000000227V1.1" type="xs:string"><xs:annotation><xs:documentation>Familienname</xs:documentation></xs:annotation></xs:element>
      <xs:element name="F05999000002V1.0" type="xs:decimal"><xs:annotation><xs:documentation>Miete in Euro</xs:documentation></xs:annotation></xs:element>
    </xs:sequence></xs:complexType></xs:element></xs:sequence></xs:complexType></xs:element></xs:schema>`;
  assert.equal(await gateway.inbound.pinSchema(xmlSchema, "<xs:schema"), false);
  assert.equal(await gateway.inbound.pinSchema(xmlSchema, `<!DOCTYPE x [<!ENTITY a "b">]>${xsd}`), false);
  assert.equal(await gateway.inbound.pinSchema(xmlSchema, xsd), true);
  await gateway.refresh();
  const document = (rent: string): string => `<S05999000009V1.0.0 xmlns="${xmlSchema}"><G05999000001V1.0><F60000000228V1.1>Frieda</F60000000228V1.1><F60000000227V1.1>Muster</F60000000227V1.1><F05999000002V1.0>${rent}</F05999000002V1.0></G05999000001V1.0></S05999000009V1.0.0>`;
  const arrived = async (bytes: string) => arrive((await send({ data: { bytes, schemaUri: xmlSchema, mimeType: "application/xml" } })).submission);
  const right = await arrived(document("640.50"));
  assert.equal(right.state, "accepted", JSON.stringify(right));
  const application = right.application_id!;
  const [content, names] = await house.db.inTenant(town.id, async (tx) => [await house.applications.content(tx, application, { kind: "tenant" }), await house.applications.names(tx, town.id, [application])] as const);
  const text = JSON.stringify(content!.answers);
  for (const words of ["Wer beantragt das Wohngeld?", "Miete in Euro", "640.50", "Familienname"]) assert.ok(text.includes(words), `${words}: ${text}`);
  assert.equal(names.get(application), "Frieda Muster");
  const file = content!.files.find(({ name }) => name === "fachdaten.xml")!;
  const opening = await house.db.inTenant(town.id, (tx) => house.applications.openFile(tx, { application, file: file.id }, { kind: "tenant" }));
  assert.ok(opening.ok);
  const chunks: Buffer[] = [];
  for await (const chunk of opening.content as AsyncIterable<Buffer>) chunks.push(chunk);
  assert.equal(Buffer.concat(chunks).toString("utf8"), document("640.50"));
  for (const [bytes, problem] of [[document("sehr viel"), "schema-violation"], [document("1").replace("<F60000000227V1.1>Muster</F60000000227V1.1>", ""), "schema-violation"], [`<!DOCTYPE x [<!ENTITY a "b">]>${document("1")}`, "syntax-violation"], ["<offen>", "syntax-violation"]] as const) {
    const refused = await arrived(bytes);
    assert.deepEqual([refused.state, refused.problems?.map(({ type, instance }) => [type.split("/").at(-1), instance])], ["rejected", [[problem, "data"]]], bytes);
  }
});

test("a PDF that carries other data along than the Fachdaten is shown to the office as a contradiction; one that says the same is not", async () => {
  const pdf = (value: object): Buffer => { const inside = JSON.stringify(value); return Buffer.from(`%PDF-1.7\n5 0 obj\n<< /Type /EmbeddedFile /Length ${Buffer.byteLength(inside)} >>\nstream\n${inside}\nendstream\nendobj\n%%EOF`); };
  const taken = async (content: Buffer) => {
    const arrival = await arrive((await send({ attachments: [{ purpose: "form", mimeType: "application/pdf", filename: "antrag.pdf", source: bytesSource(content) }] })).submission);
    assert.equal(arrival.state, "accepted", JSON.stringify(arrival));
    return house.db.inTenant(town.id, async (tx) => ({
      log: (await house.applications.timeline(tx, arrival.application_id!, { kind: "tenant" }, "office")).filter(({ type }) => type === "data-conflict"),
      text: JSON.stringify((await house.applications.content(tx, arrival.application_id!, { kind: "tenant" }))!.answers),
    }));
  };
  const same = await taken(pdf(wohngeld));
  assert.deepEqual([same.log.length, same.text.includes("Widerspruch")], [0, false]);
  const other = await taken(pdf({ ...wohngeld, wohnung: { ...wohngeld.wohnung, mieteEuro: 460 } }));
  assert.deepEqual(other.log.map(({ data, forCitizen }) => [data["differences"], forCitizen]), [[1, false]]);
  assert.ok(other.text.includes("in den Daten: 640 · im PDF: 460"), other.text);
});
