import { createHash } from "node:crypto";
import type { FormTest, ServicePackage } from "@kommunalportal/form-engine";
import type { Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { canonicalJson } from "../canonical-json.ts";
import type { Forms } from "../forms.ts";
import { findVersion } from "../version-store.ts";
import type { Operation, PackageFile } from "./package-file.ts";
import { readPackage, type PackagePlace, type ReadPackage } from "./read-package.ts";
import { packageSigner, signPackage } from "./sign-package.ts";

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
  const signer = packageSigner(pepper);

  /** Stands also for a version that never left: the installation believes itself. */
  async function publishers(): Promise<ReadonlyMap<string, string>> {
    const rows = await db.asOperator("read publishers of packages", (tx) => tx.rows<{ fingerprint: string; name: string }>(sql`select fingerprint, name from forms.package_publisher order by name`));
    return new Map([[(await signer).fingerprint, "diese Installation"], ...rows.map(({ fingerprint, name }) => [fingerprint, name] as const)]);
  }

  async function placeOf(slug: string, version: string, town: Pick<PackagePlace, "offices" | "bank">): Promise<PackagePlace> {
    const stored = await db.published((tx) => findVersion(tx, slug, version));
    const published = (service: ServicePackage, tests: readonly FormTest[]) => (stored === undefined ? "none" : canonicalJson(stored.package) === contentOf(service, tests) ? "same" : "other");
    return { ...town, publishers: await publishers(), knowsService, published };
  }

  return {
    /** What others know this installation's signature by. */
    fingerprint: async (): Promise<string> => (await signer).fingerprint,
    publishers,
    /** Believes what the owner of this key signs, from now on. */
    async trust(fingerprint: string, name: string): Promise<void> {
      await db.asOperator("trust a publisher of packages", (tx) => tx.run(sql`insert into forms.package_publisher (fingerprint, name, trusted_at) values (${fingerprint}, ${name}, ${clock.now()}) on conflict (fingerprint) do update set name = excluded.name`));
    },
    /** A published version as a file; undefined where there is none. The same version gives the same content, at another time with another signature. */
    async export({ slug, version, operation }: { readonly slug: string; readonly version?: string; readonly operation?: Operation }): Promise<PackageFile | undefined> {
      const wanted = version ?? (await forms.current(slug))?.version;
      const row = wanted === undefined ? undefined : await db.published((tx) => findVersion(tx, slug, wanted));
      if (row === undefined) return undefined;
      const { service, form, tests } = row.package as { readonly service: Record<string, unknown>; readonly form: Record<string, unknown>; readonly tests?: unknown[] };
      const own = await signer;
      return signPackage({
        format: "kommunalportal/service-package", formatVersion: 1, service, form, ...(tests === undefined ? {} : { tests }), ...(operation === undefined ? {} : { operation }),
        issued: { by: origin, at: clock.now().toISOString() }, publisher: { key: own.publicKey },
      }, own);
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
