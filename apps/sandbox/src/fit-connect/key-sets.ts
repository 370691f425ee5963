import type { FastifyInstance } from "fastify";
import { prepareApi, type ApiParts } from "./api-frame.ts";
import { ApiProblem } from "./problem.ts";
import { keyOfClient } from "./client-keys.ts";
import { publicSignatureJwk } from "./service-keys.ts";

/** Public key sets: of the event log below the Submission API, of the routes at the self-service portal (delivery.md 1.5.1 row 3, 1.4). */
export function addKeySets(api: FastifyInstance, parts: ApiParts): void {
  prepareApi(api, parts);
  api.get("/submission-api/.well-known/jwks.json", async () => ({ keys: [publicSignatureJwk((await parts.service()).keys.events)] }));
  api.get("/ssp/.well-known/jwks.json", async () => ({ keys: [publicSignatureJwk((await parts.service()).keys.portal)] }));
  // Where a sender's key for accept-reply and reject-reply is published is uncertain (1.10); this address is the sandbox's own.
  api.get<{ Params: { clientId: string; kid: string } }>("/ssp/clients/:clientId/keys/:kid", async (request) => {
    const key = keyOfClient(await parts.service(), request.params.clientId, request.params.kid);
    if (!key) throw new ApiProblem("key-not-found");
    return key;
  });
}
