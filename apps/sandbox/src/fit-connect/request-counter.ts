import type { FastifyReply } from "fastify";
import { ApiProblem } from "./problem.ts";

export interface RequestCounter {
  /** Sets the `RateLimit-*` headers; null: no limit, no headers. @throws ApiProblem too-many-requests */
  count(reply: FastifyReply, who: string, perMinute: number | null): void;
}

/** Counts requests in windows of a minute by the sandbox's clock (delivery.md 1.4, 1.5.7). */
export function createRequestCounter(clock: () => Date): RequestCounter {
  const windows = new Map<string, { readonly began: number; used: number }>();
  return {
    count(reply, who, perMinute) {
      if (perMinute === null) return;
      const at = clock().getTime();
      const known = windows.get(who);
      const window = known && at - known.began < 60_000 && at >= known.began ? known : { began: at, used: 0 };
      windows.set(who, window);
      window.used += 1;
      const reset = Math.ceil((window.began + 60_000 - at) / 1000);
      reply.headers({ "ratelimit-limit": String(perMinute), "ratelimit-remaining": String(Math.max(0, perMinute - window.used)), "ratelimit-reset": String(reset) });
      if (window.used > perMinute) {
        reply.header("retry-after", String(reset));
        throw new ApiProblem("too-many-requests");
      }
    },
  };
}
