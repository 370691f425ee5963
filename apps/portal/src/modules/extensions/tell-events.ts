import type { Tx } from "#platform/database";
import type { DomainEvent } from "#platform/events";
import { isId } from "#platform/ids";
import type { ExtensionsDeps } from "./deps.ts";
import { type EventType, publishedType, toldData } from "./event-catalogue.ts";
import { advanceFeed, insertEvent, lastTold, lockFeed, toldUntil, type TownEvent, wasTold } from "./event-store.ts";
import { queueDeliveries } from "./queue-deliveries.ts";

/**
 * Takes into the town's feed whatever an application's log holds and the feed does not. Called after the commit of any event: whichever
 * arrives first brings all before it, in the order of the log, and those that arrive later find nothing left to do.
 */
export async function tellApplication(deps: ExtensionsDeps, event: DomainEvent): Promise<void> {
  const { tenant, application } = idsOf(event);
  await deps.tenants.tenantKey(tenant);
  await deps.db.inTenant(tenant, async (tx) => {
    const head = await deps.applications.view(tx, application);
    // Deleted meanwhile, or its fee is not paid yet: nobody is told before it is submitted.
    if (head?.submittedAt === undefined) return;
    const [start, from, parts, log] = await Promise.all([
      lockFeed(tx, tenant), toldUntil(tx, application), deps.applications.parts(tx, application), deps.applications.timeline(tx, application, { kind: "tenant" }, "office"),
    ]);
    const offices = parts.map(({ office }) => office);
    const events: Told[] = [];
    let position = start;
    for (const logged of log) {
      const type = publishedType(logged.type);
      if (type === undefined || logged.position <= from) continue;
      // The log travels along: that it went elsewhere once before is no coming here.
      if (type === "application.taken-over" && logged.data["to"] !== deps.tenants.byId(tenant)?.slug) continue;
      position += 1;
      const told = { id: logged.id, tenant, position, type, application, service: head.service, offices, reference: head.reference, at: logged.at, data: { ...toldData(logged.data), by: logged.actor.kind, ...(logged.actor.kind === "extension" && logged.actor.id !== undefined ? { client: logged.actor.id } : {}) } };
      events.push([told, logged.position]);
    }
    await takeIn(tx, deps, tenant, events);
  });
}

/** What is announced but does not stand in the application's log. */
export async function tellAlone(deps: ExtensionsDeps, event: DomainEvent, type: EventType): Promise<void> {
  const { tenant, application } = idsOf(event);
  await deps.db.inTenant(tenant, async (tx) => {
    const head = await deps.applications.view(tx, application);
    if (head?.submittedAt === undefined) return;
    const [start, before, parts] = await Promise.all([lockFeed(tx, tenant), wasTold(tx, { tenant, id: event.id, type }), deps.applications.parts(tx, application)]);
    if (before) return;
    const offices = parts.map(({ office }) => office);
    const { type: _type, id: _id, tenant: _tenant, application: _application, ...rest } = event;
    const data: Record<string, string | number | boolean> = {};
    for (const [code, value] of Object.entries(rest)) if (value !== undefined) data[code] = value;
    const told = { id: event.id, tenant, position: start + 1, type, application, service: head.service, offices, reference: head.reference, at: deps.clock.now(), data: toldData(data) };
    await takeIn(tx, deps, tenant, [[told, undefined]]);
  });
}

/**
 * An application went to another town: that town's programs are told its whole log, those of the old town that it is gone. There the application cannot be seen any more,
 * so service and offices are those of what was told last; by them the permissions are judged, and whoever was told nothing is told nothing now.
 */
export async function tellHandOver(deps: ExtensionsDeps, event: DomainEvent): Promise<void> {
  await tellApplication(deps, event);
  const { tenant, application } = idsOf(event);
  const from = event["from"];
  const to = deps.tenants.byId(tenant)?.slug;
  if (typeof from !== "string" || !isId(from) || to === undefined) throw new Error(`the event ${event.type} does not say from where`);
  const type = "application.handed-over";
  await deps.db.inTenant(from, async (tx) => {
    const [start, last, before] = await Promise.all([lockFeed(tx, from), lastTold(tx, { tenant: from, application }), wasTold(tx, { tenant: from, id: event.id, type })]);
    if (!last || before) return;
    const { service, offices, reference } = last;
    const told: TownEvent = { id: event.id, tenant: from, position: start + 1, type, application, service, offices, reference, at: deps.clock.now(), data: { to } };
    await takeIn(tx, deps, from, [[told, undefined]]);
  });
}

/** With the position in the application's own log, where it stands there. */
type Told = readonly [event: TownEvent, applicationPosition: number | undefined];

/** In one exchange: the town's feed is locked meanwhile. */
async function takeIn(tx: Tx, deps: ExtensionsDeps, tenant: string, events: readonly Told[]): Promise<void> {
  const last = events.at(-1);
  if (last === undefined) return;
  await Promise.all([
    ...events.map(([event, applicationPosition]) => insertEvent(tx, event, applicationPosition)),
    advanceFeed(tx, tenant, last[0].position),
    queueDeliveries(tx, deps, tenant, events.map(([event]) => event)),
  ]);
}

function idsOf(event: DomainEvent): { readonly tenant: string; readonly application: string } {
  const { tenant, application } = event;
  if (!isId(tenant) || !isId(application)) throw new Error(`the event ${event.type} names no application of a town`);
  return { tenant, application };
}
