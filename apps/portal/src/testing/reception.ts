import type { World } from "./world.ts";

/** Wohngeld from other services comes in here and is opened for the town: reception and mandate. Returns the destination. */
export async function receiveWohngeld({ house: { gateway } }: World, tenant: string, actor: Parameters<World["house"]["gateway"]["openReception"]>[0]["actor"]): Promise<string> {
  const opened = await gateway.openReception({ tenant, services: ["wohngeld-online"], contact: { legalName: "Stadt Musterstadt", email: "wohngeld@musterstadt.example" }, actor });
  if (!opened.ok) throw new Error(JSON.stringify(opened));
  await gateway.inbound.giveMandate({ tenant, contract: "AV", validFrom: "2026-01-01", actor });
  return opened.destination;
}
