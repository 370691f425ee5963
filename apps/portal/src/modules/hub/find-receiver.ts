import type { ReceiverFound } from "./channel.ts";
import type { HubParts } from "./deps.ts";
import { openDestination } from "./look-after.ts";

/**
 * Who would get an application of a service about a place, where a destination has a receiver for each application. Asks outside; nothing about any person is sent.
 * Undefined: the destination has one receiver for all, or is not there.
 */
export async function findReceiver(parts: HubParts, given: { readonly tenant: string; readonly destination: string; readonly service: string; readonly place: string }): Promise<ReceiverFound | undefined> {
  const to = await openDestination(parts, given);
  const ask = to && parts.channels[to.channel].receiver;
  if (!ask) return undefined;
  const leikaKey = (await parts.forms.service(given.service))?.package.service.leika;
  return leikaKey === undefined ? { ok: false, why: "no-service-key" } : ask(to.opened, { leikaKey, place: given.place });
}
