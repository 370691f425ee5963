import { createPrivateKey, randomUUID, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { readJson } from "../frame/atomic-json.ts";
import type { SandboxContext } from "../frame/site.ts";
import { keyFileSchema } from "../fit-connect/demo-destinations.ts";
import { CALLBACK_PATH } from "../fit-connect/demo-world.ts";
import { EVENT_PREFIX, EVENT_SCHEMA } from "../fit-connect/event-uris.ts";
import { signJws } from "../fit-connect/jws.ts";
import { CallFailed, createApiCall } from "./api-call.ts";
import { decryptionKeyOf, type DecryptionKey } from "./decrypt-stream.ts";
import { createDeliveryService, type DeliveryService, type Waiting } from "./delivery-service.ts";
import { receiveSubmission, type Reception } from "./receive-submission.ts";
import type { Problem } from "./problem.ts";
import { isGenuineCallback } from "./verify-callback.ts";

export interface SubscribedDestination { readonly destinationId: string; readonly keyFile: string; readonly callbackSecret: string }
export type Answer = { readonly verb: "accept" } | { readonly verb: "reject"; readonly problems: readonly Problem[] } | { readonly verb: "leave" };

interface Parts {
  readonly context: SandboxContext;
  readonly client: { readonly clientId: string; readonly clientSecret: string };
  readonly destinations: readonly SubscribedDestination[];
  readonly folder: string;
  readonly takesSchema: (schemaUri: string) => boolean;
  /** Fetching may be paused by the control. */
  readonly active: () => boolean;
  /** Stores what was received (durably) and says what to answer. Is asked again for the same submission when the answer did not arrive. */
  readonly decide: (waiting: Waiting, reception: Reception) => Promise<Answer>;
}

function jsonOf(body: Buffer): unknown {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    return value;
  } catch {
    return undefined;
  }
}

/** So many run at the same time, the others in their order after them. */
function createLanes(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  const queue: (() => void)[] = [];
  let busy = 0;
  return async (work) => {
    if (busy < count) busy += 1; else await new Promise<void>((resolve) => { queue.push(resolve); });
    try {
      return await work();
    } finally {
      const next = queue.shift();
      if (next) next(); else busy -= 1;
    }
  };
}

export interface Subscriber {
  readonly service: DeliveryService;
  /** Looks for submissions now; also by itself every few seconds and at each genuine callback. */
  poll(): Promise<void>;
  /** Signs an answer with the destination's key, or, for tests, with one that is not registered. */
  answer(waiting: Waiting, answer: Exclude<Answer, { verb: "leave" }>, submittedTags: object): Promise<void>;
  close(): Promise<void>;
}

/** The backstop where callbacks fail: a callback only tells, a subscriber always fetches (delivery.md 1.1). */
const POLL_MS = 2_000;
const AT_ONCE = 8;
const MOST_REMEMBERED = 10_000;

/** Read once, used for every submission. */
interface Keys { readonly signingKid: string; readonly signing: KeyObject; readonly decryption: DecryptionKey }

const newsSchema = z.object({ type: z.string().endsWith("/new-submissions"), submissions: z.array(z.object({ destinationId: z.uuid(), submissionId: z.uuid(), caseId: z.uuid() })).min(1) });

