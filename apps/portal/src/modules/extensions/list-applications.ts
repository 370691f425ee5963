import type { ApplicationHead, Status } from "#modules/applications";
import { asClient } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { cursorOf, positionOf, type Page } from "./cursor.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { eventsAfter } from "./event-store.ts";
import type { Outcome } from "./refusal.ts";

export interface ListApplications {
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly service: string | undefined;
  readonly statuses: readonly Status[] | undefined;
  readonly acknowledged: boolean | undefined;
  /** Submitted at or after. */
  readonly since: Date | undefined;
}

/** A page looks at no more rows than this; what a filter by status leaves out is skipped, and the cursor says how far it got. */
const mostLooked = 1_000;
const step = 200;

/**
 * Submitted applications within the permission, in the order in which they were taken into the town's feed. Only what lists need: reference,
 * service, status, times; nothing about the person. The look is written down for the town.
 */
export function listApplications(deps: ExtensionsDeps, bearer: Bearer, given: ListApplications): Promise<Outcome<Page<ApplicationHead>>> {
  return asClient(deps, bearer, "vorgaenge.lesen", async (tx, access) => {
    let position = positionOf(given.cursor);
    const services = given.service === undefined ? access.services : access.services === undefined || access.services.includes(given.service) ? [given.service] : [];
    const items: ApplicationHead[] = [];
    let more = true;
    for (let looked = 0; more && items.length < given.limit && looked < mostLooked;) {
      const arrivals = await eventsAfter(tx, {
        tenant: access.tenant, after: position, limit: step, services, offices: access.offices, types: ["application.submitted"], since: given.since,
        acknowledged: given.acknowledged === undefined ? undefined : { client: access.client, is: given.acknowledged },
      });
      const heads = new Map((await deps.applications.heads(tx, arrivals.map(({ application }) => application))).map((head) => [head.id, head]));
      more = arrivals.length === step;
      for (const arrival of arrivals) {
        if (items.length === given.limit) { more = true; break; }
        position = arrival.position;
        looked += 1;
        const head = heads.get(arrival.application);
        if (head && (given.statuses?.includes(head.status) ?? true)) items.push(head);
      }
    }
    await deps.audit.record(tx, { tenant: access.tenant, actor: access.actor, action: "application.list", subject: { kind: "tenant", id: access.tenant } });
    return { items, next: cursorOf(position), more };
  });
}
