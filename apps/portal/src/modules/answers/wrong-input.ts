/** What is wrong with what somebody typed: the first and, so that nobody mends one mistake after the other, everything else. */
export interface WrongInput<Why extends string> {
  readonly ok: false;
  readonly why: Why;
  readonly also?: readonly Why[];
}

/** Why something was refused, and what else is wrong. */
export function allReasons<Why extends string>(refused: { readonly why: Why; readonly also?: readonly Why[] }): readonly Why[] {
  return [refused.why, ...(refused.also ?? [])];
}

/** Undefined where nothing is wrong. */
export function wrongInput<Why extends string>(found: readonly (Why | undefined)[]): WrongInput<Why> | undefined {
  const [why, ...also] = found.filter((one) => one !== undefined);
  return why === undefined ? undefined : { ok: false, why, ...(also.length > 0 ? { also } : {}) };
}