export function createSubscriber(app: FastifyInstance, { context, client, destinations, folder, takesSchema, active, decide }: Parts): Subscriber {
  const { call, close } = createApiCall(context.origin("fit-connect"));
  const service = createDeliveryService(call, client);
  const issuer = `${context.origin("fit-connect")}/submission-api`;
  const keys = new Map<string, Keys>();
  const running = new Map<string, Promise<void>>();
  /** Answered by this process: a callback that comes again finds nothing to do. */
  const answered = new Set<string>();
  const inLane = createLanes(AT_ONCE);
  let ended = false;

  const keysOf = async ({ destinationId, keyFile }: SubscribedDestination): Promise<Keys | undefined> => {
    const known = keys.get(destinationId);
    if (known) return known;
    const stored = await readJson(keyFile);
    if (stored === undefined) return undefined;
    const file = keyFileSchema.parse(stored);
    const read: Keys = { signingKid: file.signingKey.kid, signing: createPrivateKey({ key: file.signingKey, format: "jwk" }), decryption: await decryptionKeyOf(file.decryptionKey) };
    keys.set(destinationId, read);
    return read;
  };

  const answer: Subscriber["answer"] = async ({ destinationId, submissionId, caseId }, given, submittedTags) => {
    const own = keys.get(destinationId);
    if (!own) throw new Error("answered before anything was received");
    const payload = given.verb === "accept" ? { authenticationTags: submittedTags } : { problems: given.problems };
    await service.postEvent(caseId, await signJws({ typ: "secevent+jwt", alg: "PS512", kid: own.signingKid }, {
      $schema: EVENT_SCHEMA, jti: randomUUID(), iss: destinationId, iat: Math.floor(context.clock().getTime() / 1000), sub: `submission:${submissionId}`, txn: `case:${caseId}`,
      events: { [`${EVENT_PREFIX}${given.verb}-submission`]: payload },
    }, own.signing));
    if (answered.size >= MOST_REMEMBERED) answered.clear();
    answered.add(submissionId);
  };

  const receiveOne = async (waiting: Waiting, { decryption }: Keys): Promise<void> => {
    if (ended || answered.has(waiting.submissionId)) return;
    const reception = await receiveSubmission({ service, keys: [decryption], issuer, folder: join(folder, waiting.submissionId), takesSchema }, waiting.submissionId);
    const given = await decide(waiting, reception);
    if (given.verb !== "leave") await answer(waiting, given, reception.ok ? reception.received.submitted.tags : {});
  };
  /** One submission never twice at the same time; what fails is found again by the next poll. */
  const handle = async (waiting: Waiting, own: Keys): Promise<void> => {
    const known = running.get(waiting.submissionId);
    if (known) return known;
    const work = inLane(() => receiveOne(waiting, own)).catch((error: unknown) => {
      if (!(error instanceof CallFailed) && !ended) process.stderr.write(`subscriber fault: ${error instanceof Error ? error.stack ?? error.message : "?"}\n`);
    }).finally(() => { running.delete(waiting.submissionId); });
    running.set(waiting.submissionId, work);
    return work;
  };
  const look = async (): Promise<void> => {
    for (const destination of destinations) {
      const own = await keysOf(destination);
      if (!own || ended || !active()) continue;
      const waiting = await service.waiting(destination.destinationId).catch((): readonly Waiting[] => []);
      await Promise.all(waiting.map((one) => handle(one, own)));
    }
  };
  let looking: Promise<void> | undefined;
  let again = false;
  const poll = async (): Promise<void> => {
    if (looking) { again = true; return looking; }
    looking = (async () => { do { again = false; await look(); } while (again && !ended); })().finally(() => { looking = undefined; });
    return looking;
  };
  const timer = setInterval(() => { void poll(); }, POLL_MS).unref();
  void delay(0).then(poll);

  /** What the callback names is fetched without asking for the list; the list stays the word that counts for everything else. */
  const takeNews = async (body: Buffer): Promise<void> => {
    const news = newsSchema.safeParse(jsonOf(body));
    if (!news.success || !active()) return poll();
    await Promise.all(news.data.submissions.map(async (waiting) => {
      const destination = destinations.find(({ destinationId }) => destinationId === waiting.destinationId);
      const own = destination && await keysOf(destination);
      if (own) await handle(waiting, own);
    }));
  };

  void app.register(async (receiver) => {
    receiver.removeAllContentTypeParsers();
    receiver.addContentTypeParser("application/json", { parseAs: "buffer", bodyLimit: 1024 * 1024 }, (_request, body, done) => { done(null, body); });
    receiver.post(CALLBACK_PATH, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isGenuineCallback(request.headers, body, destinations.map(({ callbackSecret }) => callbackSecret), context.clock())) return reply.code(401).send({ error: "not from the delivery service, or not of now" });
      void takeNews(body);
      return reply.code(204).send();
    });
  });

  return {
    service, poll, answer,
    async close() {
      ended = true;
      clearInterval(timer);
      close();
      await looking?.catch(() => undefined);
      await Promise.all(running.values());
    },
  };
}
