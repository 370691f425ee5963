import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import { formTestsSchema, parseServicePackage } from "@kommunalportal/form-engine";
import { findCodelists, storeCodelist, type CodelistFile } from "./codelist-store.ts";
import { type ImportPorts, importSchema, type SchemaImport, type SchemaImportOutcome } from "./import-schema.ts";
import { loadPackages } from "./load-packages.ts";
import type { PublishedService } from "./published-service.ts";
import { publishService, type PublishOutcome } from "./publish-service.ts";
import { ruleDecisions, saveRuleDecision, type DecidedRule } from "./rule-decision-store.ts";
import { openReleases, type Release, releaseNow } from "./release-store.ts";
import { fetchCodelists, type CodelistSource } from "./schemas/codelist-source.ts";
import { packSchema, storeSchema } from "./schemas/schema-store.ts";
import { createXfall } from "./schemas/xfall.ts";
import { findVersion } from "./version-store.ts";

export interface FormsDeps { readonly db: Database; readonly clock: Clock; /** Without it code lists come as files only. */ readonly codelists?: CodelistSource | undefined }

/**
 * Versions never change, so each is compiled once per process and kept. What is offered where is remembered until `refresh`,
 * to be called at every `NOTIFY kp_changed` of `forms.release`.
 */
export function createForms({ db, clock, codelists }: FormsDeps) {
  const versions = new Map<string, Promise<PublishedService | undefined>>();
  let releases: Promise<ReadonlyMap<string, readonly Release[]>> | undefined;

  /** What is offered where, by service; read again after `refresh`. */
  function offered(): Promise<ReadonlyMap<string, readonly Release[]>> {
    const read = releases ??= db.published((tx) => openReleases(tx)).then((all) => Map.groupBy(all, ({ slug }) => slug));
    read.catch(() => { if (releases === read) releases = undefined; });
    return read;
  }

  function version(slug: string, number: string): Promise<PublishedService | undefined> {
    return remember(versions, `${slug}@${number}`, async () => {
      const row = await db.published((tx) => findVersion(tx, slug, number));
      if (!row) return undefined;
      const read = parseServicePackage(row.package.service, row.package.form);
      return { slug, version: number, package: read, form: read.form, publishedAt: row.published_at, tests: formTestsSchema.parse(row.package.tests ?? []) };
    });
  }

  async function current(slug: string, tenant?: string): Promise<PublishedService | undefined> {
    // What is not known yet may have been published a moment ago.
    const release = releaseNow((await offered()).get(slug) ?? await db.published((tx) => openReleases(tx, slug)), tenant, clock.now());
    return release && version(slug, release.version);
  }

  const importing: Omit<ImportPorts, "publish"> = {
    keepCodelists: (lists) => db.asOperator("keep code lists", async (tx) => {
      const differing: CodelistFile[] = [];
      for (const list of lists) if ((await storeCodelist(tx, list, clock.now())) === "differs") differing.push(list);
      return differing;
    }),
    keepSchema: async (schema, xml) => {
      const packed = await packSchema(schema, xml);
      return db.asOperator("keep a schema", (tx) => storeSchema(tx, packed, clock.now()));
    },
    ruleDecisions: (schema) => db.asOperator("read decisions about rules", (tx) => ruleDecisions(tx, schema)),
    findCodelists: (references) => db.asOperator("find code lists", (tx) => findCodelists(tx, references)),
    fetchCodelists: (references) => (codelists === undefined ? Promise.resolve({ lists: [], failed: [] }) : fetchCodelists(codelists, references)),
  };

  return {
    /** A version, or the one offered now. Undefined where there is none. */
    service: (slug: string, number?: string): Promise<PublishedService | undefined> => (number === undefined ? current(slug) : version(slug, number)),
    /** The version a town offers now. Without a town: what all are offered. */
    current,
    /** Every service that is offered somewhere, now or from a day that is to come. */
    slugs: async (): Promise<readonly string[]> => [...(await offered()).keys()].toSorted(),
    publish: (tx: Tx, service: Parameters<typeof publishService>[2]): Promise<PublishOutcome> => publishService(tx, clock, service),
    importSchema: (given: SchemaImport): Promise<SchemaImportOutcome> => importSchema(given, { ...importing, publish: (service) => db.asOperator("publish an imported schema", (tx) => publishService(tx, clock, service)) }),
    /** The same, but nothing is published: for a working copy. */
    readSchema: (given: SchemaImport): Promise<SchemaImportOutcome> => importSchema({ ...given, publishUndecided: true }, { ...importing, publish: () => Promise.resolve({ ok: true, published: "before" }) }),
    /** What an editor decided about a rule; the next import of this version of the schema follows it. */
    decideRule: (decided: Omit<DecidedRule, "at">): Promise<void> => db.asOperator("decide about a rule", (tx) => saveRuleDecision(tx, { ...decided, at: clock.now() })),
    /** Submitted answers of a form that came from a schema, as XFall. */
    xfall: createXfall(db),
    loadPackages,
    /** Compiles the newest version of every service, so that no request waits for it; called at start. */
    async warm(): Promise<void> {
      for (const slug of (await offered()).keys()) await current(slug);
    },
    refresh(): void {
      releases = undefined;
    },
  };
}

export type Forms = ReturnType<typeof createForms>;

/** What failed or was not there is not remembered: it may be there the next time. */
function remember<T>(known: Map<string, Promise<T | undefined>>, key: string, make: () => Promise<T | undefined>): Promise<T | undefined> {
  const before = known.get(key);
  if (before) return before;
  const made = make();
  known.set(key, made);
  const forget = (): void => { if (known.get(key) === made) known.delete(key); };
  made.then((value) => { if (value === undefined) forget(); }, forget);
  return made;
}
