import { createPrivateKey, randomUUID, type KeyObject } from "node:crypto";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { FastifyInstance } from "fastify";
import { readJson } from "../frame/atomic-json.ts";
import type { SandboxContext } from "../frame/site.ts";
import { keyFileSchema, type KeyFile } from "../fit-connect/demo-destinations.ts";
import { CALLBACK_PATH } from "../fit-connect/demo-world.ts";
import { EVENT_PREFIX, EVENT_SCHEMA } from "../fit-connect/event-uris.ts";
import { signJws } from "../fit-connect/jws.ts";
import { CallFailed, createApiCall } from "./api-call.ts";
import { decryptionKeyOf } from "./decrypt-stream.ts";
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
const AT_ONCE = 4;

export function createSubscriber(app: FastifyInstance, { context, client, destinations, folder, takesSchema, active, decide }: Parts): Subscriber {
  const { call, close } = createApiCall(context.origin("fit-connect"));
  const service = createDeliveryService(call, client);
  const issuer = `${context.origin("fit-connect")}/submission-api`;
  const keys = new Map<string, KeyFile>();
  const running = new Map<string, Promise<void>>();
  let ended = false;

  const keysOf = async ({ destinationId, keyFile }: SubscribedDestination): Promise<KeyFile | undefined> => {
    const known = keys.get(destinationId);
    if (known) return known;
    const stored = await readJson(keyFile);
    if (stored === undefined) return undefined;
    const parsed = keyFileSchema.parse(stored);
    keys.set(destinationId, parsed);
    return parsed;
  };
  const signingKey = (file: KeyFile): KeyObject => createPrivateKey({ key: file.signingKey, format: "jwk" });

  const answer: Subscriber["answer"] = async ({ destinationId, submissionId, caseId }, given, submittedTags) => {
    const file = keys.get(destinationId);
    if (!file) throw new Error("answered before anything was received");
    const payload = given.verb === "accept" ? { authenticationTags: submittedTags } : { problems: given.problems };
    await service.postEvent(caseId, await signJws({ typ: "secevent+jwt", alg: "PS512", kid: file.signingKey.kid }, {
      $schema: EVENT_SCHEMA, jti: randomUUID(), iss: destinationId, iat: Math.floor(context.clock().getTime() / 1000), sub: `submission:${submissionId}`, txn: `case:${caseId}`,
      events: { [`${EVENT_PREFIX}${given.verb}-submission`]: payload },
    }, signingKey(file)));
  };

  const receiveOne = async (waiting: Waiting, file: KeyFile): Promise<void> => {
    const reception = await receiveSubmission({ service, keys: [decryptionKeyOf(file.decryptionKey)], issuer, folder: join(folder, waiting.submissionId), takesSchema }, waiting.submissionId);
    const given = await decide(waiting, reception);
    if (given.verb !== "leave") await answer(waiting, given, reception.ok ? reception.received.submitted.tags : {});
  };
  /** One submission never twice at the same time; what fails is found again by the next poll. */
  const handle = async (waiting: Waiting, file: KeyFile): Promise<void> => {
    const known = running.get(waiting.submissionId);
    if (known) return known;
    const work = receiveOne(waiting, file).catch((error: unknown) => {
      if (!(error instanceof CallFailed) && !ended) process.stderr.write(`subscriber fault: ${error instanceof Error ? error.stack ?? error.message : "?"}\n`);
    }).finally(() => { running.delete(waiting.submissionId); });
    running.set(waiting.submissionId, work);
    return work;
  };
  const look = async (): Promise<void> => {
    for (const destination of destinations) {
      const file = await keysOf(destination);
      if (!file || ended || !active()) continue;
      const waiting = [...await service.waiting(destination.destinationId).catch((): readonly Waiting[] => [])];
      const lane = async (): Promise<void> => { for (let next = waiting.shift(); next && !ended; next = waiting.shift()) await handle(next, file); };
      await Promise.all(Array.from({ length: AT_ONCE }, lane));
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

  void app.register(async (receiver) => {
    receiver.removeAllContentTypeParsers();
    receiver.addContentTypeParser("application/json", { parseAs: "buffer", bodyLimit: 1024 * 1024 }, (_request, body, done) => { done(null, body); });
    receiver.post(CALLBACK_PATH, async (request, reply) => {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      if (!isGenuineCallback(request.headers, body, destinations.map(({ callbackSecret }) => callbackSecret), context.clock())) return reply.code(401).send({ error: "not from the delivery service, or not of now" });
      void poll();
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
