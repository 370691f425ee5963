import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { test } from "node:test";
import { toBase64url } from "../encoding/base64url.ts";
import { VerificationError, type VerificationCode } from "../errors/verification-error.ts";
import { signJws } from "../jws/jws.ts";
import type { SigningKey } from "../keys/signing-key.ts";
import { testSignature } from "../testing/test-keys.ts";
import { verifyEventLog } from "./event-log.ts";
import { EVENT_PREFIX } from "./event-names.ts";
import { PAYLOAD_SCHEMA } from "./security-event.ts";
import { signEvent } from "./sign-event.ts";
import { verifyEvent, type EventTrust } from "./verify-event.ts";

const [service, destination, stranger] = await Promise.all([testSignature("dienst-schluessel"), testSignature("amt-schluessel"), testSignature("fremd-schluessel")]);
const [caseId, submissionId, destinationId] = [randomUUID(), randomUUID(), randomUUID()];
const now = Date.parse("2026-11-26T10:00:00Z");
const issuer = "https://dienst.example/submission-api";
const tags = { metadata: "m".repeat(22), data: "d".repeat(22), attachments: { [randomUUID()]: "a".repeat(22) } };
const trust: EventTrust = {
  serviceIssuers: [issuer], now: () => now, clockSkewMs: 300_000, maxCharacters: 100_000,
  serviceKey: (kid) => Promise.resolve(kid === service.signer.kid ? service.verifier : undefined),
  participantKey: (id, kid) => Promise.resolve(id === destinationId && kid === destination.signer.kid ? destination.verifier : undefined),
};
const expected = { caseId, participants: [destinationId] };
const fails = (code: VerificationCode) => (error: unknown): boolean => error instanceof VerificationError && error.code === code;

const claims = (event: string, payload: object = {}, more: object = {}): object => ({
  $schema: PAYLOAD_SCHEMA, jti: randomUUID(), iss: issuer, iat: now / 1000, sub: `submission:${submissionId}`, txn: `case:${caseId}`, events: { [`${EVENT_PREFIX}${event}`]: payload }, ...more,
});
const byService = (event: string, payload?: object, more?: object, key: SigningKey = service.signer): Promise<string> => signJws(claims(event, payload, more), key, "secevent+jwt");
const answer = (event: Parameters<typeof signEvent>[0]["event"], more: object = {}, key: SigningKey = destination.signer): Promise<string> => signEvent({ caseId, parcel: { kind: "submission", id: submissionId }, event, issuer: destinationId, now, ...more }, key);
const begun = async (): Promise<string[]> => [await byService("create-submission"), await byService("submit-submission", { authenticationTags: tags }), await byService("notify-submission", { authenticationTags: tags, notifyType: "callback" })];

test("a whole log from creation to acceptance and deletion is read in its order", async () => {
  const log = await verifyEventLog([...await begun(), await answer({ verb: "accept", authenticationTags: tags }), await byService("delete-submission")], trust, expected);
  const history = log.parcel("submission", submissionId);
  assert.deepEqual([history?.state, history?.authenticationTags, history?.schema, log.events.length], ["deleted", tags, PAYLOAD_SCHEMA, 5]);
  assert.equal(log.events[3]?.issuer, destinationId);
  log.prove("submission", submissionId, tags);
  assert.throws(() => { log.prove("submission", submissionId, { ...tags, data: "x".repeat(22) }); }, fails("set-tags"));
  assert.throws(() => { log.prove("reply", submissionId, tags); }, fails("log-incomplete"));
});

test("a rejection keeps its reasons; the service may reject what nobody fetched", async () => {
  const problems = [{ type: "https://schema.fitko.de/fit-connect/events/problems/hash-mismatch", title: "t", detail: "d", instance: "data" }];
  assert.deepEqual((await verifyEventLog([...await begun(), await answer({ verb: "reject", problems })], trust, expected)).parcel("submission", submissionId)?.problems, problems);
  assert.equal((await verifyEventLog([...await begun(), await byService("reject-submission", { problems })], trust, expected)).parcel("submission", submissionId)?.state, "rejected");
});

