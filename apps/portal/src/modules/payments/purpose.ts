/** Purpose of the claim for the fee that comes with the submission. */
export const applicationFee = "application-fee";

/** Purpose of the claim for the fee that a decision sets: there is one for each decision. */
export function decisionPurpose(decision: string): string {
  return `decision:${decision}`;
}

/** Whether a decision set what is owed. */
export function isSetByDecision({ purpose }: { readonly purpose: string }): boolean {
  return purpose.startsWith(decisionPurpose(""));
}
