import { randomUUID } from "node:crypto";
import { z } from "zod";
import { MAX_ATTACHMENTS, type Behaviour } from "./behaviour.ts";
import { allowedCallback } from "./callback-address.ts";
import { serviceIdentifier, type Destination } from "./destination.ts";
import { ApiProblem } from "./problem.ts";
import { covers, REGION } from "./region.ts";
import { sideOf } from "./record-event.ts";
import type { Case, Parcel } from "./records.ts";
import { serviceEvent } from "./service-event.ts";
import { now, type Service } from "./service.ts";

/** An id as RFC 9562 reads it: whoever writes it in capitals (as Windows does) names the same thing. */
export const anyCaseId = z.uuid().transform((id) => id.toLowerCase());
const announced = z.array(z.uuidv4()).max(MAX_ATTACHMENTS).refine((ids) => new Set(ids.map((id) => id.toLowerCase())).size === ids.length, "an id twice");
const service = z.strictObject({ name: z.string().max(255).optional(), identifier: serviceIdentifier });
/** v1 could describe it, too (1.9.1); what v2 hands out has no such member. */
const serviceType = z.strictObject({ ...service.shape, description: z.string().max(2000).optional() }).transform(({ name, identifier }) => ({ ...(name !== undefined && { name }), identifier }));
const common = {
  destinationId: anyCaseId, announcedAttachments: announced, region: z.string().regex(REGION).optional(), caseId: anyCaseId.optional(),
  callback: z.strictObject({ url: z.url().max(2000), secret: z.string().min(1).max(1024) }).optional(),
};
/** Announcing, 1.5.3; v1 calls the service `serviceType` (1.5.9). */
const submissionSchemas = {
  v2: z.strictObject({ ...common, publicService: service }),
  v1: z.strictObject({ ...common, serviceType }).transform(({ serviceType: publicService, ...rest }) => ({ ...rest, publicService })),
};
const replySchema = z.strictObject({ caseId: anyCaseId, announcedAttachments: announced });

/** `POST /submissions`: everything that can be refused is refused before anything is uploaded (delivery.md 1.5.3). */
export async function announceSubmission(host: Service, clientId: string, api: Parcel["api"], body: unknown): Promise<Parcel> {
  const order = parsed(submissionSchemas[api], body);
  const destination = host.store.destinations.get(order.destinationId);
  if (!destination) throw new ApiProblem("destination-not-found");
  if (destination.status !== "active") throw new ApiProblem("destination-state-invalid", `the destination is ${destination.status}`);
  checkOffer(destination, order.publicService.identifier, order.region);
  if (order.callback) checkCallback(order.callback.url, host.behaviour.current);
  const known = order.caseId === undefined ? undefined : host.store.cases.get(order.caseId);
  if (order.caseId !== undefined && (known?.clientId !== clientId || known.destinationId !== order.destinationId)) throw new ApiProblem("case-not-found");
  const bracket: Case = {
    caseId: known?.caseId ?? randomUUID(), destinationId: order.destinationId, clientId,
    ...((order.callback ?? known?.callback) && { callback: order.callback ?? known?.callback }),
  };
  return begin(host, bracket, {
    kind: "submission", from: "sender", api, publicService: order.publicService, ...(order.region !== undefined && { region: order.region }), announced: order.announcedAttachments });
}

/** `POST /replies`: in a case whose submission was accepted (1.12); either side may (1.5.1, row 13). */
export async function announceReply(host: Service, clientId: string, api: Parcel["api"], body: unknown): Promise<Parcel> {
  const { caseId, announcedAttachments } = parsed(replySchema, body);
  const bracket = host.store.cases.get(caseId);
  const side = bracket && sideOf(host, bracket, clientId);
  if (!bracket || !side) throw new ApiProblem("case-not-found");
  if (!host.store.parcelsOf(caseId).some(({ kind, accepted }) => kind === "submission" && accepted)) throw new ApiProblem("case-state-invalid", "no submission of this case has been accepted");
  return begin(host, bracket, { kind: "reply", from: side, api, announced: announcedAttachments });
}

async function begin(host: Service, bracket: Case, about: Pick<Parcel, "kind" | "from" | "api" | "publicService" | "region" | "announced">): Promise<Parcel> {
  const parcel: Parcel = {
    ...about, announced: about.announced.map((id) => id.toLowerCase()), id: randomUUID(), caseId: bracket.caseId, destinationId: bracket.destinationId,
    state: "incomplete", uploaded: [], announcedAt: now(host), accepted: false, reminded: [],
  };
  await host.store.inTurn(bracket.caseId, async () => host.store.commit({ case: bracket, parcel, events: [await serviceEvent(host, parcel, "create")] }));
  return parcel;
}

/** URNs are compared without regard to case (1.5.3). */
function checkOffer({ publicServices }: Destination, identifier: string, region: string | undefined): void {
  const offered = publicServices.some((offer) => offer.identifier.toLowerCase() === identifier.toLowerCase()
    && (region === undefined || offer.regions.some((of) => covers(of, region))));
  if (!offered) throw new ApiProblem("service-not-offered", region === undefined ? identifier : `${identifier} in ${region}`);
}

export function checkCallback(url: string, behaviour: Behaviour): void {
  if (!allowedCallback(url, behaviour.callbackAddresses)) throw new ApiProblem("callback-invalid", "url: https, and no address inside of a network");
}

/** @throws ApiProblem schema-violation with the paths that are wrong */
export function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new ApiProblem("schema-violation", result.error.issues.slice(0, 10).map(({ path, message }) => `${path.join(".") || "body"}: ${message}`).join("; "));
}
