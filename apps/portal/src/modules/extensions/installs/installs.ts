import type { ExtensionsDeps } from "../deps.ts";
import { permissionsOfClient } from "../permission-store.ts";
import { conformityOf, examinedLevels, takeConformity } from "./conformity.ts";
import { installedIn } from "./installed.ts";
import { pauseExtension, removeExtension, resumeExtension } from "./lifecycle.ts";
import { trialsOf, untriedOf } from "./trial.ts";
import { ownSettings, saveSettings, townSettings } from "./settings.ts";

/** What a town does with a program beside permitting it: setting, pausing, removing; and what it can know before. */
export function createInstalls(deps: ExtensionsDeps) {
  return {
    of: (tenant: string) => deps.db.inTenant(tenant, (tx) => installedIn(tx, tenant)),
    pause: (given: Parameters<typeof pauseExtension>[1]) => pauseExtension(deps, given),
    resume: (given: Parameters<typeof resumeExtension>[1]) => resumeExtension(deps, given),
    remove: (given: Parameters<typeof removeExtension>[1]) => removeExtension(deps, given),
    settings: (given: Parameters<typeof townSettings>[1]) => townSettings(deps, given),
    saveSettings: (given: Parameters<typeof saveSettings>[1]) => saveSettings(deps, given),
    ownSettings: (bearer: Parameters<typeof ownSettings>[1]) => ownSettings(deps, bearer),
    takeConformity: (given: Parameters<typeof takeConformity>[1]) => takeConformity(deps, given),
    /** Where versions of it have run that were not productive; and what a town permitted without. */
    trials: (given: { readonly tenant: string; readonly client: string }) => deps.db.inTenant(given.tenant, async (tx) => ({ ran: await trialsOf(tx, given.client), untried: await untriedOf(tx, given) })),
    levels: () => examinedLevels(deps),
    conformity: (client: string) => conformityOf(deps, client),
    /** Towns that permit it now: bodies, no people. */
    async users(client: string): Promise<readonly { readonly tenant: string; readonly isDemo: boolean }[]> {
      const all = await deps.db.asOperator("who uses an extension", (tx) => permissionsOfClient(tx, client));
      return all.filter(({ revokedAt }) => revokedAt === undefined).map(({ tenant }) => ({ tenant, isDemo: deps.tenants.byId(tenant)?.isDemo ?? false }));
    },
  };
}

export type Installs = ReturnType<typeof createInstalls>;
