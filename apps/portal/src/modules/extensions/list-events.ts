import { asClient } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { cursorOf, positionOf, type Page } from "./cursor.ts";
import type { ExtensionsDeps } from "./deps.ts";
import type { EventType } from "./event-catalogue.ts";
import { eventsAfter, type TownEvent } from "./event-store.ts";
import type { Outcome } from "./refusal.ts";

export interface ListEvents {
  readonly cursor: string | undefined;
  readonly limit: number;
  readonly types: readonly EventType[] | undefined;
  readonly application: string | undefined;
}

/** The events of a town within the permission, in the order of their commit. A cursor never goes past something that will still appear. */
export function listEvents(deps: ExtensionsDeps, bearer: Bearer, given: ListEvents): Promise<Outcome<Page<TownEvent & { readonly cursor: string }>>> {
  return asClient(deps, bearer, "ereignisse.empfangen", async (tx, access) => {
    const after = positionOf(given.cursor);
    const found = await eventsAfter(tx, { tenant: access.tenant, after, limit: given.limit + 1, services: access.services, offices: access.offices, types: given.types, application: given.application });
    const items = found.slice(0, given.limit).map((event) => ({ ...event, cursor: cursorOf(event.position) }));
    return { items, next: cursorOf(items.at(-1)?.position ?? after), more: found.length > given.limit };
  });
}
