/** The same value without `zeile`, at any depth: two files that say the same differ only there. */
export function withoutLines(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLines);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== "zeile").map(([name, inner]) => [name, withoutLines(inner)]));
}
