import { createHash } from "node:crypto";
import type { FormTest, ServicePackage } from "@kommunalportal/form-engine";
import type { Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { canonicalJson } from "#platform/json";
import type { Forms } from "../forms.ts";
import { findVersion } from "../version-store.ts";
import type { Operation, PackageFile } from "./package-file.ts";
import { readPackage, type PackagePlace, type ReadPackage } from "./read-package.ts";
import { changeKey, ownKeys, type OwnKeys, withdraw } from "./own-keys.ts";
import { signPackage } from "./sign-package.ts";

export interface ServicePackagesDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly forms: Pick<Forms, "current" | "publish">;
  readonly pepper: Buffer;
  /** Named in the files as the portal they come from. */
  readonly origin: string;
  readonly knowsService: (leika: string) => boolean;
}

/** Services as files: out of this installation, signed, and into it, checked. */
export function createServicePackages({ db, clock, forms, pepper, origin, knowsService }: ServicePackagesDeps) {
  const own = (): Promise<OwnKeys> => db.asOperator("read the key that signs packages", (tx) => ownKeys(tx, pepper));

  /** Stands also for a version that never left: the installation believes itself, with every key it ever had and has not lost. */
  async function known(): Promise<Pick<PackagePlace, "publishers" | "withdrawn">> {
    const { rows, fingerprints } = await db.asOperator("read publishers of packages", async (tx) => ({
      rows: await tx.rows<{ fingerprint: string; name: string; withdrawn: boolean }>(sql`select fingerprint, name, withdrawn_at is not null as withdrawn from forms.package_publisher order by name`),
      fingerprints: (await ownKeys(tx, pepper)).fingerprints,
    }));
    const withdrawn = new Map(rows.filter((row) => row.withdrawn).map(({ fingerprint, name }) => [fingerprint, name]));
    const believed = [...fingerprints.toReversed().map((fingerprint) => [fingerprint, "diese Installation"] as const), ...rows.map(({ fingerprint, name }) => [fingerprint, name] as const)];
    return { withdrawn, publishers: new Map(believed.filter(([fingerprint]) => !withdrawn.has(fingerprint))) };
  }

  async function placeOf(slug: string, version: string, town: Pick<PackagePlace, "offices" | "bank">): Promise<PackagePlace> {
    const stored = await db.published((tx) => findVersion(tx, slug, version));
    const published = (service: ServicePackage, tests: readonly FormTest[]) => (stored === undefined ? "none" : canonicalJson(stored.package) === contentOf(service, tests) ? "same" : "other");
    return { ...town, ...(await known()), knowsService, published };
  }

  return {
    /** What others know this installation's signature by. */
    fingerprint: async (): Promise<string> => (await own()).signer.fingerprint,
    publishers: async (): Promise<ReadonlyMap<string, string>> => (await known()).publishers,
    /** Who was believed once and is not any more. */
    withdrawn: async (): Promise<ReadonlyMap<string, string>> => (await known()).withdrawn,
    /** From now on another key signs; gives its fingerprint. See {@link changeKey}. */
    changeKey: (lost: boolean): Promise<string> => changeKey(db, pepper, { now: clock.now(), lost, name: "diese Installation" }),
    /** Believes this key no more, nor any that it vouches for. What was imported stays. */
    withdraw: (fingerprint: string, name: string): Promise<void> => db.asOperator("withdraw the trust in a publisher of packages", (tx) => withdraw(tx, fingerprint, name, clock.now())),
    /** Believes what the owner of this key signs, from now on. */
    async trust(fingerprint: string, name: string): Promise<void> {
      await db.asOperator("trust a publisher of packages", (tx) => tx.run(sql`insert into forms.package_publisher (fingerprint, name, trusted_at) values (${fingerprint}, ${name}, ${clock.now()}) on conflict (fingerprint) do update set name = excluded.name, trusted_at = excluded.trusted_at, withdrawn_at = null`));
    },
    /** A published version as a file; undefined where there is none. The same version gives the same content, at another time with another signature. */
    async export({ slug, version, operation }: { readonly slug: string; readonly version?: string; readonly operation?: Operation }): Promise<PackageFile | undefined> {
      const wanted = version ?? (await forms.current(slug))?.version;
      const row = wanted === undefined ? undefined : await db.published((tx) => findVersion(tx, slug, wanted));
      if (row === undefined) return undefined;
      const { service, form, tests } = row.package as { readonly service: Record<string, unknown>; readonly form: Record<string, unknown>; readonly tests?: unknown[] };
      const { signer, succession } = await own();
      return signPackage({
        format: "kommunalportal/service-package", formatVersion: 1, service, form, ...(tests === undefined ? {} : { tests }), ...(operation === undefined ? {} : { operation }),
        issued: { by: origin, at: clock.now().toISOString() }, publisher: { key: signer.publicKey, ...(succession.length === 0 ? {} : { succession: [...succession] }) },
      }, signer);
    },
    /** What a file is, and everything that does not fit here. `town`: the one it is for. */
    read: (bytes: Uint8Array, town: Pick<PackagePlace, "offices" | "bank"> = {}): Promise<ReadPackage> => readPackage(bytes, (_leika, slug, version) => placeOf(slug, version, town)),
    /** Publishes what was read without error, for all towns. */
    publish: (tx: Tx, { service, tests }: NonNullable<ReadPackage["content"]>) => forms.publish(tx, { ...service, tests }),
  };
}

export type ServicePackages = ReturnType<typeof createServicePackages>;

/** As the version is stored: see publish-service. */
function contentOf({ service, definition }: ServicePackage, tests: readonly FormTest[]): string {
  return canonicalJson({ service, form: definition, ...(tests.length === 0 ? {} : { tests }) });
}

/** SHA-256 of what a package says, whoever signed it when: equal files mean the same service. */
export function contentHash({ service, form, tests, operation }: PackageFile): string {
  return createHash("sha256").update(canonicalJson({ service, form, tests, operation })).digest("hex");
}
