import type { FastifyInstance } from "fastify";
import { authorise, prepareApi, type ApiParts } from "./api-frame.ts";
import { createDestination, fromVersion, ownDestination, patchDestination, replaceDestination } from "./destination-orders.ts";
import { orderedKeys, publicView, type Destination } from "./destination.ts";
import type { PublicJwk } from "./jwk.ts";
import { ApiProblem } from "./problem.ts";
import type { Service } from "./service.ts";

interface OneDestination { Params: { id: string } }
interface OneKey { Params: { id: string; kid: string } }

const BODY_LIMIT = 1024 * 1024;

/**
 * The Destination API (delivery.md 1.6), and what the Submission API shows of destinations (1.5.1 rows 1 and 2). The list of keys is only here:
 * the Submission API answers 404 for it, as the real one.
 */
export function addDestinationApi(api: FastifyInstance, parts: ApiParts): void {
  prepareApi(api, parts);
  const parser = api.getDefaultJsonParser("error", "error");
  for (const version of ["v1", "v2"] as const) {
    for (const base of [`/destination-api/${version}`, `/submission-api/${version}`]) {
      api.get<OneDestination>(`${base}/destinations/:id`, async (request, reply) => {
        const { service } = await authorise(parts, request, reply, "send-submissions", "manage-destinations", "subscribe-destinations");
        return publicView(known(service, request.params.id), version);
      });
      api.get<OneKey>(`${base}/destinations/:id/keys/:kid`, async (request, reply) => {
        const { service } = await authorise(parts, request, reply, "send-submissions", "manage-destinations", "subscribe-destinations");
        const key = known(service, request.params.id).keys.find(({ kid }) => kid === request.params.kid);
        if (!key) throw new ApiProblem("key-not-found");
        return disturbedKey(service, key);
      });
    }
    const base = `/destination-api/${version}/destinations`;
    api.get<OneDestination>(`${base}/:id/keys`, async (request, reply) => {
      const { service } = await authorise(parts, request, reply, "send-submissions", "manage-destinations", "subscribe-destinations");
      return { keys: orderedKeys(known(service, request.params.id)) };
    });
    void api.register(async (orders) => {
      orders.removeAllContentTypeParsers();
      orders.addContentTypeParser("application/json", { parseAs: "string", bodyLimit: BODY_LIMIT }, parser);
      orders.post(base, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
        const { service, clientId } = await authorise(parts, request, reply, "manage-destinations");
        return reply.code(201).send(publicView(await createDestination(service, clientId, fromVersion(version, request.body)), version));
      });
      orders.put<OneDestination>(`${base}/:id`, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
        const { service, clientId } = await authorise(parts, request, reply, "manage-destinations");
        const { destinationId } = ownDestination(service, clientId, request.params.id);
        return publicView(await replaceDestination(service, clientId, destinationId, fromVersion(version, request.body)), version);
      });
    });
    const takePatches = (path: string, types: readonly string[]): void => {
      void api.register(async (patches) => {
        patches.removeAllContentTypeParsers();
        patches.addContentTypeParser([...types], { parseAs: "string", bodyLimit: BODY_LIMIT }, parser);
        patches.patch<OneDestination>(`${path}/:id`, { bodyLimit: BODY_LIMIT }, async (request, reply) => {
          const { service, clientId } = await authorise(parts, request, reply, "manage-destinations");
          const { destinationId } = ownDestination(service, clientId, request.params.id);
          return publicView(await patchDestination(service, clientId, destinationId, fromVersion(version, request.body)), version);
        });
      });
    };
    takePatches(base, ["application/merge-patch+json"]);
    // Older clients patch at the Submission API v1, and call the patch plain JSON (1.6; codedust's SDK for Python).
    if (version === "v1") takePatches("/submission-api/v1/destinations", ["application/merge-patch+json", "application/json"]);
  }
}

function known({ store }: Service, id: string): Destination {
  const destination = store.destinations.get(id.toLowerCase());
  if (!destination) throw new ApiProblem("destination-not-found");
  return destination;
}

/** As the control says: the certificate, or the whole key, of somebody else. */
function disturbedKey({ store, behaviour: { current: { keys: how } } }: Service, key: PublicJwk): PublicJwk {
  if (how === "normal") return key;
  const other = [...store.destinations.values()].flatMap(({ keys }) => keys).find(({ alg, n }) => alg === key.alg && n !== key.n);
  if (!other) throw new Error("there is no foreign key to answer with");
  return how === "foreign-certificate" ? { ...key, x5c: other.x5c } : { ...other, kid: key.kid };
}
