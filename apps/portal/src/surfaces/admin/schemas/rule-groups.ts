import { seenOf, type DecidableRule } from "#modules/forms";

/** The same rule at several places of a schema, decided together: same sentence, same outcome, same decision. */
export interface RuleGroup {
  readonly rules: readonly [DecidableRule, ...DecidableRule[]];
  readonly keys: readonly string[];
  /** State of the decisions as shown, for the form. */
  readonly seen: string;
}

/** In the order of the schema. What a field type checks by itself needs no decision and is left out. */
export function groupRules(rules: readonly DecidableRule[]): readonly RuleGroup[] {
  const groups = Map.groupBy(rules.filter(({ status }) => status !== "covered"), ({ id, sentence, status, reason, decided }) => JSON.stringify([id, sentence, status, reason ?? "", decided?.decision ?? null]));
  return [...groups.values()].flatMap(([first, ...others]) => (first === undefined ? [] : [groupOf([first, ...others])]));
}

export function groupOf(rules: readonly [DecidableRule, ...DecidableRule[]]): RuleGroup {
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  const keys = [...byKey.keys()];
  return { rules, keys, seen: seenOf(keys, (key) => byKey.get(key)?.decided) };
}

/** The group that a form names by the first of its keys. */
export function findGroup(rules: readonly DecidableRule[], key: string): RuleGroup | undefined {
  return groupRules(rules).find(({ keys }) => keys[0] === key);
}
