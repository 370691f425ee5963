import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { FitConnectEnvironment } from "../environments.ts";
import { EVENT_PREFIX } from "../events/event-names.ts";
import { PAYLOAD_SCHEMA } from "../events/security-event.ts";
import { signJws } from "../jws/jws.ts";
import { authenticationTag } from "../jwe/encrypt-jwe.ts";
import type { TestEncryption, TestSignature } from "./test-keys.ts";

/** What somebody asked, as one test wants to see it. */
export interface SeenRequest { readonly method: string; readonly path: string; readonly headers: IncomingMessage["headers"]; readonly body: string }
export type Answer = (response: ServerResponse) => void;

interface Parcel { readonly kind: "submission" | "reply"; readonly id: string; readonly caseId: string; readonly service: object; readonly region: unknown; readonly announced: readonly string[]; readonly attachments: Map<string, string>; metadata: string; data: string | undefined }

/**
 * Just enough of a delivery service to answer the protocol, with a place to disturb every answer. It checks nothing: the strict one is the sandbox's, written
 * without this library.
 */
export interface TestingService {
  readonly environment: FitConnectEnvironment;
  readonly destinationId: string;
  readonly seen: SeenRequest[];
  readonly parcels: Map<string, Parcel>;
  /** The log of each case. Tests may change it. */
  readonly logs: Map<string, string[]>;
  /** Answers instead of the service, when it gives something. */
  disturb: (request: SeenRequest) => Answer | undefined;
  destination: Record<string, unknown>;
  tokens: number;
  event(verb: string, parcel: Pick<Parcel, "kind" | "id" | "caseId">, payload?: object, more?: object): Promise<string>;
}

export const json = (status: number, body: unknown, headers: Record<string, string> = {}): Answer => (response) => { response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body)); };
export const LEIKA = "urn:de:fim:leika:leistung:99134005017000";
export const SCHEMA = "https://schema.example/antrag/1.0.0/schema.json";

