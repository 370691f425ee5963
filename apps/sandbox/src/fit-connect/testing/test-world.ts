import assert from "node:assert/strict";
import { createPrivateKey, randomUUID, type JsonWebKey, type KeyObject } from "node:crypto";
import type { TestContext } from "node:test";
import { generateKeyPairWithCertificate } from "@kommunalportal/bundid";
import { z } from "zod";
import { temporaryFolder, testSandbox, type TestSandbox } from "../../testing/test-sandbox.ts";
import { EVENT_PREFIX, EVENT_SCHEMA } from "../event-uris.ts";
import { parseJws, signJws } from "../jws.ts";
import { PROBLEM_PREFIX } from "../problem.ts";
import type { SandboxOptions } from "../../start-sandbox.ts";
import { seal, tagOf } from "./seal.ts";

export const LEIKA = "urn:de:fim:leika:leistung:99099002006000";
export const REGION = "DE059990001001";
const START = new Date("2026-03-02T09:15:00Z").getTime();
export const DAY = 86_400_000;

export interface TestKey { readonly privateKey: KeyObject; readonly privateJwk: JsonWebKey; readonly publicJwk: JsonWebKey & { kid: string; x5c: string[] } }

/** A key of a participant with its self-made certificate. */
export async function makeTestKey(alg: "RSA-OAEP-256" | "PS512", options: { readonly bits?: 3072; readonly days?: number } = {}): Promise<TestKey> {
  const { privateKey: pem, certificate } = await generateKeyPairWithCertificate("Test", { bits: options.bits ?? 4096, days: options.days ?? 3650, now: new Date(START - DAY) });
  const privateKey = createPrivateKey(pem);
  const privateJwk = privateKey.export({ format: "jwk" });
  const kid = randomUUID();
  return { privateKey, privateJwk, publicJwk: { kty: "RSA", n: String(privateJwk.n), e: "AQAB", kid, alg, key_ops: [alg === "PS512" ? "verify" : "wrapKey"], x5c: [certificate.replace(/-----[A-Z ]+-----|\s/g, "")] } };
}

let subscriberKeys: ReturnType<typeof makeSubscriberKeys> | undefined;
async function makeSubscriberKeys() {
  const [encryption, signing] = await Promise.all([makeTestKey("RSA-OAEP-256"), makeTestKey("PS512")]);
  return { encryption, signing };
}

interface Call { readonly method?: string; readonly token?: string; readonly json?: unknown; readonly body?: string | Buffer; readonly type?: string; readonly headers?: Readonly<Record<string, string>> }
/** A request to the delivery service. */
export type ServiceCall = (path: string, call?: Call) => Promise<Response>;
export interface Peer { readonly clientId: string; readonly clientSecret: string; token: string }

const announcedSchema = z.object({ submissionId: z.uuid(), caseId: z.uuid() });
const logSchema = z.object({ eventLog: z.array(z.string()), count: z.number(), offset: z.number(), totalCount: z.number() });
const claimsSchema = z.looseObject({ jti: z.string(), iss: z.string(), sub: z.string(), txn: z.string(), events: z.record(z.string(), z.looseObject({})) });
export type Claims = z.infer<typeof claimsSchema>;

export type FitWorld = Awaited<ReturnType<typeof fitWorld>>;

