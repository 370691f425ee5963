import { loadPepper } from "#modules/accounts";
import { createAudit } from "#modules/audit";
import { createForms } from "#modules/forms";
import { createTenants } from "#modules/tenants";
import { systemClock } from "#platform/clock";
import { createKeyring } from "#platform/crypto";
import { connect, createDatabase, type Database } from "#platform/database";
import type { Config } from "../config.ts";
import { CommandProblem } from "./command-problem.ts";

/** The few rooms a command needs; no files, no mail, no calls to other houses. */
export async function openCommandHouse(config: Pick<Config, "DATABASE_URL" | "INSTALLATION_KEYS">) {
  const versions = config.INSTALLATION_KEYS.map(({ version }) => version);
  if (new Set(versions).size < versions.length) throw new CommandProblem("INSTALLATION_KEYS nennt eine Version zweimal. Jeder Schlüssel braucht eine eigene, höhere Nummer.");
  const keyring = createKeyring({ keys: config.INSTALLATION_KEYS, current: Math.max(...versions) });
  const db = createDatabase(connect({ url: config.DATABASE_URL, max: 2, name: "kommunalportal command", onIdleError: () => {} }));
  try {
    return await roomsOf(db, keyring);
  } catch (error) {
    await db.close();
    throw error;
  }
}

async function roomsOf(db: Database, keyring: ReturnType<typeof createKeyring>) {
  // Keys of another installation must not seal anything here.
  await loadPepper(db, keyring);
  return {
    db, keyring, clock: systemClock, tenants: await createTenants({ db, keyring }), forms: createForms({ db, clock: systemClock }), audit: createAudit({ db, clock: systemClock }),
    close: (): Promise<void> => db.close(),
  };
}

export type CommandHouse = Awaited<ReturnType<typeof openCommandHouse>>;
