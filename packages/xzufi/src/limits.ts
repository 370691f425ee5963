/** Limits on a foreign file; all may be set. */
export interface ReadLimits {
  /** Bytes (characters of a string) of the file. */
  readonly maxBytes: number;
  /** Nested XML elements; a real object has about 10. */
  readonly maxDepth: number;
  /** `schreibe` and `loesche` of one file. */
  readonly maxObjects: number;
  /** XML elements of one object: only one object is held as a tree at a time. */
  readonly maxElements: number;
  /** Characters of one text or attribute value. */
  readonly maxText: number;
  /** Errors and warnings reported, each. */
  readonly maxProblems: number;
}

export const DEFAULT_LIMITS: ReadLimits = { maxBytes: 64 * 1024 * 1024, maxDepth: 40, maxObjects: 200_000, maxElements: 20_000, maxText: 200_000, maxProblems: 200 };
