import { addProgram, idOf } from "./add-program.ts";
import type { DevelopersDeps } from "./deps.ts";
import { foundTown } from "./found-town.ts";
import { ownedProgram, ownedTown, programsOf, townsOf } from "./owned.ts";
import { permitEverything } from "./permit.ts";
import { developerOf, signIn, signOut } from "./sign-in.ts";
import { startAccount } from "./start-account.ts";

const actor = { kind: "system", what: "developer self-service" } as const;

/** Developers who help themselves in a sandbox installation. Every use case asks first whether the program or the town is theirs. */
export function createDevelopers(deps: DevelopersDeps) {
  const { extensions } = deps;
  interface Own { readonly account: string; readonly client: string }
  const own = async <T>(given: Own, work: () => Promise<T>): Promise<T | undefined> => ((await ownedProgram(deps, given)) ? work() : undefined);

  return {
    /** Whether anybody can begin here by themselves. */
    enabled: deps.templateTown !== undefined,
    startAccount: (given: { readonly name: string }) => startAccount(deps, given),
    signIn: (key: string) => signIn(deps, key),
    signOut: (cookie: string) => signOut(deps, cookie),
    developer: (cookie: string) => developerOf(deps, cookie),

    programs: (account: string) => programsOf(deps, account),
    program: (given: Own) => ownedProgram(deps, given),
    towns: (account: string) => townsOf(deps, account),
    foundTown: (account: string) => foundTown(deps, account),
    addProgram: (given: { readonly account: string; readonly manifest: unknown }) => addProgram(deps, given),
    /** A new version of one's own manifest; its id stays. Undefined: not theirs. What a town permitted before goes on until it permits anew. */
    changeManifest: (given: Own & { readonly manifest: unknown }) => own(given, async () => (idOf(given.manifest) === given.client ? extensions.registerClient({ manifest: given.manifest, actor }) : { ok: false as const, problems: [{ path: "id", message: "the id of a program does not change" }] })),
    secrets: (given: Own) => own(given, () => extensions.secrets(given.client)),
    addSecret: (given: Own) => own(given, () => extensions.addSecret({ client: given.client, actor })),
    revokeSecret: (given: Own & { readonly secret: string }) => own(given, () => extensions.revokeSecret({ client: given.client, secret: given.secret, actor })),
    keys: (given: Own) => own(given, () => extensions.keys(given.client)),
    addKey: (given: Own & { readonly jwk: unknown }) => own(given, () => extensions.addKey({ client: given.client, jwk: given.jwk, actor })),
    revokeKey: (given: Own & { readonly key: string }) => own(given, () => extensions.revokeKey({ client: given.client, key: given.key, actor })),
    /** Permits everything the manifest asks for, in a test town of the same account; false where the town is somebody else's. */
    async permit(given: Own & { readonly town: string }): Promise<boolean> {
      const [program, town] = [await ownedProgram(deps, given), await ownedTown(deps, given)];
      return program !== undefined && town !== undefined && permitEverything(deps, { client: program.id, town });
    },
    /** Per test town of an account whether the simulated Fachverfahren is connected; undefined: there is none here. */
    async backends(account: string): Promise<ReadonlyMap<string, boolean> | undefined> {
      const { backend } = deps;
      if (!backend) return undefined;
      return new Map(await Promise.all((await townsOf(deps, account)).map(async ({ id, slug }) => [slug, await backend.connected(id)] as const)));
    },
    /** From now on the hub sends what comes to this test town there too. Repeated it has no further effect; false where the town is somebody else's. */
    async connectBackend(given: { readonly account: string; readonly town: string }): Promise<boolean> {
      const town = deps.backend && (await ownedTown(deps, given));
      if (!town) return false;
      const switches = [...deps.tenants.switches(town.id).values()].filter(({ enabled }) => enabled);
      await deps.backend?.connect({ tenant: town.id, services: switches.map(({ service }) => service) });
      await deps.db.asOperator("a test town's applications go to the simulated Fachverfahren too", async (tx) => { for (const one of switches) await deps.tenants.storeSwitch(tx, town.id, { ...one, delivery: "fachverfahren" }); });
      return true;
    },
    async revoke(given: Own & { readonly town: string }): Promise<boolean> {
      const [program, town] = [await ownedProgram(deps, given), await ownedTown(deps, given)];
      return program !== undefined && town !== undefined && extensions.revokePermission({ tenant: town.id, client: program.id, actor: { kind: "system", what: actor.what } });
    },
    /** What a program asked and was sent in one's test towns, with what is permitted there. */
    async traffic(given: Own) {
      return await own(given, async () => Promise.all((await townsOf(deps, given.account)).map(async (town) => ({
        town, permission: (await extensions.permissions(town.id)).find(({ client, revokedAt }) => client === given.client && revokedAt === undefined),
        requests: await extensions.requestLog.of({ tenant: town.id, client: given.client }), webhooks: await extensions.webhooksOfProgram({ tenant: town.id, client: given.client }),
      }))));
    },
    async sendAgain(given: Own & { readonly town: string; readonly delivery: string }): Promise<boolean> {
      const [program, town] = [await ownedProgram(deps, given), await ownedTown(deps, given)];
      return program !== undefined && town !== undefined && extensions.sendAgain({ tenant: town.id, client: program.id, delivery: given.delivery });
    },
  };
}

export type Developers = ReturnType<typeof createDevelopers>;
