import type { FastifyReply } from "fastify";
import type { Hub } from "#modules/hub";
import type { Clock } from "#platform/clock";
import { createRateLimit, type App } from "#platform/http";
import type { Addresses } from "../frame/index.ts";

export interface HubCallbackParts {
  readonly clock: Clock;
  readonly addresses: Pick<Addresses, "siteOf">;
  readonly hub: Pick<Hub, "receiveAnswer" | "receiveCallback">;
}

/** Ids of cases and replies, nothing else: what is larger is no callback. */
const mostBytes = 1_000_000;
/** An answer may bring the letter of a decision, base64. */
const mostAnswerBytes = 5_000_000;

/**
 * Where intermediaries tell that there is something new, and office systems that are told by webhook answer, at the Leitportal's host. No cookie is read and none is set; what came is signed over its raw bytes,
 * and whoever is not believed is not told why. Looking after what an intermediary has told is left to the worker.
 */
export function hubCallback(app: App, parts: HubCallbackParts): void {
  const disbelieved = createRateLimit({ burst: 60, perMinute: 60 });
  const disbelief = (ip: string, reply: FastifyReply): FastifyReply => {
    const allowed = disbelieved.take(ip, parts.clock.now().getTime());
    return reply.status(allowed ? 401 : 429).send({ status: allowed ? "not-believed" : "too-many" });
  };
  void app.register((api, _options, done) => {
    api.addContentTypeParser("application/json", { parseAs: "buffer", bodyLimit: mostBytes }, (_request, body, parsed) => { parsed(null, body); });
    api.post<{ Params: { destination: string } }>("/rueckruf/fit-connect/:destination", async (request, reply) => {
      void reply.header("cache-control", "no-store");
      if (parts.addresses.siteOf(request.host)?.kind !== "state") return reply.status(404).send({ status: "not-found" });
      const header = (name: string): string | undefined => { const value = request.headers[name]; return typeof value === "string" ? value : undefined; };
      const believed = await parts.hub.receiveCallback({
        destination: request.params.destination, timestamp: header("callback-timestamp"), authentication: header("callback-authentication"), body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      return believed ? reply.status(204).send() : disbelief(request.ip, reply);
    });
    // What an office system says that is told by webhook: taken at once, so that it reads in the answer what came of it.
    api.post<{ Params: { destination: string } }>("/rueckruf/fachverfahren/:destination", { bodyLimit: mostAnswerBytes }, async (request, reply) => {
      void reply.header("cache-control", "no-store");
      if (parts.addresses.siteOf(request.host)?.kind !== "state") return reply.status(404).send({ status: "not-found" });
      const verdict = await parts.hub.receiveAnswer({ destination: request.params.destination, headers: request.headers, body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0) });
      switch (verdict.kind) {
        case "taken": return reply.status(200).send({ status: "accepted", receiptId: verdict.receipt });
        case "refused": return reply.status(422).send({ status: "rejected", reasons: verdict.reasons });
        case "unreadable": return reply.status(400).send({ status: "unreadable" });
        case "unknown": return reply.status(404).send({ status: "unknown-delivery" });
        case "later": return reply.status(503).header("retry-after", "60").send({ status: "later" });
        case "not-believed": return disbelief(request.ip, reply);
      }
    });
    done();
  });
}
