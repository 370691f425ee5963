import { putOnlineServices } from "#modules/catalogue";
import { type PublishedService, requiredLevel } from "#modules/forms";
import type { Tenant } from "#modules/tenants";
import type { Tx } from "#platform/database";
import type { AdminPages } from "./admin-pages.ts";

/** Limits of the catalogue's notice. */
const longestText = 2_000;
const mostRecipients = 20;

/**
 * A service that is switched on has to be found: where the catalogue does not offer it in this town yet, its entry is written with the
 * switch, with the facts and the privacy notice of the service package. undefined: it is there, or the service is not in the catalogue.
 */
export function catalogueEntry(portal: Pick<AdminPages, "catalogue" | "clock">, tenant: Tenant, published: PublishedService): ((tx: Tx) => Promise<void>) | undefined {
  const { service } = published.package;
  if (!portal.catalogue.service(service.leika) || portal.catalogue.onlineServiceBySlug(tenant, published.slug)) return undefined;
  const { purpose, legalBasis, recipients, term } = service.privacy;
  const inEnglish = recipients.flatMap(({ en }) => en ?? []);
  const privacy = { purpose: inTwo(purpose), legalBasis: inTwo(legalBasis), retention: inTwo(term), recipients: { de: recipients.map(({ de }) => de), ...(inEnglish.length === recipients.length ? { en: inEnglish } : {}) } };
  // The service page has room for a short notice only; the whole one stands at the start of the service in any case.
  const fits = recipients.length <= mostRecipients && [purpose, legalBasis, term, ...recipients].every(({ de, en = "" }) => Math.max(de.length, en.length) <= longestText);
  const facts = { minutes: service.minutes, trustLevel: requiredLevel(published), ...(fits ? { privacy } : {}) };
  return (tx) => putOnlineServices(tx, tenant, [{ leikaKey: service.leika, arsPrefix: tenant.ars, slug: published.slug, facts }], portal.clock.now());
}

function inTwo({ de, en }: { readonly de: string; readonly en?: string | undefined }): { de: string; en?: string } {
  return { de, ...(en === undefined ? {} : { en }) };
}
