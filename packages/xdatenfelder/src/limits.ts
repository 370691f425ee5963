/** Limits on a foreign file. The largest real export known (3.6 MB, mostly relations) stays far below all of them. */
export interface ReadLimits {
  /** Bytes of the file. */
  readonly maxBytes: number;
  /** Nested XML elements; a schema of 8 group levels has about 30. */
  readonly maxDepth: number;
  /** XML elements kept in memory; passed-over `relation` elements do not count. */
  readonly maxElements: number;
  /** Characters of one text or attribute value. */
  readonly maxText: number;
  /** Errors and warnings reported, each. */
  readonly maxProblems: number;
}

export const DEFAULT_LIMITS: ReadLimits = { maxBytes: 32 * 1024 * 1024, maxDepth: 100, maxElements: 500_000, maxText: 100_000, maxProblems: 100 };
