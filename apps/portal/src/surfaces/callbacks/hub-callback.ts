import type { Hub } from "#modules/hub";
import type { Clock } from "#platform/clock";
import { createRateLimit, type App } from "#platform/http";
import type { Addresses } from "../frame/index.ts";

export interface HubCallbackParts {
  readonly clock: Clock;
  readonly addresses: Pick<Addresses, "siteOf">;
  readonly hub: Pick<Hub, "receiveCallback">;
}

/** Ids of cases and replies, nothing else: what is larger is no callback. */
const mostBytes = 1_000_000;

/**
 * Where intermediaries tell that there is something new, at the Leitportal's host. No cookie is read and none is set; what came is signed over its raw bytes,
 * and whoever is not believed is not told why. The answer comes at once, the looking is done by the worker.
 */
export function hubCallback(app: App, parts: HubCallbackParts): void {
  const disbelieved = createRateLimit({ burst: 60, perMinute: 60 });
  void app.register((api, _options, done) => {
    api.addContentTypeParser("application/json", { parseAs: "buffer", bodyLimit: mostBytes }, (_request, body, parsed) => { parsed(null, body); });
    api.post<{ Params: { destination: string } }>("/rueckruf/fit-connect/:destination", async (request, reply) => {
      void reply.header("cache-control", "no-store");
      if (parts.addresses.siteOf(request.host)?.kind !== "state") return reply.status(404).send({ status: "not-found" });
      const header = (name: string): string | undefined => { const value = request.headers[name]; return typeof value === "string" ? value : undefined; };
      const believed = await parts.hub.receiveCallback({
        destination: request.params.destination, timestamp: header("callback-timestamp"), authentication: header("callback-authentication"), body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
      });
      if (believed) return reply.status(204).send();
      const allowed = disbelieved.take(request.ip, parts.clock.now().getTime());
      return reply.status(allowed ? 401 : 429).send({ status: allowed ? "not-believed" : "too-many" });
    });
    done();
  });
}