test("an event of a kind that is not known yet changes nothing, if the service issued it", async () => {
  const log = await verifyEventLog([...await begun(), await byService("archive-submission")], trust, expected);
  assert.deepEqual([log.parcel("submission", submissionId)?.state, log.events.at(-1)?.verb], ["submitted", undefined]);
});

test("wrong order, repetition and foreign tags break the log", async () => {
  const [create = "", submit = "", notify = ""] = await begun();
  const accept = await answer({ verb: "accept", authenticationTags: tags });
  const reject = await answer({ verb: "reject", problems: [{ type: "x", title: "", detail: "" }] });
  for (const [code, tokens] of [
    ["set-order", [submit, create]], ["set-order", [accept]], ["set-order", [create, accept]], ["set-order", [create, notify]], ["set-order", [create, submit, accept, reject]], ["set-order", [create, submit, accept, await answer({ verb: "accept", authenticationTags: tags })]],
    ["set-order", [create, submit, accept, await answer({ verb: "forward" })]], ["set-order", [create, submit, await byService("submit-submission", { authenticationTags: tags })]], ["set-order", [create, await byService("create-submission")]],
    ["set-replayed", [create, submit, notify, notify]],
    ["set-tags", [create, submit, await answer({ verb: "accept", authenticationTags: { ...tags, metadata: "x".repeat(22) } })]], ["set-tags", [create, submit, await answer({ verb: "accept", authenticationTags: { ...tags, attachments: {} } })]],
  ] as const) await assert.rejects(verifyEventLog(tokens, trust, expected), fails(code), `${code} ${tokens.length}`);
});

test("a token with a foreign key, issuer, subject, case, time or claim is refused by name", async () => {
  const swapped = { ...stranger.signer, kid: service.signer.kid };
  const cases: readonly (readonly [VerificationCode, Promise<string>])[] = [
    ["jws-signature", byService("create-submission", {}, {}, swapped)], ["set-key-unknown", byService("create-submission", {}, {}, stranger.signer)], ["set-key-unknown", byService("create-submission", {}, {}, destination.signer)],
    ["jws-signature", answer({ verb: "forward" }, {}, { ...stranger.signer, kid: destination.signer.kid })], ["set-key-unknown", answer({ verb: "forward" }, {}, service.signer)],
    ["set-issuer", byService("create-submission", {}, { iss: "https://boese.example/submission-api" })], ["set-issuer", answer({ verb: "forward" }, { issuer: randomUUID() })],
    ["set-subject", byService("create-submission", {}, { sub: `reply:${submissionId}` })], ["set-subject", byService("create-submission", {}, { sub: submissionId })], ["set-subject", byService("create-submission", {}, { sub: "submission:../x" })],
    ["set-case", byService("create-submission", {}, { txn: `case:${randomUUID()}` })], ["set-case", byService("create-submission", {}, { txn: caseId })],
    ["set-time", byService("create-submission", {}, { iat: now / 1000 + 301 })],
    ["set-claims", byService("create-submission", {}, { jti: "1" })], ["set-claims", byService("create-submission", {}, { iat: "gestern" })], ["set-claims", byService("create-submission", {}, { txn: undefined })],
    ["set-event", byService("create-submission", {}, { events: {} })], ["set-event", byService("create-submission", {}, { events: { [`${EVENT_PREFIX}create-submission`]: {}, [`${EVENT_PREFIX}delete-submission`]: {} } })],
    ["set-issuer-event", byService("accept-submission", { authenticationTags: tags })], ["set-issuer-event", signJws(claims("delete-submission", {}, { iss: destinationId }), destination.signer, "secevent+jwt")], ["set-issuer-event", signJws(claims("archive-submission", {}, { iss: destinationId }), destination.signer, "secevent+jwt")],
    ["set-schema", byService("submit-submission", { authenticationTags: tags }, { $schema: undefined })], ["set-schema", byService("create-submission", {}, { $schema: "https://boese.example/set.json" })],
    ["set-payload", byService("submit-submission", {})], ["set-payload", byService("submit-submission", { authenticationTags: { ...tags, metadata: "kurz" } })], ["set-payload", byService("reject-submission", { problems: [] })],
  ];
  for (const [index, [code, token]] of cases.entries()) await assert.rejects(verifyEvent(await token, trust, expected), fails(code), `${index} ${code}`);
});

