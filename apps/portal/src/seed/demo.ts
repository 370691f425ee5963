import { join } from "node:path";
import { loadSeeds } from "../../seeds/index.ts";
import type { House } from "../compose.ts";
import { seedEfa } from "./efa.ts";
import { seedCatalogue } from "./catalogue.ts";
import { seedExamples } from "./examples.ts";
import { sandboxDestinations, sandboxMailbox } from "./sandbox-destinations.ts";
import { switchServices, tenantsFromSeeds } from "./tenants.ts";

/** Fills an empty database with the demonstration: all towns of the state, the catalogue, the shipped services. Each part may be repeated after a cut. */
export async function seedDemo(house: House): Promise<void> {
  const seeds = loadSeeds();
  if (house.tenants.all().length === 0) await house.tenants.found(tenantsFromSeeds(seeds));
  const packages = await house.forms.loadPackages(join(import.meta.dirname, "..", "..", "..", "..", "services"));
  for (const service of packages) {
    const outcome = await house.db.asOperator("publish the shipped services", (tx) => house.forms.publish(tx, service));
    if (!outcome.ok) throw new Error(`the shipped service ${service.service.slug} was changed without a new version`);
  }
  await seedCatalogue(house, seeds, packages);
  await switchServices(house.db, house.tenants, seeds);
  await house.tenants.refresh();
  house.forms.refresh();
  await house.catalogue.refresh();
  await seedEfa(house);
  await joinExamples(house);
}

/** The sandbox may have another port or secret than last time: the towns' Fachverfahren are told at every start of the demonstration. */
export async function joinSandbox(house: Pick<House, "config" | "db" | "forms" | "hub" | "tenants" | "extensions" | "gateway">): Promise<void> {
  const { config, hub, tenants, gateway } = house;
  if (config.FACHVERFAHREN_URL && config.FACHVERFAHREN_SECRET) await hub.seedDemoDestinations({ url: config.FACHVERFAHREN_URL, secret: config.FACHVERFAHREN_SECRET, besides: await sandboxDestinations(config, tenants) });
  const town = tenants.bySlug("musterstadt");
  const mailbox = town && (await sandboxMailbox(config, town));
  if (mailbox) await gateway.inbound.connectMailbox(mailbox);
  // The invented website of the town, which shows a form of the portal in its page.
  if (town && config.SANDBOX_URL) { const { protocol, host } = new URL(config.SANDBOX_URL); await tenants.admitEmbedHost(town.id, `${protocol}//stadtseite.${host}`); }
  await joinExamples(house);
}

/** At every start too: the examples may have new manifests, other ports, or be new to an older database. */
async function joinExamples(house: Pick<House, "config" | "db" | "forms" | "tenants" | "extensions">): Promise<void> {
  const { EXAMPLE_EXTENSION_SECRET: secret, EXAMPLES_PORT: first } = house.config;
  const town = house.tenants.bySlug("musterstadt");
  if (secret !== undefined && town) await seedExamples(house, { town, first, secret });
}
