/** What a condition can see. */
export interface Scope {
  /** The answers. */
  readonly root: unknown;
  /** Inside a repeated group: the current entry. */
  readonly item?: unknown;
  /** `YYYY-MM-DD`; the engine has no clock. */
  readonly today?: string;
}

/** A condition, compiled once; pure. */
export type CompiledLogic = (scope: Scope) => unknown;

/** Truth as jsonlogic.com/truthy defines it: an empty list is false, too. */
export function truthy(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

/** Follows a path through own properties only; null when it ends before. */
export function lookUp(start: unknown, path: readonly string[]): unknown {
  let current: unknown = start;
  for (const key of path) {
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, key)) return null;
    current = Reflect.get(current, key);
  }
  return current ?? null;
}
