import { sql, type Tx } from "#platform/database";
import type { RuleDecision } from "@kommunalportal/xdatenfelder";

/** A version of a schema, as its file names it. */
export interface SchemaVersion { readonly id: string; readonly version: string }

export interface DecidedRule { readonly schema: SchemaVersion; readonly key: string; readonly decision: RuleDecision; readonly by: string; readonly at: Date }

/** Keeps a decision; a later one about the same rule replaces it. Needs an operator's transaction. */
export async function saveRuleDecision(tx: Tx, { schema, key, decision, by, at }: DecidedRule): Promise<void> {
  await tx.run(sql`insert into forms.rule_decision (schema_id, schema_version, rule_key, decision, decided_by, decided_at)
    values (${schema.id}, ${schema.version}, ${key}, ${JSON.stringify(decision)}, ${by}, ${at})
    on conflict (schema_id, schema_version, rule_key) do update set decision = excluded.decision, decided_by = excluded.decided_by, decided_at = excluded.decided_at`);
}

/** Decisions about one version of a schema, by rule. Needs an operator's transaction. */
export async function ruleDecisions(tx: Tx, { id, version }: SchemaVersion): Promise<ReadonlyMap<string, RuleDecision>> {
  const rows = await tx.rows<{ rule_key: string; decision: RuleDecision }>(sql`select rule_key, decision from forms.rule_decision where schema_id = ${id} and schema_version = ${version}`);
  return new Map(rows.map(({ rule_key, decision }) => [rule_key, decision]));
}

export interface StoredRuleDecision { readonly decision: RuleDecision; readonly by: string; readonly at: Date }

/** The same with who decided and when. Needs an operator's transaction. */
export async function storedRuleDecisions(tx: Tx, { id, version }: SchemaVersion): Promise<ReadonlyMap<string, StoredRuleDecision>> {
  const rows = await tx.rows<{ rule_key: string; decision: RuleDecision; decided_by: string; decided_at: Date }>(sql`select rule_key, decision, decided_by, decided_at from forms.rule_decision where schema_id = ${id} and schema_version = ${version}`);
  return new Map(rows.map(({ rule_key, decision, decided_by, decided_at }) => [rule_key, { decision, by: decided_by, at: decided_at }]));
}

/** Until the end of the transaction nobody else decides about rules of this version. */
export async function lockRuleDecisions(tx: Tx, { id, version }: SchemaVersion): Promise<void> {
  await tx.run(sql`select pg_advisory_xact_lock(7300060, hashtext(${`${id} ${version}`}))`);
}
