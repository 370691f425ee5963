import type { FastifyInstance, FastifyReply } from "fastify";
import { z } from "zod";
import { parsed } from "./announce.ts";
import { prepareApi, type ApiParts } from "./api-frame.ts";
import { findAreas, type Area } from "./areas.ts";
import type { Destination } from "./destination.ts";
import { signDestination } from "./destination-signature.ts";
import { ApiProblem } from "./problem.ts";
import { covers } from "./region.ts";

const page = { offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(500).default(100) };
const routesSchema = z.strictObject({
  leikaKey: z.string().regex(/^99\d{12}$/),
  ars: z.string().regex(/^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$/).optional(), ags: z.string().regex(/^(\d{2}|\d{3}|\d{5}|\d{8})$/).optional(), areaId: z.string().regex(/^\d{1,20}$/).optional(),
  ...page,
}).refine(({ ars, ags, areaId }) => [ars, ags, areaId].filter((given) => given !== undefined).length === 1, "exactly one of ars, ags and areaId");
/** What 1.4's pattern takes, said so that it is read in one pass; not the empty one. */
const term = z.string().max(200).regex(/^\*?[^*]{2,}(\*{1,2}[^*]{2,})*\*?$/);
const areasSchema = z.strictObject({ areaSearchexpression: z.union([term.transform((one) => [one]), z.array(term).min(1).max(10)]), ...page });

/** The Routing API 2.0.0 (delivery.md 1.4): public, who takes a service for a place, with the signed statement about the destination. */
export function addRoutingApi(api: FastifyInstance, parts: ApiParts, areas: { readonly current: readonly Area[] }): void {
  prepareApi(api, parts);
  const base = "/routing/v1";
  const count = (reply: FastifyReply): void => { parts.counter.count(reply, "routing", parts.behaviour.current.routingRequestsPerMinute); };
  /** This interface answers 400 where the others say 422. */
  const read = <T>(schema: z.ZodType<T>, query: unknown): T => {
    try {
      return parsed(schema, query);
    } catch (error) {
      throw error instanceof ApiProblem ? new ApiProblem("bad-request", error.detail) : error;
    }
  };

  api.get(`${base}/routes`, async (request, reply) => {
    count(reply);
    const { leikaKey, ars, ags, areaId, offset, limit } = read(routesSchema, request.query);
    const service = await parts.service();
    const wanted = ars ?? (ags === undefined ? areas.current.find(({ id }) => id === areaId)?.ars : arsOf(ags, areas.current));
    const found = wanted === undefined ? [] : [...service.store.destinations.values()].filter((destination) => takes(destination, `urn:de:fim:leika:leistung:${leikaKey}`, `DE${wanted}`));
    const routes = await Promise.all(found.slice(offset, offset + limit).map(async (destination) => ({
      destinationId: destination.destinationId, destinationSignature: await signDestination(service, destination), destinationName: destination.name,
      contactPersons: [{ name: destination.contactInformation.legalName, ...(destination.contactInformation.email !== undefined && { email: destination.contactInformation.email }) }],
      origin: "SANDBOX",
    })));
    return { count: routes.length, offset, totalCount: found.length, routes };
  });

  api.get(`${base}/areas`, async (request, reply) => {
    count(reply);
    const { areaSearchexpression, offset, limit } = read(areasSchema, request.query);
    const found = findAreas(areas.current, areaSearchexpression);
    const shown = found.slice(offset, offset + limit).map(({ id, name, type }) => ({ id, name, type }));
    // The specification names this media type for the 200 (sic, 1.4): a client that insists on application/json would fail there too.
    return reply.type("application/problem+json").serializer(JSON.stringify).send({ count: shown.length, offset, totalCount: found.length, areas: shown });
  });

  api.get(`${base}/info`, async (_request, reply) => {
    count(reply);
    return { version: { major: 2, minor: 0, patch: 0 } };
  });
}

function takes({ status, publicServices }: Destination, identifier: string, region: string): boolean {
  return status === "active" && publicServices.some((offer) => offer.identifier.toLowerCase() === identifier && offer.regions.some((of) => covers(of, region)));
}

/** AGS and ARS agree down to the Kreis; a municipality's AGS lacks the Verband and is looked up. */
function arsOf(ags: string, areas: readonly Area[]): string | undefined {
  return ags.length < 8 ? ags : areas.find((area) => area.ags === ags)?.ars;
}
