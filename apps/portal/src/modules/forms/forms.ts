import type { Clock } from "#platform/clock";
import type { Database, Tx } from "#platform/database";
import { parseServicePackage, type ServicePackage } from "@kommunalportal/form-engine";
import { findCodelists, storeCodelist, type CodelistFile } from "./codelist-store.ts";
import { importSchema, type SchemaImport, type SchemaImportOutcome } from "./import-schema.ts";
import { loadPackages } from "./load-packages.ts";
import type { PublishedService } from "./published-service.ts";
import { publishService, type PublishOutcome } from "./publish-service.ts";
import { ruleDecisions, saveRuleDecision, type DecidedRule } from "./rule-decision-store.ts";
import { findVersion, newestVersion, publishedSlugs } from "./version-store.ts";

export interface FormsDeps { readonly db: Database; readonly clock: Clock }

/**
 * Versions never change, so each is compiled once per process and kept. Which one is the newest is remembered until `refresh`,
 * to be called at every `NOTIFY kp_changed` of `forms.version`.
 */
export function createForms({ db, clock }: FormsDeps) {
  const versions = new Map<string, Promise<PublishedService | undefined>>();
  const newest = new Map<string, Promise<string | undefined>>();
  let slugs: Promise<string[]> | undefined;

  function version(slug: string, number: string): Promise<PublishedService | undefined> {
    return remember(versions, `${slug}@${number}`, async () => {
      const row = await db.published((tx) => findVersion(tx, slug, number));
      if (!row) return undefined;
      const read = parseServicePackage(row.package.service, row.package.form);
      return { slug, version: number, package: read, form: read.form, publishedAt: row.published_at };
    });
  }

  async function current(slug: string): Promise<PublishedService | undefined> {
    const number = await remember(newest, slug, () => db.published((tx) => newestVersion(tx, slug)));
    return number === undefined ? undefined : version(slug, number);
  }

  return {
    /** A version, or the newest. Undefined where there is none. */
    service: (slug: string, number?: string): Promise<PublishedService | undefined> => (number === undefined ? current(slug) : version(slug, number)),
    current,
    /** Every service that has a published version. */
    slugs(): Promise<readonly string[]> {
      slugs ??= db.published(publishedSlugs);
      slugs.catch(() => { slugs = undefined; });
      return slugs;
    },
    publish: (tx: Tx, service: ServicePackage): Promise<PublishOutcome> => publishService(tx, clock, service),
    importSchema: (given: SchemaImport): Promise<SchemaImportOutcome> => importSchema(given, {
      publish: (service) => db.asOperator("publish an imported schema", (tx) => publishService(tx, clock, service)),
      keepCodelists: (lists) => db.asOperator("keep code lists", async (tx) => {
        const differing: CodelistFile[] = [];
        for (const list of lists) if ((await storeCodelist(tx, list, clock.now())) === "differs") differing.push(list);
        return differing;
      }),
      ruleDecisions: (schema) => db.asOperator("read decisions about rules", (tx) => ruleDecisions(tx, schema)),
      findCodelists: (references) => db.asOperator("find code lists", (tx) => findCodelists(tx, references)),
    }),
    /** What an editor decided about a rule; the next import of this version of the schema follows it. */
    decideRule: (decided: Omit<DecidedRule, "at">): Promise<void> => db.asOperator("decide about a rule", (tx) => saveRuleDecision(tx, { ...decided, at: clock.now() })),
    loadPackages,
    /** Compiles the newest version of every service, so that no request waits for it; called at start. */
    async warm(): Promise<void> {
      for (const slug of await db.published(publishedSlugs)) await current(slug);
    },
    refresh(): void {
      newest.clear();
      slugs = undefined;
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
