import type { PublishedService } from "#modules/forms";
import { type ServiceSwitch, switchVersion, type Tenant } from "#modules/tenants";
import type { AdminPages } from "../admin-pages.ts";
import { catalogueEntry } from "../catalogue-entry.ts";

/**
 * Switches a published service on in a town that has never set it up, with what the package proposes. A town that has settings keeps them:
 * fees, offices, ways of payment, whether it is on at all. Says whether something was changed.
 */
export async function offerInTown(portal: Pick<AdminPages, "catalogue" | "clock" | "editing">, tenant: Tenant, published: PublishedService, staff: string): Promise<boolean> {
  if (await portal.editing.switchOf(tenant.id, published.slug)) return false;
  const { service } = published.package;
  const settings: ServiceSwitch = {
    service: published.slug, enabled: true, paymentWays: service.fee === undefined ? [] : service.fee.ways.includes("online") ? ["online"] : ["counter"], offices: {}, notificationArea: service.legalArea, retentionMonths: service.retentionMonths, delivery: "casework", bookingData: {},
  };
  const also = catalogueEntry(portal, tenant, published);
  return (await portal.editing.switchService({ tenant: tenant.id, staff, settings, seen: switchVersion(undefined), ...(also ? { also } : {}) })).ok;
}
