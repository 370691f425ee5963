/** Bounds that every form definition is held to, so that no author and no import can make the engine slow. */
export const limits = {
  /** Fields and groups of one form. */
  nodes: 5000,
  /** Groups inside groups; a field directly in a step has depth 1. */
  depth: 10,
  /** Entries of a repeated group or field. */
  repeats: 1000,
  /** Entries of a repeated group that stand on one page; more are paged. */
  rowsOnPage: 20,
  /** Options of one choice (the list of states has about 200). */
  options: 5000,
  /** Characters of a `pattern`. */
  patternLength: 500,
  /** Ways a backtracking matcher could walk through a pattern in the worst case. */
  patternWays: 1e8,
  /** Characters a text field may ask for. */
  textLength: 20_000,
  /** Operators and values of one condition. */
  logicSize: 2000,
  /** Nesting of one condition. */
  logicDepth: 30,
  /** Conditions on later fields whose visibility hangs on still later ones; each costs a pass over the form. */
  lookAhead: 20,
  /** Fields that a step gives to an extension, and those that the extension fills. */
  extensionFields: 50,
  /** Nesting and number of values of a definition that arrives as JSON. */
  jsonDepth: 80,
  jsonValues: 400_000,
} as const;
