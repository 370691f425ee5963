import { z } from "zod";
import { createCatalogue } from "#modules/catalogue";
import type { PublishedService } from "#modules/forms";
import { serviceSwitch, type ServiceSwitch, type Tenant } from "#modules/tenants";
import type { CommandHouse } from "./command-house.ts";
import { CommandProblem } from "./command-problem.ts";
import { offerInCatalogue } from "./offer-in-catalogue.ts";

/** A misspelt setting must not pass for one that was left out. */
const strictSwitch = z.strictObject(serviceSwitch.shape);

export interface Switched { readonly settings: ServiceSwitch; readonly town: Tenant; readonly title: string; /** The catalogue does not know the LeiKa key, so nobody finds it by searching. */ readonly notInCatalogue: boolean }

/**
 * Switches a published service on (or off) in a town. What `given` leaves out stays as it is set, or is what the service package proposes.
 * The entry in the catalogue is added where it is missing.
 * @throws CommandProblem when town, service or settings are not right; nothing is changed then
 */
export async function switchTownService(house: CommandHouse, wish: { readonly town: string; readonly service: string; readonly off: boolean; readonly given?: unknown }): Promise<Switched> {
  const town = house.tenants.bySlug(wish.town);
  if (!town) throw new CommandProblem(`Es gibt keine Stadt und keinen Kreis mit dem Namen ${wish.town}. Angelegt werden sie mit »found-towns«.`);
  const published = await house.forms.current(wish.service, town.id);
  if (!published) throw new CommandProblem(`Der Dienst ${wish.service} ist nicht veröffentlicht. Veröffentlicht sind: ${(await house.forms.slugs()).join(", ") || "keine"}.`);
  const { settings, before } = await settingsOf(house, town, published, wish);
  const catalogue = await createCatalogue({ db: house.db, clock: house.clock, keyring: house.keyring, tenants: house.tenants });
  const known = catalogue.service(published.package.service.leika) !== undefined;
  const offered = catalogue.onlineServiceBySlug(town, published.slug) !== undefined;
  await house.db.asOperator("switch a service of a town", async (tx) => {
    await house.tenants.storeSwitch(tx, town.id, settings);
    if (settings.enabled && known && !offered) await offerInCatalogue(tx, town, published, house.clock.now());
    const action = before === settings.enabled ? "service.change" : settings.enabled ? "service.switch-on" : "service.switch-off";
    await house.audit.record(tx, { tenant: town.id, actor: { kind: "system", what: "command" }, action, subject: { kind: "online-service", id: settings.service } });
  });
  return { settings, town, title: published.package.service.title.de, notInCatalogue: !known };
}

async function settingsOf({ tenants }: CommandHouse, town: Tenant, published: PublishedService, wish: { readonly off: boolean; readonly given?: unknown }): Promise<{ readonly settings: ServiceSwitch; readonly before: boolean }> {
  await tenants.refresh();
  const stored = tenants.switches(town.id).get(published.slug);
  const { service } = published.package;
  const allowed: readonly string[] = service.fee?.ways ?? ["online", "transfer", "counter"];
  const proposed = { paymentWays: allowed.includes("online") ? ["online"] : [], notificationArea: service.legalArea, retentionMonths: service.retentionMonths };
  if (wish.given !== undefined && (typeof wish.given !== "object" || wish.given === null || Array.isArray(wish.given))) throw new CommandProblem("Die Einstellungen sind kein JSON-Objekt.");
  const read = strictSwitch.safeParse({ service: published.slug, ...(stored ?? proposed), enabled: true, ...wish.given, ...(wish.off ? { enabled: false } : {}) });
  if (!read.success) throw new CommandProblem(`Die Einstellungen sind nicht richtig, nichts geändert:\n${read.error.issues.map(({ path, message }) => `  ${path.join(".") || "Datei"}: ${message}`).join("\n")}`);
  const settings = read.data;
  if (settings.service !== published.slug) throw new CommandProblem(`Die Einstellungen gehören zu ${settings.service}, nicht zu ${published.slug}. Nichts geändert.`);
  const notAllowed = settings.paymentWays.filter((way) => !allowed.includes(way));
  if (notAllowed.length > 0) throw new CommandProblem(`Der Dienst lässt diese Zahlungswege nicht zu: ${notAllowed.join(", ")}. Nichts geändert.`);
  if (settings.enabled && settings.paymentWays.includes("transfer") && !town.profile.bank) throw new CommandProblem(`${town.name} hat keine Bankverbindung angegeben, eine Überweisung (transfer) ist noch nicht möglich. Nichts geändert.`);
  return { settings, before: stored?.enabled ?? false };
}
