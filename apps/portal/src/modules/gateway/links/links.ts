import type { Catalogue } from "#modules/catalogue";
import type { Tenant } from "#modules/tenants";
import { legalDate } from "#platform/clock";
import type { EfaService } from "./efa-service.ts";
import { serviceAt } from "./efa-service.ts";
import { allServices, connection, frameworkOf } from "./link-store.ts";
import { changeConnection, changeFramework, factsVersion, type RegisterDeps, townRegister } from "./register.ts";
import { exportRegister, importRegister } from "./register-file.ts";
import { resolveLink, type ResolvedLink } from "./resolve-link.ts";
import { exportServices, importServices } from "./service-file.ts";

export interface LinksDeps extends Omit<RegisterDeps, "services"> {
  readonly catalogue: Pick<Catalogue, "officeByRole" | "officeFor" | "officesOf" | "onlineServiceOf" | "service">;
}

/** The register of services run elsewhere and the way to them. The services are in memory (some hundred); a town's entry is one statement. */
export async function createLinks(deps: LinksDeps) {
  let services: readonly EfaService[] = [];
  const refresh = async (): Promise<void> => { services = await deps.db.published(allServices); };
  await refresh();
  const register: RegisterDeps = { ...deps, services: () => services };

  return {
    refresh,
    services: (): readonly EfaService[] => services,
    service: (id: string): EfaService | undefined => services.find((one) => one.id === id),
    /** Without asking the database: is there a service run elsewhere for this at this place? */
    offered: (place: Pick<Tenant, "ars">, leikaKey: string): EfaService | undefined => serviceAt(services, leikaKey, place.ars),
    /** undefined for a key that no catalogue knows. */
    async resolve(place: Tenant, leikaKey: string, lang: "de" | "en"): Promise<ResolvedLink | undefined> {
      if (!deps.catalogue.service(leikaKey)) return undefined;
      return resolveLink({
        place, leikaKey, lang, services, today: legalDate(deps.clock.now()), competence: await deps.catalogue.officeFor(place, leikaKey), own: deps.catalogue.onlineServiceOf(place, leikaKey),
        officeByRole: deps.catalogue.officeByRole,
        registered: (tenant, service) => deps.db.inTenant(tenant, async (tx) => ({ framework: await frameworkOf(tx, tenant), connection: await connection(tx, tenant, service) })),
      });
    },
    /** What is seen where nothing was ever entered. */
    nothingStored: factsVersion(undefined),
    townRegister: (town: Pick<Tenant, "id" | "ars">) => townRegister(register, town),
    changeConnection: (change: Parameters<typeof changeConnection>[1]) => changeConnection(register, change),
    changeFramework: (change: Parameters<typeof changeFramework>[1]) => changeFramework(register, change),
    exportRegister: (town: Pick<Tenant, "id" | "ars">) => exportRegister(register, town),
    importRegister: (given: Omit<Parameters<typeof importRegister>[1], "offices">) => importRegister(register, { ...given, offices: new Set(deps.catalogue.officesOf(given.town.id).map(({ role }) => role)) }),
    exportServices: () => deps.db.published(exportServices),
    importServices: (text: string, options: { readonly dryRun: boolean }) => deps.db.asOperator("import the register of services run elsewhere", (tx) => importServices(tx, text, { ...options, at: deps.clock.now() })),
  };
}

export type Links = Awaited<ReturnType<typeof createLinks>>;
