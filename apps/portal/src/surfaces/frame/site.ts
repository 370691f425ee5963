import type { Tenant, Tenants } from "#modules/tenants";

export type Site = { readonly kind: "state" } | { readonly kind: "town"; readonly tenant: Tenant };

export interface Addresses {
  /** The site that a Host header names; undefined: none of ours. */
  siteOf(host: string | undefined): Site | undefined;
  /** Origin of the Leitportal, for example `https://portal.example`. */
  readonly apex: string;
  originOf(tenant: Tenant): string;
}

/** Hosts of the installation: the apex is the Leitportal, each tenant has its label in front. */
export function createAddresses(publicOrigin: string, tenants: Pick<Tenants, "bySlug">): Addresses {
  const { protocol, host } = new URL(publicOrigin);
  const suffix = `.${host}`;
  return {
    apex: `${protocol}//${host}`,
    originOf: (tenant) => `${protocol}//${tenant.slug}${suffix}`,
    siteOf(given) {
      const asked = given?.toLowerCase();
      if (asked === host) return { kind: "state" };
      if (!asked?.endsWith(suffix)) return undefined;
      const tenant = tenants.bySlug(asked.slice(0, -suffix.length));
      return tenant && { kind: "town", tenant };
    },
  };
}
