import { createAccounts } from "#modules/accounts";
import { createAudit } from "#modules/audit";
import { createDisturbances } from "#modules/disturbances";
import { createForms } from "#modules/forms";
import { createTenants } from "#modules/tenants";
import { systemClock, type Clock } from "#platform/clock";
import { createKeyring } from "#platform/crypto";
import { connect, createDatabase } from "#platform/database";
import { createOutbound } from "#platform/http";
import { createLog } from "#platform/log";
import { bundidSettings, staffSettings, trustedHosts } from "./adapters.ts";
import type { Config } from "./config.ts";

/** The composition root: every room once, from left to right, by plain calls. */
export async function compose(config: Config, options: { readonly clock?: Clock } = {}) {
  const clock = options.clock ?? systemClock;
  const log = createLog(config.LOG_LEVEL, config.ROLE);
  const pool = connect({ url: config.DATABASE_URL, max: config.DATABASE_CONNECTIONS, name: `kommunalportal ${config.ROLE}`, onIdleError: (error) => { log.warn({ err: error.message }, "idle connection lost"); } });
  const db = createDatabase(pool, (reason) => { log.debug({ reason }, "operator scope"); });
  const keyring = createKeyring({ keys: config.INSTALLATION_KEYS, current: Math.max(...config.INSTALLATION_KEYS.map(({ version }) => version)) });
  const outbound = createOutbound({ trustedHosts: trustedHosts(config) });

  const tenants = await createTenants({ db, keyring });
  const audit = createAudit({ db, clock });
  const disturbances = await createDisturbances({ db, clock });
  const accounts = await createAccounts({
    db, clock, keyring, log, outbound, bundid: bundidSettings(config), staff: staffSettings(config),
    apexHost: new URL(config.PUBLIC_ORIGIN).host, tenantBySlug: (slug) => tenants.bySlug(slug),
  });
  const forms = createForms({ db, clock });

  return { config, clock, log, db, keyring, outbound, tenants, audit, disturbances, accounts, forms, close: () => db.close() };
}

export type House = Awaited<ReturnType<typeof compose>>;
