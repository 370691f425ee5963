import type { FastifyInstance } from "fastify";
import { prepareApi, type ApiParts } from "./api-frame.ts";
import { ApiProblem } from "./problem.ts";

/** Below the interfaces, software gets a problem and no page. */
export function addUnknownAddresses(api: FastifyInstance, parts: ApiParts): void {
  prepareApi(api, parts);
  api.addContentTypeParser("*", (_request, payload, done) => { payload.resume(); done(null); });
  for (const base of ["/auth", "/submission-api", "/destination-api", "/routing", "/ssp"]) {
    api.all(`${base}/*`, async () => { throw new ApiProblem("not-found"); });
    if (base !== "/auth") api.all(base, async () => { throw new ApiProblem("not-found"); });
  }
}
