import { asClient } from "./access.ts";
import { acknowledgementOf, putAcknowledgement } from "./acknowledgement-store.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { grantedApplication } from "./granted-application.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import type { Outcome } from "./refusal.ts";

/** The program has taken an application over, durably. It stands in the office's log; the citizen's status does not change by it. */
export async function acknowledge(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly externalReference: string | undefined }, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return asClient(deps, bearer, "vorgaenge.quittieren", async (tx, access) => {
    const { head } = await grantedApplication(tx, deps, access, given.application);
    return once(tx, deps, access, request, async () => {
      const key = { tenant: access.tenant, client: access.client, application: head.id };
      const first = await putAcknowledgement(tx, key, { at: deps.clock.now(), externalReference: given.externalReference });
      if (first) await deps.applications.record(tx, head.id, { type: "acknowledged", actor: access.actor, forCitizen: false, data: { client: access.client } });
      const kept = await acknowledgementOf(tx, key);
      return { status: 201, body: { application: head.id, acknowledgedAt: kept?.at.toISOString(), ...(kept?.externalReference === undefined ? {} : { externalReference: kept.externalReference }) } };
    });
  });
}
