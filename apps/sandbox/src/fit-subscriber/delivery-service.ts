import { createPublicKey, type KeyObject } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { z } from "zod";
import { CallFailed, textOf, type ApiCall, type ApiRequest } from "./api-call.ts";

const tokenSchema = z.object({ access_token: z.string(), expires_in: z.number() });
const listSchema = z.object({ submissions: z.array(z.object({ destinationId: z.uuid(), submissionId: z.uuid(), caseId: z.uuid() })) });
const eventsSchema = z.object({ eventLog: z.array(z.string()), totalCount: z.number() });
const submissionSchema = z.object({
  submissionId: z.uuid(), caseId: z.uuid(), destinationId: z.uuid(), publicService: z.object({ name: z.string().optional(), identifier: z.string() }),
  encryptedMetadata: z.string(), encryptedData: z.string().optional(), attachments: z.array(z.string()),
});
export type FetchedSubmission = z.infer<typeof submissionSchema>;
const serviceKeySchema = z.looseObject({ kid: z.string(), n: z.string(), e: z.string(), alg: z.literal("PS512"), key_ops: z.tuple([z.literal("verify")]) });
/** Keys of the service are asked for again after so long, and whenever one is unknown. */
const KEEP_KEYS_MS = 600_000;
export type Waiting = z.infer<typeof listSchema>["submissions"][number];

/** The delivery service as a subscriber uses it (delivery.md 1.5.1). Every method throws CallFailed when the service does not do it. */
export interface DeliveryService {
  waiting(destinationId: string): Promise<readonly Waiting[]>;
  submission(submissionId: string): Promise<FetchedSubmission>;
  attachment(submissionId: string, attachmentId: string): Promise<IncomingMessage>;
  eventLog(caseId: string): Promise<readonly string[]>;
  postEvent(caseId: string, set: string): Promise<void>;
  /** With which the service signs its events, from its own address; undefined where it publishes none of this id. */
  serviceKey(kid: string): Promise<KeyObject | undefined>;
  announceReply(caseId: string, attachments: readonly string[]): Promise<string>;
  uploadReplyAttachment(replyId: string, attachmentId: string, jwe: string): Promise<void>;
  finishReply(replyId: string, content: { readonly encryptedMetadata: string; readonly encryptedData: string }): Promise<void>;
}

export function createDeliveryService(call: ApiCall, client: { readonly clientId: string; readonly clientSecret: string }): DeliveryService {
  let token: { readonly text: string; readonly until: number } | undefined;
  const bearer = async (): Promise<string> => {
    if (token && token.until > performance.now()) return token.text;
    const body = new URLSearchParams({ grant_type: "client_credentials", client_id: client.clientId, client_secret: client.clientSecret }).toString();
    const answer = await call({ method: "POST", path: "/auth/token", headers: { "content-type": "application/x-www-form-urlencoded" }, body });
    const text = await textOf(answer);
    if (answer.statusCode !== 200) throw new CallFailed(answer.statusCode ?? 0, "token");
    const made = tokenSchema.parse(JSON.parse(text));
    token = { text: made.access_token, until: performance.now() + Math.max(1, made.expires_in - 60) * 1000 };
    return token.text;
  };
  /** A token that ended early is fetched anew, once. */
  const send = async (request: ApiRequest, expected: number, again = true): Promise<IncomingMessage> => {
    const answer = await call({ ...request, headers: { ...request.headers, authorization: `Bearer ${await bearer()}` } });
    if (answer.statusCode === expected) return answer;
    answer.resume();
    if (answer.statusCode !== 401 || !again) throw new CallFailed(answer.statusCode ?? 0, `${request.method} ${request.path}`);
    token = undefined;
    return send(request, expected, false);
  };
  let kept: { readonly at: number; readonly keys: Promise<ReadonlyMap<string, KeyObject>> } | undefined;
  const fetchKeys = async (): Promise<ReadonlyMap<string, KeyObject>> => {
    const answer = await call({ method: "GET", path: "/submission-api/.well-known/jwks.json" });
    const text = await textOf(answer);
    if (answer.statusCode !== 200) throw new CallFailed(answer.statusCode ?? 0, "jwks.json");
    const published = z.object({ keys: z.array(z.unknown()) }).parse(JSON.parse(text)).keys.flatMap((key) => serviceKeySchema.safeParse(key).data ?? []);
    return new Map(published.map(({ kid, n, e }) => [kid, createPublicKey({ key: { kty: "RSA", n, e }, format: "jwk" })]));
  };
  const keysAfresh = (): Promise<ReadonlyMap<string, KeyObject>> => {
    const keys = fetchKeys();
    kept = { at: performance.now(), keys };
    keys.catch(() => { kept = undefined; });
    return keys;
  };
  const get = async <T>(path: string, schema: z.ZodType<T>): Promise<T> => schema.parse(JSON.parse(await textOf(await send({ method: "GET", path: `/submission-api/v2/${path}` }, 200))));
  const put = async (method: string, path: string, type: string, body: string, expected: number): Promise<string> =>
    textOf(await send({ method, path: `/submission-api/v2/${path}`, headers: { "content-type": type }, body }, expected));

  return {
    waiting: async (destinationId) => (await get(`submissions?destinationId=${destinationId}&limit=500`, listSchema)).submissions,
    submission: (submissionId) => get(`submissions/${submissionId}`, submissionSchema),
    attachment: (submissionId, attachmentId) => send({ method: "GET", path: `/submission-api/v2/submissions/${submissionId}/attachments/${attachmentId}` }, 200),
    async eventLog(caseId) {
      const sets: string[] = [];
      for (;;) {
        const { eventLog, totalCount } = await get(`cases/${caseId}/events?offset=${sets.length}&limit=500`, eventsSchema);
        sets.push(...eventLog);
        if (eventLog.length === 0 || sets.length >= totalCount) return sets;
      }
    },
    async postEvent(caseId, set) { await put("POST", `cases/${caseId}/events`, "application/jose", set, 204); },
    async serviceKey(kid) {
      const known = kept && performance.now() - kept.at < KEEP_KEYS_MS ? await kept.keys : undefined;
      return known?.get(kid) ?? (await keysAfresh()).get(kid);
    },
    async announceReply(caseId, announcedAttachments) {
      return z.object({ replyId: z.uuid() }).parse(JSON.parse(await put("POST", "replies", "application/json", JSON.stringify({ caseId, announcedAttachments }), 201))).replyId;
    },
    async uploadReplyAttachment(replyId, attachmentId, jwe) { await put("PUT", `replies/${replyId}/attachments/${attachmentId}`, "application/jose", jwe, 204); },
    async finishReply(replyId, content) { await put("PUT", `replies/${replyId}`, "application/json", JSON.stringify(content), 200); },
  };
}