/** A sandbox with a sender, a subscriber and an active destination, all over HTTP; its clock is set by the test. */
export async function fitWorld(t: TestContext, options: Partial<SandboxOptions> = {}) {
  const time = { now: START };
  const dataFolder = options.dataFolder ?? await temporaryFolder(t);
  const sandbox = await testSandbox(t, { clock: () => new Date(time.now), ...options, dataFolder });
  const call: ServiceCall = async (path, { method, token, json, body, type, headers } = {}) => sandbox.call("fit-connect", path, {
    method: method ?? (json === undefined && body === undefined ? "GET" : "POST"),
    headers: { "user-agent": "test", ...(token !== undefined && { authorization: `Bearer ${token}` }), ...((json !== undefined || type !== undefined) && { "content-type": type ?? "application/json" }), ...headers },
    ...((json !== undefined || body !== undefined) && { body: body ?? JSON.stringify(json) }),
  });
  const peer = async (kind: "sender" | "subscriber"): Promise<Peer> => {
    const made = z.object({ clientId: z.string(), clientSecret: z.string() }).parse(await (await sandbox.send("fit-connect", "/_control/clients", { kind, name: `Test ${kind}` })).json());
    return { ...made, token: await tokenOf(sandbox, made) };
  };
  const [sender, subscriber] = [await peer("sender"), await peer("subscriber")];
  const { encryption, signing } = await (subscriberKeys ??= makeSubscriberKeys());
  const settings = {
    name: "Zustellpunkt Test", contactInformation: { legalName: "Stadt Musterstadt", email: "fit@musterstadt.example" },
    publicServices: [{ identifier: LEIKA, submissionSchemas: [{ schemaUri: "https://schema.example.org/a.json", mimeType: "application/json" }], regions: [REGION] }],
    encryptionKid: encryption.publicJwk.kid, encryptionPublicKey: encryption.publicJwk, signingPublicKey: signing.publicJwk, metadataVersions: ["2.1.0"],
  };
  const destination = async (changes: object = {}, as = subscriber): Promise<string> => {
    const made = await call("/destination-api/v2/destinations", { token: as.token, json: { ...settings, ...changes } });
    assert.equal(made.status, 201, await made.clone().text());
    const { destinationId } = z.object({ destinationId: z.uuid(), status: z.literal("created") }).parse(await made.json());
    assert.equal((await call(`/destination-api/v2/destinations/${destinationId}`, { method: "PATCH", type: "application/merge-patch+json", token: as.token, json: { status: "active" } })).status, 200);
    return destinationId;
  };
  const destinationId = await destination();

  const announce = async (changes: object = {}): Promise<z.infer<typeof announcedSchema>> => {
    const answer = await call("/submission-api/v2/submissions", { token: sender.token, json: { destinationId, announcedAttachments: [], publicService: { name: "Einbürgerung", identifier: LEIKA }, ...changes } });
    assert.equal(answer.status, 201, await answer.clone().text());
    return announcedSchema.parse(await answer.json());
  };
  const upload = (id: string, attachmentId: string, jwe: string | Buffer): Promise<Response> =>
    call(`/submission-api/v2/submissions/${id}/attachments/${attachmentId}`, { method: "PUT", token: sender.token, type: "application/jose", body: jwe });
  const content = () => ({ encryptedMetadata: seal("{}", encryption.publicJwk), encryptedData: seal('{"a":1}', encryption.publicJwk) });
  const finish = (id: string, json: object): Promise<Response> => call(`/submission-api/v2/submissions/${id}`, { method: "PUT", token: sender.token, json });
  /** A whole submission. */
  const submit = async (attachments: readonly string[] = [], changes: object = {}) => {
    const jwes = new Map(attachments.map((text) => [randomUUID(), seal(text, encryption.publicJwk, "text/plain")]));
    const announced = await announce({ announcedAttachments: [...jwes.keys()], ...changes });
    for (const [id, jwe] of jwes) assert.equal((await upload(announced.submissionId, id, jwe)).status, 204);
    const sent = content();
    const answer = await finish(announced.submissionId, sent);
    assert.equal(answer.status, 200, await answer.clone().text());
    const tags = { metadata: tagOf(sent.encryptedMetadata), data: tagOf(sent.encryptedData), attachments: Object.fromEntries([...jwes].map(([id, jwe]) => [id, tagOf(jwe)])) };
    return { ...announced, ...sent, tags, jwes };
  };
  const log = async (caseId: string, token = sender.token): Promise<string[]> => {
    const answer = await call(`/submission-api/v2/cases/${caseId}/events`, { token });
    assert.equal(answer.status, 200, await answer.clone().text());
    return logSchema.parse(await answer.json()).eventLog;
  };
  const eventNames = async (caseId: string): Promise<string[]> => (await log(caseId)).map((set) => Object.keys(claimsOf(set).events)[0]!.slice(EVENT_PREFIX.length));
  const set = (about: { readonly submissionId: string; readonly caseId: string }, verb: string, payload: object, changes: { readonly claims?: object; readonly header?: object; readonly key?: KeyObject } = {}): Promise<string> =>
    signJws({ typ: "secevent+jwt", alg: "PS512", kid: signing.publicJwk.kid, ...changes.header }, {
      $schema: EVENT_SCHEMA, jti: randomUUID(), iss: destinationId, iat: Math.floor(time.now / 1000), sub: `submission:${about.submissionId}`, txn: `case:${about.caseId}`,
      events: { [`${EVENT_PREFIX}${verb}`]: payload }, ...changes.claims,
    }, changes.key ?? signing.privateKey);
  const post = (caseId: string, jws: string, token = subscriber.token): Promise<Response> => call(`/submission-api/v2/cases/${caseId}/events`, { token, type: "application/jose", body: jws });
  const renew = async (): Promise<void> => { for (const one of [sender, subscriber]) one.token = await tokenOf(sandbox, one); };
  return { sandbox, time, call, peer, sender, subscriber, encryption, signing, settings, destination, destinationId, announce, upload, content, finish, submit, log, eventNames, set, post, renew };
}

export async function tokenOf(sandbox: Pick<TestSandbox, "submit">, { clientId, clientSecret }: { readonly clientId: string; readonly clientSecret: string }): Promise<string> {
  const answer = await sandbox.submit("fit-connect", "/auth/token", { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret }, { "user-agent": "test" });
  return z.object({ access_token: z.string() }).parse(await answer.json()).access_token;
}

export function claimsOf(set: string): Claims { return claimsSchema.parse(parseJws(set)?.payload); }

/** The answer is this refusal, as problem+json with every documented member. */
export async function assertProblem(answer: Response, status: number, id: string, detail?: RegExp): Promise<void> {
  const text = await answer.text();
  assert.equal(answer.status, status, text);
  assert.match(answer.headers.get("content-type") ?? "", /^application\/problem\+json/);
  const problem = z.object({ type: z.string(), title: z.string().min(1), status: z.literal(status), detail: z.string().optional() }).parse(JSON.parse(text));
  assert.equal(problem.type, PROBLEM_PREFIX + id, text);
  if (detail) assert.match(problem.detail ?? "", detail);
}
