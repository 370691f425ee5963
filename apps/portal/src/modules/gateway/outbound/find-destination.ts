import { createRouter, createSender, FitConnectError, OfferError, VerificationError } from "@kommunalportal/fit-connect";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { connectionSettings } from "../inbound/party.ts";

/** A destination of another authority whose signature, for exactly this service and place, was proved. */
export interface FoundDestination {
  readonly destinationId: string;
  readonly name: string;
  readonly active: boolean;
  /** What it takes for this service; a form's package has to be one of them. */
  readonly schemas: readonly { readonly schemaUri: string; readonly mimeType: string }[];
  readonly replyChannels: readonly string[];
  readonly contact: { readonly legalName: string | undefined; readonly email: string | undefined };
}

export type FindOutcome =
  /** `unread`: proved, too, but the delivery service says nothing of it just now. `unproved`: named with a signature that is not right; nothing of it is used, not even its name. */
  | { readonly ok: true; readonly found: readonly FoundDestination[]; readonly unread: readonly { readonly destinationId: string; readonly name: string }[]; readonly unproved: readonly { readonly destinationId: string; readonly code: VerificationError["code"] }[] }
  /** `not-proved`: of no destination that the routing service named the signature is right. */
  | { readonly ok: false; readonly why: "not-connected" | "not-valid" | "not-proved" | "not-reachable" };

/**
 * Who takes a service at a place, anywhere in Germany: the routing service is asked, every signature is checked before its destination is looked at, and what the
 * destination offers is read. The hub sends to it like to any other destination; there its key is proved once more before each submission.
 */
export async function findDestination(deps: Pick<InboundDeps, "clock" | "fetch" | "fitConnect">, asked: { readonly leikaKey: string; readonly ars: string }): Promise<FindOutcome> {
  const fit = deps.fitConnect;
  if (!fit) return { ok: false, why: "not-connected" };
  if (!/^99\d{12}$/.test(asked.leikaKey) || !/^(\d{2}|\d{3}|\d{5}|\d{9}|\d{12})$/.test(asked.ars)) return { ok: false, why: "not-valid" };
  const settings = connectionSettings(deps, fit);
  try {
    const { routes, refused } = await createRouter(settings).routes({ leikaKey: asked.leikaKey, place: { ars: asked.ars } });
    const sender = createSender(settings);
    const found: FoundDestination[] = [];
    const unread: { readonly destinationId: string; readonly name: string }[] = [];
    for (const { destinationId, destinationName } of routes) {
      const destination = await sender.destination(destinationId).catch((error: unknown) => { if (error instanceof FitConnectError && !(error instanceof VerificationError)) return undefined; throw error; });
      if (!destination) { unread.push({ destinationId, name: destinationName ?? destinationId }); continue; }
      found.push({
        destinationId, name: destinationName ?? destination.contactInformation?.legalName ?? destinationId, active: destination.status === "active",
        schemas: destination.publicServices.filter(({ identifier }) => identifier.endsWith(asked.leikaKey)).flatMap(({ submissionSchemas }) => submissionSchemas), replyChannels: Object.keys(destination.replyChannels ?? {}),
        contact: { legalName: destination.contactInformation?.legalName, email: destination.contactInformation?.email },
      });
    }
    return { ok: true, found, unread, unproved: refused.map(({ destinationId: id, error: { code } }) => ({ destinationId: id, code })) };
  } catch (error) {
    if (error instanceof VerificationError) return { ok: false, why: "not-proved" };
    if (error instanceof OfferError || error instanceof FitConnectError) return { ok: false, why: "not-reachable" };
    throw error;
  }
}
