import { z } from "zod";

const addressed = z.object({ to: z.object({ ars: z.string().optional(), land: z.string().optional() }), receiver: z.string().optional() });

/**
 * The authority elsewhere to which an application went, where its destination finds one for each application by its place: what it calls itself, and of which Land
 * it is (two digits of the ARS), where that is known. Undefined: the destination is the town's own.
 */
export function authorityOf(memory: unknown, otherwise: string): { readonly name: string; readonly land: string | undefined } | undefined {
  const { data } = addressed.safeParse(memory);
  // What was sent before the Land was remembered has the key of the place.
  return data && { name: data.receiver ?? otherwise, land: data.to.land ?? data.to.ars?.slice(0, 2) };
}
