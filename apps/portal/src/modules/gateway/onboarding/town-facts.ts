import type { Tenant } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import { destinationsOf, keysOf, mandateOn } from "../inbound/destination-store.ts";
import type { InboundDeps } from "../inbound/inbound-deps.ts";
import { mailboxesOf } from "../inbound/xta/mailbox-store.ts";
import { readingKeyRows } from "../inbound/xta/reading-keys.ts";
import { contractState } from "../links/connection.ts";
import type { EfaService } from "../links/efa-service.ts";
import { fillEntry } from "../links/entry-link.ts";
import { connection, frameworkOf } from "../links/link-store.ts";
import type { TownFacts } from "./checklist.ts";

/** What is there in a town for one service, read anew. */
export async function townFacts(deps: InboundDeps, town: Tenant, service: EfaService): Promise<TownFacts> {
  const [leika = ""] = service.leikaKeys;
  const today = legalDate(deps.clock.now());
  const read = await deps.db.inTenant(town.id, async (tx) => {
    const [destination] = await destinationsOf(tx, town.id);
    return { framework: await frameworkOf(tx, town.id), connection: await connection(tx, town.id, service.id), destination, keys: destination ? await keysOf(tx, destination.id) : [], mandate: await mandateOn(tx, town.id, today), mailboxes: await mailboxesOf(tx, town.id), readingKeys: await readingKeyRows(tx, town.id) };
  });
  const filled = fillEntry(read.connection?.entry ?? service.entry, { ars: town.ars, ags: town.ags, plz: town.postcodes[0], ort: town.name, leika, oe: read.connection?.oe, sprache: "de" });
  const current = read.keys.filter(({ state }) => state === "current");
  return {
    town, service, inCatalogue: service.leikaKeys.every((key) => deps.catalogue.service(key) !== undefined), competence: await deps.catalogue.officeFor(town, leika), connection: read.connection,
    contract: contractState(service, read.framework, read.connection, today), linkMissing: filled.ok ? [] : filled.missing, destination: read.destination?.services,
    keys: current.map(({ certificate_until }) => ({ certificateUntil: certificate_until ?? undefined })), mandate: read.mandate !== undefined,
    mailboxes: read.mailboxes.map(({ id, settings }) => ({ certificateUntil: new Date(settings.certificateUntil), readingKey: keyInUse(read.readingKeys.find((key) => key.destination_id === id && key.state === "current")) })),
    ownKey: current.some(({ use, private_jwk }) => use === "encryption" && private_jwk === null), now: deps.clock.now(),
  };
}

const keyInUse = (row: { readonly certificate_until: Date | null; readonly here: boolean } | undefined) => row && { until: row.certificate_until ?? undefined, here: row.here };
