import type { Step, StepKind } from "./step-store.ts";

/** One retrieval: what was agreed to, and what became of it. */
export interface Retrieval {
  readonly kind: string;
  readonly about: Step["about"];
  readonly service: string;
  readonly tenant: string;
  readonly draft: string;
  readonly consentAt: Date;
  /** The last that is known; `asked` where no answer came any more. */
  readonly outcome: StepKind;
  readonly outcomeAt: Date;
}

/** Each consent with the last step before the next consent to the same. Steps newest first, so are the retrievals. */
export function retrievalsOf(steps: readonly Step[]): readonly Retrieval[] {
  const last = new Map<string, Step>();
  return steps.flatMap((step) => {
    const key = `${step.draft} ${step.kind}`;
    if (step.what !== "asked") {
      if (!last.has(key)) last.set(key, step);
      return [];
    }
    const outcome = last.get(key) ?? step;
    last.delete(key);
    return [{ kind: step.kind, about: step.about, service: step.service, tenant: step.tenant, draft: step.draft, consentAt: step.at, outcome: outcome.what, outcomeAt: outcome.at }];
  });
}