test("a header with anything but typ, alg and kid never reaches a key", async () => {
  const [, body = "", signature = ""] = (await byService("create-submission")).split(".");
  const good = { typ: "secevent+jwt", alg: "PS512", kid: service.signer.kid };
  for (const header of [{ ...good, alg: "none" }, { ...good, alg: "HS512" }, { ...good, alg: "RS512" }, { ...good, typ: "jwt" }, { alg: "PS512", kid: good.kid }, { typ: good.typ, alg: good.alg }, { ...good, jku: "https://boese.example/" }, { ...good, crit: [] }, { ...good, b64: false }, { ...good, kid: "" }]) {
    await assert.rejects(verifyEvent([toBase64url(JSON.stringify(header)), body, signature].join("."), trust, expected), fails("jws-header"), JSON.stringify(header));
  }
  for (const token of ["", "a.b", "a.b.c.d", "..", `${"A".repeat(100_001)}.A.A`]) await assert.rejects(verifyEvent(token, trust, expected), VerificationError, token.slice(0, 10));
});

test("a flipped bit in the claims or the signature is found", async () => {
  const token = await byService("submit-submission", { authenticationTags: tags });
  for (let at = token.indexOf(".") + 1; at < token.length; at += 37) {
    const bytes = Buffer.from(token, "latin1");
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await assert.rejects(verifyEvent(bytes.toString("latin1"), trust, expected), VerificationError, String(at));
  }
});

test("a rejection without reason is not signed", () => {
  assert.throws(() => answer({ verb: "reject", problems: [] }), RangeError);
});

test("the answer of a sender whose key is not known makes no log unreadable: it is read as not proved, and only of a reply", async () => {
  const reply = { parcel: { kind: "reply" as const, id: randomUUID() }, issuer: "online-dienst-4711" };
  const about = { sub: `reply:${reply.parcel.id}` };
  const offered = [...await begun(), await byService("create-reply", {}, about), await byService("submit-reply", { authenticationTags: tags }, about)];
  const accept = await answer({ verb: "accept", authenticationTags: tags }, reply, stranger.signer);
  await assert.rejects(verifyEventLog([...offered, accept], trust, expected), fails("set-issuer"));
  const tolerant = { ...expected, unprovedAnswers: true };
  const log = await verifyEventLog([...offered, accept, await byService("delete-reply", {}, about)], trust, tolerant);
  assert.deepEqual([log.parcel("reply", reply.parcel.id)?.state, log.events.map(({ proved }) => proved)], ["deleted", [true, true, true, true, true, false, true]]);
  const problems = [{ type: "https://schema.fitko.de/fit-connect/events/problems/schema-violation", title: "t", detail: "d", instance: "data" }];
  assert.deepEqual((await verifyEventLog([...offered, await answer({ verb: "reject", problems }, reply, stranger.signer)], trust, tolerant)).parcel("reply", reply.parcel.id)?.problems, problems);
  // A key that the sender has given up is not known either.
  const known = { ...tolerant, participants: [destinationId, reply.issuer] };
  assert.equal((await verifyEventLog([...offered, accept], trust, known)).events.at(-1)?.proved, false);
  for (const [code, token] of [
    ["set-issuer", await answer({ verb: "accept", authenticationTags: tags }, { issuer: reply.issuer }, stranger.signer)], ["set-issuer", await answer({ verb: "forward" }, reply, stranger.signer)],
    ["set-key-unknown", await answer({ verb: "accept", authenticationTags: tags }, { parcel: reply.parcel }, stranger.signer)], ["set-tags", await answer({ verb: "accept", authenticationTags: { ...tags, metadata: "x".repeat(22) } }, reply, stranger.signer)],
    ["set-case", await answer({ verb: "accept", authenticationTags: tags }, { ...reply, caseId: randomUUID() }, stranger.signer)],
  ] as const) await assert.rejects(verifyEventLog([...offered, token], trust, tolerant), fails(code), code);
  assert.equal((await verifyEventLog(await begun(), trust, tolerant)).events.every(({ proved }) => proved), true);
});
