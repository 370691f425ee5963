import { ownSchemaOf } from "#modules/forms";
import type { ReceiverFound } from "./channel.ts";
import type { HubParts } from "./deps.ts";
import { openDestination } from "./look-after.ts";

/** A page waits for the answer; a delivery would wait longer. */
const pageWaitsMs = 10_000;

/**
 * Who would get an application of a service about a place, where a destination has a receiver for each application. Asks outside; nothing about any person is sent.
 * Undefined: the destination has one receiver for all, or is not there.
 */
export async function findReceiver(parts: HubParts, given: { readonly tenant: string; readonly destination: string; readonly service: string; readonly place: string; readonly withinMs?: number }): Promise<ReceiverFound | undefined> {
  const to = await openDestination(parts, given);
  const ask = to && parts.channels[to.channel].receiver;
  if (!ask) return undefined;
  const service = await parts.forms.service(given.service);
  const leikaKey = service?.package.service.leika;
  if (service === undefined || leikaKey === undefined) return { ok: false, why: "no-service-key" };
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<ReceiverFound>((resolve) => { timer = setTimeout(() => { resolve({ ok: false, why: "timeout" }); }, given.withinMs ?? pageWaitsMs); });
  const asked = ask(to.opened, { leikaKey, place: given.place, ownSchema: ownSchemaOf(service) });
  // What comes later is remembered by whoever was asked, and a fault of it is nobody's any more.
  asked.catch(() => undefined);
  try { return await Promise.race([asked, tooLate]); } finally { clearTimeout(timer); }
}
