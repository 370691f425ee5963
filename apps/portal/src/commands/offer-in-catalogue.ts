import { putOnlineServices, type OnlineServiceFacts } from "#modules/catalogue";
import { requiredLevel, type PublishedService } from "#modules/forms";
import type { Tenant } from "#modules/tenants";
import type { Tx } from "#platform/database";

/** Limits of the catalogue's notice (modules/catalogue/online-service.ts). */
const longestText = 2_000;
const mostRecipients = 20;

/**
 * Writes the entry under which people find an online service in a town. The service's LeiKa key has to be in the catalogue. A privacy notice too
 * long for the service page is left out there; the whole one stands at the start of the service in any case.
 */
export async function offerInCatalogue(tx: Tx, town: Tenant, published: PublishedService, now: Date, more: Pick<OnlineServiceFacts, "otherWays"> = {}): Promise<void> {
  const { service } = published.package;
  const { purpose, legalBasis, recipients, term } = service.privacy;
  const inEnglish = recipients.flatMap(({ en }) => en ?? []);
  const fits = recipients.length <= mostRecipients && [purpose, legalBasis, term, ...recipients].every(({ de, en = "" }) => Math.max(de.length, en.length) <= longestText);
  const privacy = { purpose, legalBasis, retention: term, recipients: { de: recipients.map(({ de }) => de), ...(inEnglish.length === recipients.length ? { en: inEnglish } : {}) } };
  const facts = { ...more, minutes: service.minutes, trustLevel: requiredLevel(published), ...(fits ? { privacy } : {}) };
  await putOnlineServices(tx, town, [{ leikaKey: service.leika, arsPrefix: town.ars, slug: published.slug, facts }], now);
}
