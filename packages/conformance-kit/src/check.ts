/** 1 »Grundlage«: safe and readable · 2 »Austausch«: applications go both ways · 3 »Vollständig«: everything, seen from several programs. */
export type Level = 1 | 2 | 3;

/** Something a check saw that the rule does not admit, one sentence each. */
export type Findings = readonly string[];

/** Thrown where a check cannot be made with what the run was given; it does not count as passed. */
export class NotTried extends Error {}

/** One rule. `id` stays the same for ever; `rule` says where it is written. */
export interface Check<S> {
  readonly id: string;
  readonly level: Level;
  readonly title: string;
  readonly rule: string;
  run(subject: S): Promise<Findings>;
}

export interface CheckResult {
  readonly id: string;
  readonly level: Level;
  readonly title: string;
  readonly rule: string;
  readonly outcome: "passed" | "failed" | "not-tried";
  readonly findings: Findings;
  readonly milliseconds: number;
}

const mostFindings = 20;
const longestFinding = 400;

/** Checks one after the other, in their order: later ones may build on what earlier ones have made. A check that throws has failed, the others go on. */
export async function runChecks<S>(checks: readonly Check<S>[], subject: S, tell: (result: CheckResult) => void = () => {}): Promise<readonly CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) {
    const { id, level, title, rule } = check;
    const began = performance.now();
    const { outcome, findings } = await outcomeOf(() => check.run(subject));
    const result = { id, level, title, rule, outcome, findings: findings.slice(0, mostFindings).map((finding) => finding.slice(0, longestFinding)), milliseconds: Math.round(performance.now() - began) };
    results.push(result);
    tell(result);
  }
  return results;
}

async function outcomeOf(run: () => Promise<Findings>): Promise<Pick<CheckResult, "outcome" | "findings">> {
  try {
    const findings = await run();
    return { outcome: findings.length === 0 ? "passed" : "failed", findings };
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    return { outcome: error instanceof NotTried ? "not-tried" : "failed", findings: [said] };
  }
}

/** The highest level of which every check, and every check below, has passed. 0: not even the first. What was not tried has not passed. */
export function reachedLevel(results: readonly Pick<CheckResult, "level" | "outcome">[]): 0 | Level {
  const open = results.filter(({ outcome }) => outcome !== "passed").map(({ level }) => level);
  const lowest = Math.min(4, ...open);
  return (lowest - 1) as 0 | Level;
}
