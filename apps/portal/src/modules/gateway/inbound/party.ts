import { createSubscriber, type ConnectionSettings, type DecryptionKey, type Subscriber } from "@kommunalportal/fit-connect";
import { destinationRow, keysOf, privateKeys, type DestinationRow } from "./destination-store.ts";
import type { FitConnectSettings, InboundDeps } from "./inbound-deps.ts";

export function connectionSettings(deps: Pick<InboundDeps, "clock" | "fetch">, fit: FitConnectSettings): ConnectionSettings {
  return { environment: fit.environment, clientId: fit.clientId, clientSecret: fit.clientSecret, userAgent: "Kommunalportal-Gateway/1", fetch: deps.fetch, now: () => deps.clock.now().getTime() };
}

export interface OpenDestination { readonly row: DestinationRow; readonly subscriber: Subscriber; readonly keys: readonly DecryptionKey[] }

/** The destination with its keys opened: the only place where they are. undefined: it is not here, or nothing here can sign for it. */
export async function openDestination(deps: InboundDeps, fit: FitConnectSettings, tenant: string, destination: string): Promise<OpenDestination | undefined> {
  const tenantKey = await deps.tenants.tenantKey(tenant);
  const found = await deps.db.inTenant(tenant, async (tx) => ({ row: await destinationRow(tx, destination), keys: await keysOf(tx, destination) }));
  if (!found.row) return undefined;
  const { decryption, signing } = await privateKeys(tenantKey, found.keys);
  return signing && { row: found.row, keys: decryption, subscriber: createSubscriber({ ...connectionSettings(deps, fit), signingKey: signing }) };
}
