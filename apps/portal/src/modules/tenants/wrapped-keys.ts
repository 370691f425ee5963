import { sql } from "#platform/database";

/** The town's key is bound to its row: moved to another row it does not open. */
export const keyContext = (tenant: string): string => `tenants.tenant_key/${tenant}`;

/** Where this room's keys lie that the installation's key wraps, for its replacement. */
export const wrappedTenantKeys = [
  { name: "tenants.tenant_key", table: sql`tenants.tenant_key`, id: sql`tenant_id`, key: sql`wrapped`, only: sql`true`, context: keyContext },
];
