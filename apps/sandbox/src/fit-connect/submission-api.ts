import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import type { Readable } from "node:stream";
import type { Right } from "./access-tokens.ts";
import { announceReply, announceSubmission } from "./announce.ts";
import { authorise, prepareApi, type ApiParts } from "./api-frame.ts";
import { finishParcel, uploadAttachment } from "./deliver-parcel.ts";
import { fetchAttachment, fetchParcel } from "./fetch-parcel.ts";
import { readLog } from "./read-log.ts";
import { pageOf, readPage } from "./paging.ts";
import { ApiProblem } from "./problem.ts";
import { recordEvent } from "./record-event.ts";
import type { Parcel } from "./records.ts";
import type { Service } from "./service.ts";

type Caller = { readonly service: Service; readonly clientId: string };
interface OneParcel { Params: { id: string } }
interface OneAttachment { Params: { id: string; attachmentId: string } }
interface OneCase { Params: { caseId: string } }

const JSON_LIMIT = 256 * 1024;
const EVENT_LIMIT = 256 * 1024;
const SEND = ["send-submissions"] as const;
const SUBSCRIBE = ["subscribe-destinations"] as const;
const EITHER = [...SEND, ...SUBSCRIBE] as const;

/** The Submission API (delivery.md 1.5.1), `/v2` and the alias `/v1`; one core, two field names. */
export function addSubmissionApi(api: FastifyInstance, parts: ApiParts): void {
  prepareApi(api, parts);
  api.addContentTypeParser("application/json", { parseAs: "string" }, api.getDefaultJsonParser("error", "error"));
  const caller = (request: FastifyRequest, reply: FastifyReply, rights: readonly Right[]): Promise<Caller> => authorise(parts, request, reply, ...rights);

  for (const version of ["v2", "v1"] as const) {
    const base = `/submission-api/${version}`;
    api.post(`${base}/submissions`, { bodyLimit: JSON_LIMIT }, async (request, reply) => {
      const { service, clientId } = await caller(request, reply, SEND);
      const { id, caseId } = await announceSubmission(service, clientId, version, request.body);
      return reply.code(201).send({ submissionId: id, caseId });
    });
    api.post(`${base}/replies`, { bodyLimit: JSON_LIMIT }, async (request, reply) => {
      const { service, clientId } = await caller(request, reply, EITHER);
      const { id, caseId } = await announceReply(service, clientId, version, request.body);
      return reply.code(201).send({ replyId: id, caseId });
    });
    api.get(`${base}/submissions`, async (request, reply) => {
      const { service, clientId } = await caller(request, reply, SUBSCRIBE);
      const page = readPage(request.query);
      const own = [...service.store.destinations.values()].filter((destination) => destination.clientId === clientId).map(({ destinationId }) => destinationId);
      if (page.destinationId !== undefined && !own.includes(page.destinationId)) throw new ApiProblem("forbidden", "not a destination of this subscriber");
      const ids = page.destinationId === undefined ? own : [page.destinationId];
      const waiting = ids.flatMap((id) => service.store.waiting(id, "submission"));
      return pageOf("submissions", waiting.map(({ destinationId, id, caseId }) => ({ destinationId, submissionId: id, caseId })), page);
    });
    api.get(`${base}/replies`, async (request, reply) => {
      const { service, clientId } = await caller(request, reply, EITHER);
      const { store } = service;
      const waiting = [...store.destinations.keys()].flatMap((id) => store.waiting(id, "reply")).filter((parcel) => sideIn(service, parcel, clientId) === "recipient");
      return pageOf("replies", waiting.map(({ id, caseId }) => ({ replyId: id, caseId })), readPage(request.query));
    });
    api.get<OneCase>(`${base}/cases/:caseId/events`, async (request, reply) => {
      const { service, clientId } = await caller(request, reply, EITHER);
      return readLog(service, clientId, { caseId: request.params.caseId.toLowerCase() }, readPage(request.query));
    });
    for (const kind of ["submission", "reply"] as const) addParcelRoutes(api, `${base}/${kind === "reply" ? "replies" : "submissions"}/:id`, kind, version, caller);
    api.get(`${base}/info`, async () => ({ version: { major: version === "v2" ? 2 : 1, minor: 0, patch: 0 } }));
  }

  // Bodies of type application/jose: tokens whole, attachments as the stream they are.
  void api.register(async (events) => {
    events.removeAllContentTypeParsers();
    events.addContentTypeParser("application/jose", { parseAs: "string", bodyLimit: EVENT_LIMIT }, (_request, body, done) => { done(null, body); });
    for (const version of ["v2", "v1"] as const) {
      events.post<OneCase>(`/submission-api/${version}/cases/:caseId/events`, async (request, reply) => {
        const { service, clientId } = await caller(request, reply, EITHER);
        await recordEvent(service, { caseId: request.params.caseId.toLowerCase(), clientId }, typeof request.body === "string" ? request.body : "");
        return reply.code(204).send();
      });
    }
  });
}

