import type { Database, Tx } from "#platform/database";
import { newKey, type Keyring } from "#platform/crypto";
import { createPlaceNames, createPlaceSearch, type PlaceHit } from "./place-search.ts";
import { tenantProfile } from "./profile.ts";
import type { ServiceSwitch } from "./service-switch.ts";
import type { Tenant } from "./tenant.ts";
import { allSwitches, allTenants, insertKeys, insertTenants, lockedProfile, proposeSwitch, storeSwitch, updateProfile, wrappedKey } from "./tenant-store.ts";
import { keyContext } from "./wrapped-keys.ts";

const noSwitches: ReadonlyMap<string, ServiceSwitch> = new Map();

/**
 * All tenants in memory: 430 small records that every request needs and that change a few times a year.
 * `refresh` is called at start and whenever the database tells of a change.
 */
export async function createTenants({ db, keyring }: { readonly db: Database; readonly keyring: Keyring }) {
  let list: readonly Tenant[] = [];
  let ids = new Map<string, Tenant>();
  let slugs = new Map<string, Tenant>();
  let switched = new Map<string, Map<string, ServiceSwitch>>();
  let places: (query: string, limit: number) => PlaceHit[] = () => [];
  let names: (text: string) => readonly Tenant[] = () => [];
  const keys = new Map<string, Promise<Buffer>>();

  async function refresh(): Promise<void> {
    const { tenants, switches } = await db.published(async (tx) => ({ tenants: await allTenants(tx), switches: await allSwitches(tx) }));
    list = tenants;
    ids = new Map(tenants.map((tenant) => [tenant.id, tenant]));
    slugs = new Map(tenants.map((tenant) => [tenant.slug, tenant]));
    switched = switches;
    places = createPlaceSearch(tenants);
    names = createPlaceNames(tenants);
  }
  await refresh();

  return {
    refresh,
    all: (): readonly Tenant[] => list,
    byId: (id: string): Tenant | undefined => ids.get(id),
    bySlug: (slug: string): Tenant | undefined => slugs.get(slug),
    /** By regional key (ARS, 12 digits), municipality key (AGS, 8) or short name: what other software calls a tenant number. */
    byNumber: (number: string): Tenant | undefined => slugs.get(number) ?? (/^(?:\d{8}|\d{12})$/.test(number) ? list.find(({ ars, ags }) => ars === number || ags === number) : undefined),
    search: (query: string, limit: number): PlaceHit[] => places(query, limit),
    /** Whose whole name or postcode a text is. */
    named: (text: string): readonly Tenant[] => names(text),
    /** Online services a town has set up, by slug; look at `enabled`. */
    switches: (tenant: string): ReadonlyMap<string, ServiceSwitch> => switched.get(tenant) ?? noSwitches,
    storeSwitch,
    proposeSwitch,
    /** The town's content key, 32 bytes. Kept in memory while the process lives. */
    tenantKey(tenant: string): Promise<Buffer> {
      let key = keys.get(tenant);
      if (!key) {
        key = db.inTenant(tenant, (tx) => wrappedKey(tx, tenant)).then((wrapped) => keyring.unwrap(wrapped, keyContext(tenant)));
        key.catch(() => { keys.delete(tenant); });
        keys.set(tenant, key);
      }
      return key;
    },
    /** Lets a website show a town's forms, beside those that are admitted already; for setting up a demonstration. */
    async admitEmbedHost(tenant: string, host: string): Promise<void> {
      const changed = await db.asOperator("admit a website", async (tx) => {
        const profile = await lockedProfile(tx, tenant);
        const hosts = profile.embedHosts ?? [];
        if (hosts.includes(host)) return false;
        await updateProfile(tx, tenant, tenantProfile.parse({ ...profile, embedHosts: [...hosts, host] }));
        return true;
      });
      if (changed) await refresh();
    },
    /** Adds tenants, each with a key of its own, and what belongs to them in the same transaction. Ids are given, so a repeated import fails instead of doubling. */
    async found(tenants: readonly Tenant[], also?: (tx: Tx) => Promise<void>): Promise<void> {
      await db.asOperator("found tenants", async (tx) => {
        await insertTenants(tx, tenants);
        await insertKeys(tx, tenants.map(({ id }) => ({ tenant: id, wrapped: keyring.wrap(newKey(), keyContext(id)) })));
        await also?.(tx);
      });
      await refresh();
    },
  };
}

export type Tenants = Awaited<ReturnType<typeof createTenants>>;
