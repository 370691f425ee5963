import { createHash } from "node:crypto";
import { compileForm, FormDefinitionError, parseDefinition, type DefinitionProblem } from "@kommunalportal/form-engine";
import { codelistLookup, codelistReferences, decisionInWords, qualityReport, readGenericode, readSchema, reviewRules, toForm, type CodelistLookup, type CodelisteReferenz, type Finding, type RuleDecision, type RuleReview, type Stammdatenschema, type ToFormResult, type XdfError } from "@kommunalportal/xdatenfelder";
import type { Audit } from "#modules/audit";
import type { Clock } from "#platform/clock";
import type { Database } from "#platform/database";
import { findCodelists, storeCodelist } from "../codelist-store.ts";
import { lockRuleDecisions, ruleDecisions, saveRuleDecision, storedRuleDecisions, type SchemaVersion, type StoredRuleDecision } from "../rule-decision-store.ts";
import { fetchCodelists, missingLists, type CodelistSource, type FetchedLists } from "./codelist-source.ts";
import { fetchSchema, type FetchedSchema, type FimPortal } from "./fim-portal.ts";
import { land } from "./land.ts";
import { findSchema, packSchema, storedSchemas, storeSchema, versionOf, type SchemaHead } from "./schema-store.ts";

export interface OpenSchema {
  readonly schema: Stammdatenschema;
  readonly made: ToFormResult;
  readonly rules: readonly DecidableRule[];
  /** Code lists it refers to that were never read: rules about them cannot be translated. */
  readonly missingLists: readonly CodelisteReferenz[];
}

/** A rule with what was decided, by whom and when. */
export interface DecidableRule extends RuleReview { readonly decided?: StoredRuleDecision & { readonly words: string } }

export type KeepOutcome =
  | { readonly ok: true; readonly schema: SchemaVersion; readonly kept: "stored" | "known" | "differs"; readonly lists: number; readonly differingLists: readonly string[]; readonly warnings: readonly XdfError[] }
  | { readonly ok: false; readonly errors: readonly XdfError[] };

export interface DecisionOfRules {
  readonly schema: SchemaVersion;
  /** Rules that are decided alike: the same sentence at several places. */
  readonly keys: readonly string[];
  readonly decision: RuleDecision;
  /** {@link seenOf} the rules as the person saw them. */
  readonly seen: string;
  readonly tenant: string;
  readonly by: { readonly id: string; readonly name: string };
}

export type DecideOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: "not-found" }
  | { readonly ok: false; readonly why: "changed-meanwhile" }
  /** The form does not compile with it. */
  | { readonly ok: false; readonly why: "not-valid"; readonly problems: readonly DefinitionProblem[] };

