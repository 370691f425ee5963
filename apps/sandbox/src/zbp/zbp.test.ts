import assert from "node:assert/strict";
import { createHash, generateKeyPairSync, type KeyLike, sign } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { issueCertificate } from "@kommunalportal/fit-connect";
import { z } from "zod";
import { EVENT_PREFIX } from "../fit-connect/event-uris.ts";
import { handIn } from "../fit-connect/testing/online-service.ts";
import { until } from "../testing/until.ts";
import { claimsOf, fitWorld, type FitWorld } from "../fit-connect/testing/test-world.ts";
import { checkPage } from "../testing/check-page.ts";
import { messageSchema } from "./zbp-content.ts";

const START = new Date("2026-03-01T00:00:00Z");
const SECONDS = Math.floor(Date.parse("2026-03-02T09:15:00Z") / 1000);
const message = { stork_qaa_level: 3, mailboxUuid: "e0e02494-eca2-4a6b-9320-fc527747878c", sender: "Stadt Musterstadt", title: "Ihr Antrag ist eingegangen", content: "Wir haben Ihren Antrag erhalten.", service: "Einbürgerung" };
const status = { applicationId: "9ef6c096-131c-4e0e-895a-3503b80775ec", status: "PROCESSING", publicServiceName: { de: "Einbürgerung" }, senderName: "Stadt Musterstadt", createdDate: "2026-03-02T09:15:00.000Z" };

interface Changes { readonly content?: (text: string) => string; readonly claims?: object; readonly header?: object; readonly signer?: string; readonly certificate?: string }

async function author(name: string, pair?: { readonly privateKey: KeyLike; readonly certificate: string }) {
  const { privateKey, certificate } = pair ?? await generateKeyPairWithCertificate(name, { now: START });
  const rs512 = (text: string): Buffer => sign("sha512", Buffer.from(text), privateKey);
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    certificate,
    envelope(value: object, { content = (text) => text, claims, header, certificate: other }: Changes = {}): string {
      const text = JSON.stringify(value);
      const unsigned = `${part({ typ: "JWT", alg: "RS512", ...header })}.${part({ iat: SECONDS, exp: SECONDS + 1800, signer: name, roles: ["THIRD_PARTY"], ...claims })}`;
      return JSON.stringify({ content: content(text), sha512sum: rs512(text).toString("base64"), authorToken: `${unsigned}.${rs512(unsigned).toString("base64url")}`, authorCertificate: other ?? certificate });
    },
  };
}
const send = async (world: FitWorld, data: string, kind = "message_v6", attachments: readonly (readonly string[])[] = []): Promise<{ verb: string; detail: string }> => {
  const sent = await handIn(world, "zbp", { identifier: `urn:schema-fitko-de:fit-connect:id.bund.de:${kind}`, data, attachments, schemaUri: "https://schema.fitko.de/fit-connect/id.bund.de/message_v6/1.0.0/zbp-message.schema.json" });
  return until(async () => {
    const events = (await world.log(sent.caseId, sent.token)).map(claimsOf).flatMap(({ events: all }) => Object.entries(all));
    const found = events.find(([name]) => /(accept|reject)-submission$/.test(name));
    const detail = z.looseObject({ problems: z.array(z.looseObject({ detail: z.string() })).optional() }).parse(found?.[1] ?? {}).problems?.[0]?.detail ?? "";
    return found && { verb: found[0].slice(EVENT_PREFIX.length), detail };
  }, "the bridge answers");
};

test("a signed message with its file lies in the mailbox, a status in the monitor", async (t) => {
  const world = await fitWorld(t);
  const town = await author("Stadt Musterstadt");
  await checkPage(await world.sandbox.call("zbp", "/"));
  const file = { filename: "anlage-1.txt", sha512sum: createHash("sha512").update("Bescheid").digest("hex"), contentLength: 8 };
  assert.deepEqual(await send(world, town.envelope({ ...message, attachments: [file] }), "message_v6", [["Bescheid"]]), { verb: "accept-submission", detail: "" });
  assert.deepEqual(await send(world, town.envelope(status), "status_v6"), { verb: "accept-submission", detail: "" });
  const text = await checkPage(await world.sandbox.call("zbp", "/"));
  assert.match(text, /Ihr Antrag ist eingegangen/);
  assert.match(text, /in Bearbeitung/);
  const { entries } = z.object({ entries: z.array(z.looseObject({ kind: z.string(), submissionId: z.string(), author: z.literal("Stadt Musterstadt") })) }).parse(await (await world.sandbox.call("zbp", "/_entries")).json());
  assert.deepEqual(entries.map(({ kind }) => kind), ["status", "message"]);
  assert.match(await checkPage(await world.sandbox.call("zbp", `/nachrichten/${entries[1]!.submissionId}`)), /Wir haben Ihren Antrag erhalten.*anlage-1\.txt 8/);
  await checkPage(await world.sandbox.call("zbp", "/nachrichten/x"), 404);
});