function addParcelRoutes(api: FastifyInstance, path: string, kind: Parcel["kind"], version: Parcel["api"], caller: (request: FastifyRequest, reply: FastifyReply, rights: readonly Right[]) => Promise<Caller>): void {
  const [sends, receives] = kind === "submission" ? [SEND, SUBSCRIBE] : [EITHER, EITHER];
  const seen = async (request: FastifyRequest, reply: FastifyReply, id: string, as: "author" | "recipient"): Promise<{ readonly service: Service; readonly parcel: Parcel }> => {
    const { service, clientId } = await caller(request, reply, as === "author" ? sends : receives);
    return { service, parcel: parcelFor(service, clientId, kind, id, as) };
  };

  api.put<OneParcel>(path, { bodyLimit: 64_000_000 }, async (request, reply) => {
    const { service, parcel } = await seen(request, reply, request.params.id, "author");
    if (Number(request.headers["content-length"] ?? 0) > service.behaviour.current.limits.contentBytes) throw new ApiProblem("payload-too-large");
    const { id, caseId } = await finishParcel(service, parcel.id, request.body);
    return { [`${kind}Id`]: id, caseId };
  });
  api.get<OneParcel>(path, async (request, reply) => {
    const { service, parcel } = await seen(request, reply, request.params.id, "recipient");
    return reply.type("application/json; charset=utf-8").send(await fetchParcel(service, parcel, version));
  });
  api.get<OneParcel>(`${path}/events`, async (request, reply) => {
    const { service, clientId } = await caller(request, reply, EITHER);
    const parcel = service.store.parcels.get(request.params.id.toLowerCase());
    if (!parcel || parcel.kind !== kind) throw new ApiProblem(`${kind}-not-found`);
    return readLog(service, clientId, { caseId: parcel.caseId, parcelId: parcel.id }, readPage(request.query));
  });
  api.get<OneAttachment>(`${path}/attachments/:attachmentId`, async (request, reply) => {
    const { service, parcel } = await seen(request, reply, request.params.id, "recipient");
    return reply.type("application/jose").send(fetchAttachment(service, parcel, request.params.attachmentId.toLowerCase()));
  });
  void api.register(async (uploads) => {
    uploads.removeAllContentTypeParsers();
    uploads.addContentTypeParser("application/jose", (_request, payload, done) => { done(null, payload); });
    uploads.put<OneAttachment & { Body: Readable | undefined }>(`${path}/attachments/:attachmentId`, async (request, reply) => {
      const { service, parcel } = await seen(request, reply, request.params.id, "author");
      const { limits } = service.behaviour.current;
      if (Number(request.headers["content-length"] ?? 0) > limits.attachmentBytes) throw new ApiProblem("payload-too-large", `more than ${limits.attachmentBytes} bytes`);
      if (!request.body) throw new ApiProblem("unsupported-media-type", "application/jose");
      await uploadAttachment(service, parcel.id, request.params.attachmentId.toLowerCase(), request.body);
      return reply.code(204).send();
    });
  });
}

/** Isolation (delivery.md 7.12): a sender does not learn that a foreign case exists; a subscriber who is not connected is told so (1.3). */
function parcelFor(service: Service, clientId: string, kind: Parcel["kind"], id: string, as: "author" | "recipient"): Parcel {
  const parcel = service.store.parcels.get(id.toLowerCase());
  if (!parcel || parcel.kind !== kind) throw new ApiProblem(`${kind}-not-found`);
  const side = sideIn(service, parcel, clientId);
  if (side === undefined && service.store.clients.get(clientId)?.kind === "subscriber") throw new ApiProblem("forbidden", "not a destination of this subscriber");
  if (side === undefined) throw new ApiProblem(`${kind}-not-found`);
  if (side !== as) throw new ApiProblem("forbidden", `only the ${as} may do this`);
  return parcel;
}

function sideIn({ store }: Service, { caseId, destinationId, from }: Parcel, clientId: string): "author" | "recipient" | undefined {
  const isSender = store.cases.get(caseId)?.clientId === clientId;
  if (!isSender && store.destinations.get(destinationId)?.clientId !== clientId) return undefined;
  return (from === "sender") === isSender ? "author" : "recipient";
}