export async function testingService(t: TestContext, keys: { readonly service: TestSignature; readonly encryption: TestEncryption; readonly signature: TestSignature }): Promise<TestingService> {
  const destinationId = randomUUID();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const seen: SeenRequest = { method: request.method ?? "", path: request.url ?? "", headers: request.headers, body: Buffer.concat(chunks).toString("latin1") };
      service.seen.push(seen);
      void (async () => (service.disturb(seen) ?? await answer(seen))(response))().catch((error: unknown) => { json(500, { detail: String(error) })(response); });
    });
    request.on("error", () => undefined);
  });
  await new Promise<void>((resolve) => { server.listen(0, "127.0.0.1", resolve); });
  t.after(() => { server.closeAllConnections(); server.close(); });
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const service: TestingService = {
    environment: { name: "testing", tokenUrl: `${base}/token`, submissionUrl: `${base}/submission-api`, destinationUrl: `${base}/destination-api`, routingUrl: `${base}/routing`, portalUrl: `${base}/portal`, allowHttp: true, certificates: { kind: "lenient" } },
    destinationId, seen: [], parcels: new Map(), logs: new Map(), disturb: () => undefined, tokens: 0,
    destination: {
      destinationId, status: "active", encryptionKid: keys.encryption.publicJwk.kid, metadataVersions: ["2.1.0"], replyChannels: { eMail: {}, fitConnect: { processStandards: ["urn:x:y"] } },
      publicServices: [{ identifier: LEIKA, submissionSchemas: [{ schemaUri: SCHEMA, mimeType: "application/json" }], regions: ["DE059990001001"] }],
    },
    event: (verb, { kind, id, caseId }, payload = {}, more = {}) => signJws({
      $schema: PAYLOAD_SCHEMA, jti: randomUUID(), iss: service.environment.submissionUrl, iat: Math.floor(Date.now() / 1000), sub: `${kind}:${id}`, txn: `case:${caseId}`, events: { [`${EVENT_PREFIX}${verb}-${kind}`]: payload }, ...more,
    }, keys.service.signer, "secevent+jwt"),
  };
  const log = async (verb: string, parcel: Parcel, payload?: object): Promise<void> => { service.logs.set(parcel.caseId, [...service.logs.get(parcel.caseId) ?? [], await service.event(verb, parcel, payload)]); };

  const announce = async (kind: "submission" | "reply", body: string): Promise<Answer> => {
    const order = JSON.parse(body) as { readonly caseId?: string; readonly publicService?: object; readonly serviceType?: object; readonly region?: string; readonly announcedAttachments: string[] };
    const parcel: Parcel = { kind, id: randomUUID(), caseId: order.caseId ?? randomUUID(), service: order.publicService ?? order.serviceType ?? {}, region: order.region, announced: order.announcedAttachments, attachments: new Map(), metadata: "", data: undefined };
    service.parcels.set(parcel.id, parcel);
    await log("create", parcel);
    return json(201, { [`${kind}Id`]: parcel.id, caseId: parcel.caseId });
  };
  const finish = async (parcel: Parcel, body: string): Promise<Answer> => {
    if (parcel.metadata !== "") return json(409, { title: "already submitted" });
    const { encryptedMetadata, encryptedData } = JSON.parse(body) as { readonly encryptedMetadata: string; readonly encryptedData?: string };
    [parcel.metadata, parcel.data] = [encryptedMetadata, encryptedData];
    await log("submit", parcel, { authenticationTags: { metadata: authenticationTag(encryptedMetadata), ...(encryptedData === undefined ? {} : { data: authenticationTag(encryptedData) }), attachments: Object.fromEntries([...parcel.attachments].map(([id, jwe]) => [id, authenticationTag(jwe)])) } });
    return json(200, {});
  };
  const shown = ({ kind, id, caseId, service: publicService, region, attachments, metadata, data }: Parcel): object => ({ [`${kind}Id`]: id, caseId, ...(kind === "submission" ? { destinationId, publicService, region } : {}), encryptedMetadata: metadata, encryptedData: data, attachments: [...attachments.keys()] });

  const answer = async ({ method, path, body }: SeenRequest): Promise<Answer> => {
    const [address = "", query] = path.split("?");
    if (address === "/token") return json(200, { access_token: `token-${service.tokens += 1}`, token_type: "Bearer", expires_in: 1800 });
    if (address === "/submission-api/.well-known/jwks.json") return json(200, { keys: [keys.service.publicJwk] });
    const [, , , noun = "", id = "", under, last = ""] = address.split("/");
    if (noun === "destinations") return json(200, under === undefined ? service.destination : [keys.encryption, keys.signature].find(({ publicJwk }) => publicJwk.kid === last)?.publicJwk ?? {});
    const kind = noun === "replies" ? "reply" : "submission";
    if (noun === "cases" && method === "POST") { service.logs.set(id, [...service.logs.get(id) ?? [], body]); return (response) => { response.writeHead(204).end(); }; }
    if (noun === "cases") { const all = service.logs.get(id) ?? []; const offset = Number(new URLSearchParams(query).get("offset")); return json(200, { eventLog: all.slice(offset, offset + 2), totalCount: all.length }); }
    if (method === "POST") return announce(kind, body);
    if (id === "") { const all = [...service.parcels.values()].filter((parcel) => parcel.kind === kind && parcel.metadata !== ""); return json(200, { [noun]: all.map(({ id: parcelId, caseId }) => ({ [`${kind}Id`]: parcelId, caseId, destinationId })), totalCount: all.length }); }
    const parcel = service.parcels.get(id);
    if (parcel === undefined) return json(404, { type: `https://schema.fitko.de/fit-connect/submission-api/problems/${kind}-not-found`, title: "not found", status: 404 });
    if (under === "attachments" && method === "PUT") { parcel.attachments.set(last, body); return (response) => { response.writeHead(204).end(); }; }
    if (under === "attachments") { const jwe = parcel.attachments.get(last); return jwe === undefined ? json(404, {}) : (response) => { response.writeHead(200, { "content-type": "application/jose" }).end(jwe, "latin1"); }; }
    return method === "PUT" ? finish(parcel, body) : json(200, shown(parcel));
  };
  return service;
}
