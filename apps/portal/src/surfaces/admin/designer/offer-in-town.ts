import type { PublishedService } from "#modules/forms";
import type { Tenant } from "#modules/tenants";
import type { AdminPages } from "../admin-pages.ts";
import { catalogueEntry } from "../catalogue-entry.ts";

/**
 * Switches a published service on in towns that have never set it up, with what the package proposes, all in one transaction. A town that has
 * settings keeps them: fees, offices, ways of payment, whether it is on at all. Says in how many towns it is new.
 */
export function offerInTowns(portal: Pick<AdminPages, "audit" | "catalogue" | "clock" | "db" | "tenants">, towns: readonly Tenant[], published: PublishedService, staff: string): Promise<number> {
  const { slug, package: { service } } = published;
  const paymentWays = service.fee === undefined ? [] : service.fee.ways.includes("online") ? ["online" as const] : ["counter" as const];
  return portal.db.asOperator("offer a published form in towns", async (tx) => {
    const added = new Set(await portal.tenants.proposeSwitch(tx, towns.map(({ id }) => id), {
      service: slug, enabled: true, paymentWays, offices: {}, notificationArea: service.legalArea, retentionMonths: service.retentionMonths, delivery: "casework", bookingData: {},
    }));
    for (const town of towns.filter(({ id }) => added.has(id))) {
      await catalogueEntry(portal, town, published)?.(tx);
      await portal.audit.record(tx, { tenant: town.id, actor: { kind: "staff", id: staff }, action: "service.switch-on", subject: { kind: "online-service", id: slug } });
    }
    return added.size;
  });
}