test("what is altered, signed by others, outdated or formless is rejected and reaches no mailbox", async (t) => {
  const world = await fitWorld(t);
  const town = await author("Stadt Musterstadt");
  const stranger = await author("Fremd");
  const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const issued = issueCertificate({ subject: "Stadt Musterstadt", publicKey: elliptic.publicKey, from: START, days: 30, use: "signature", issuer: { name: "Stadt Musterstadt", privateKey: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey } });
  const otherKind = await author("Stadt Musterstadt", { privateKey: elliptic.privateKey, certificate: `-----BEGIN CERTIFICATE-----\n${issued.toString("base64")}\n-----END CERTIFICATE-----\n` });
  const file = { filename: "anlage-1.txt", sha512sum: "0".repeat(128), contentLength: 8 };
  const cases: readonly (readonly [string, RegExp, (readonly (readonly string[])[])?])[] = [
    [town.envelope(message, { content: (text) => text.replace("erhalten", "verloren") }), /signature/],
    [town.envelope(message, { certificate: stranger.certificate }), /signature/],
    [town.envelope(message, { certificate: "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----" }), /certificate/],
    [town.envelope(message, { claims: { iat: SECONDS - 1900, exp: SECONDS - 100 } }), /token/],
    [town.envelope(message, { claims: { iat: SECONDS + 300, exp: SECONDS + 900 } }), /token/],
    [town.envelope(message, { claims: { exp: SECONDS + 7200 } }), /token/],
    [town.envelope(message, { claims: { signer: "Fremd" } }), /token/],
    [town.envelope(message, { claims: { roles: ["CITIZEN"] } }), /token/],
    [town.envelope(message, { header: { alg: "none" } }), /token/],
    [otherKind.envelope(message), /certificate/],
    [JSON.stringify(message), /envelope/],
    [town.envelope({ ...message, mailboxUuid: "keine" }), /mailboxUuid/],
    [town.envelope({ ...message, stork_qaa_level: 5 }), /stork_qaa_level/],
    [town.envelope(status), /message/],
    [town.envelope({ ...message, attachments: [file] }), /attachments/],
    [town.envelope(message), /attachments/, [["Bescheid"]]],
    [town.envelope({ ...message, attachments: [file] }), /attachments/, [["Bescheid"]]],
  ];
  for (const [data, detail, attachments] of cases) {
    const answer = await send(world, data, "message_v6", attachments);
    assert.equal(answer.verb, "reject-submission", String(detail));
    assert.match(answer.detail, detail);
  }
  assert.equal((await send(world, town.envelope({ ...status, status: "FLYING" }), "status_v6")).verb, "reject-submission");
  await world.sandbox.send("zbp", "/_control", { authors: ["Kreis Musterland"] });
  assert.match((await send(world, town.envelope(message))).detail, /registered/);
  await world.sandbox.send("zbp", "/_control", { authors: null, mailboxes: [] });
  assert.match((await send(world, town.envelope(message))).detail, /no such mailbox/);
  assert.deepEqual(await (await world.sandbox.call("zbp", "/_entries")).json(), { entries: [] });
});

const vector = join(import.meta.dirname, "../../../../../shared/data/zbp/selfmade-zbp-vector.json");
test("the message of the published vector has the form that the mailbox takes", { skip: !existsSync(vector) && "../shared/data is not here" }, () => {
  const { content } = z.object({ content: z.string() }).parse(JSON.parse(readFileSync(vector, "utf8")));
  assert.ok(messageSchema.safeParse(JSON.parse(content)).success);
});