/** Schemas that were read, their quality, and what editors decide about their rules: for the whole installation, like the code lists. */
export function createSchemas({ db, clock, audit, fimPortal, codelists }: { readonly db: Database; readonly clock: Clock; readonly audit: Pick<Audit, "record">; /** Without it schemas come as files only. */ readonly fimPortal?: FimPortal | undefined; /** Without it code lists do. */ readonly codelists?: CodelistSource | undefined }) {
  async function read(version: SchemaVersion): Promise<{ readonly xml: Buffer; readonly schema: Stammdatenschema; readonly lookup: CodelistLookup; readonly missing: readonly CodelisteReferenz[] } | undefined> {
    return db.asOperator("read a schema", async (tx) => {
      const xml = await findSchema(tx, version);
      if (xml === undefined) return undefined;
      const found = readSchema(xml);
      if (!found.ok) throw new Error(`The stored schema ${version.id} ${version.version} is not readable any more.`);
      const references = codelistReferences(found.schema);
      const lists = await findCodelists(tx, references);
      return { xml, schema: found.schema, lookup: codelistLookup(lists), missing: missingLists(references, lists) };
    });
  }

  return {
    /** Where {@link fetchSchema} asks. */
    fimPortal: fimPortal?.origin,
    /** A schema by its address in the FIM-Portal; it is not kept. */
    fetch: (address: string): Promise<FetchedSchema> => (fimPortal === undefined ? Promise.resolve({ ok: false, why: "unreachable" }) : fetchSchema(fimPortal, address)),
    /** The XML of a schema that was kept. */
    file: (version: SchemaVersion): Promise<Uint8Array | undefined> => db.asOperator("read a schema", (tx) => findSchema(tx, version)),
    /** Reads a file with its code lists and keeps both. Nothing is published. */
    async keep({ xml, codelists }: { readonly xml: Uint8Array; readonly codelists: readonly Uint8Array[] }): Promise<KeepOutcome> {
      const found = readSchema(xml);
      const lists = codelists.map((file) => ({ file: new TextDecoder().decode(file), read: readGenericode(file) }));
      const errors = [...(found.ok ? [] : found.errors), ...lists.flatMap(({ read: list }) => (list.ok ? [] : list.errors))];
      if (!found.ok || errors.length > 0) return { ok: false, errors };
      const packed = await packSchema(found.schema, xml);
      return db.asOperator("keep a schema", async (tx) => {
        const differingLists: string[] = [];
        for (const { file, read: list } of lists) {
          if (list.ok && (await storeCodelist(tx, { codelist: list.codelist, genericode: file }, clock.now())) === "differs") differingLists.push(`${list.codelist.canonicalUri} ${list.codelist.version}`);
        }
        return { ok: true, schema: versionOf(found.schema), kept: await storeSchema(tx, packed, clock.now()), lists: lists.length, differingLists, warnings: found.warnings };
      });
    },
    /** Where {@link fetchLists} asks. */
    codelistSource: codelists?.origin,
    /** Fetches and keeps the code lists that a kept schema still lacks; what could not be had, with why. undefined: no such schema. */
    async fetchLists(version: SchemaVersion): Promise<{ readonly taken: number; readonly failed: FetchedLists["failed"] } | undefined> {
      const found = await read(version);
      if (found === undefined) return undefined;
      if (codelists === undefined) return { taken: 0, failed: found.missing.map((reference) => ({ reference, why: "unreachable" })) };
      const { lists, failed } = await fetchCodelists(codelists, found.missing);
      await db.asOperator("keep code lists", async (tx) => { for (const list of lists) await storeCodelist(tx, list, clock.now()); });
      return { taken: lists.length, failed };
    },
    list: (): Promise<readonly SchemaHead[]> => db.asOperator("list schemas", storedSchemas),
    /** The schema as a form, with every rule and what was decided about it. */
    async open(version: SchemaVersion): Promise<OpenSchema | undefined> {
      const found = await read(version);
      if (found === undefined) return undefined;
      const stored = await db.asOperator("read decisions about rules", (tx) => storedRuleDecisions(tx, version));
      const made = toForm(found.schema, found.lookup, { land, decisions: new Map([...stored].map(([key, { decision }]) => [key, decision])) });
      const rules = reviewRules(made).map((rule): DecidableRule => {
        const decided = stored.get(rule.key);
        return decided === undefined ? rule : { ...rule, decided: { ...decided, words: decisionInWords(made, decided.decision) } };
      });
      return { schema: found.schema, made, rules, missingLists: found.missing };
    },
    /** What the federal quality check says of it. */
    async quality(version: SchemaVersion): Promise<{ readonly schema: Stammdatenschema; readonly findings: readonly Finding[] } | undefined> {
      const found = await read(version);
      return found && { schema: found.schema, findings: qualityReport(found.xml, found.lookup) };
    },
    /** Keeps a decision when nobody else decided meanwhile and the form compiles with it. The next import of this version follows it. */
    async decide({ schema: version, keys, decision, seen, tenant, by }: DecisionOfRules): Promise<DecideOutcome> {
      const found = await read(version);
      if (found === undefined) return { ok: false, why: "not-found" };
      return db.asOperator("decide about a rule", async (tx): Promise<DecideOutcome> => {
        await lockRuleDecisions(tx, version);
        const stored = await storedRuleDecisions(tx, version);
        const known = new Set(reviewRules(toForm(found.schema, found.lookup, { land })).map(({ key }) => key));
        if (keys.length === 0 || keys.some((key) => !known.has(key))) return { ok: false, why: "not-found" };
        if (seenOf(keys, (key) => stored.get(key)) !== seen) return { ok: false, why: "changed-meanwhile" };
        const problems = compiles(found.schema, found.lookup, new Map([...[...stored].map(([key, one]) => [key, one.decision] as const), ...keys.map((key) => [key, decision] as const)]));
        if (problems.length > 0) return { ok: false, why: "not-valid", problems };
        for (const key of keys) {
          await saveRuleDecision(tx, { schema: version, key, decision, by: by.name, at: clock.now() });
          await audit.record(tx, { tenant, actor: { kind: "staff", id: by.id }, action: "schema-rule.decide", subject: { kind: "schema-rule", id: `${version.id} ${version.version} ${key}` } });
        }
        return { ok: true };
      });
    },
    decisions: (version: SchemaVersion): Promise<ReadonlyMap<string, RuleDecision>> => db.asOperator("read decisions about rules", (tx) => ruleDecisions(tx, version)),
  };
}

export type Schemas = ReturnType<typeof createSchemas>;

/** Says which state of the decisions somebody saw. */
export function seenOf(keys: readonly string[], decided: (key: string) => StoredRuleDecision | undefined): string {
  const states = keys.map((key) => {
    const { decision, by, at } = decided(key) ?? {};
    return [decision ?? null, by ?? null, at?.getTime() ?? null];
  });
  return createHash("sha256").update(JSON.stringify(states)).digest("base64url");
}

function compiles(schema: Stammdatenschema, lookup: CodelistLookup, decisions: ReadonlyMap<string, RuleDecision>): readonly DefinitionProblem[] {
  try {
    compileForm(parseDefinition(JSON.parse(JSON.stringify(toForm(schema, lookup, { land, decisions }).form))));
    return [];
  } catch (error) {
    if (error instanceof FormDefinitionError) return error.problems;
    throw error;
  }
}
