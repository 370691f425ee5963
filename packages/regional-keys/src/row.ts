/** One row of a compact table: positions instead of names. */
export type Row = readonly (string | number | readonly string[])[];

/** The text at a position; the tables are generated, so another kind is a fault of the package. */
export function text(row: Row, position: number): string {
  const value = row[position];
  if (typeof value !== "string") throw new TypeError(`regional-keys: text expected at position ${String(position)}`);
  return value;
}

/** The whole number at a position. */
export function count(row: Row, position: number): number {
  const value = row[position];
  if (typeof value !== "number" || !Number.isInteger(value)) throw new TypeError(`regional-keys: number expected at position ${String(position)}`);
  return value;
}

/** The list at a position. */
export function list(row: Row, position: number): readonly string[] {
  const value = row[position];
  if (!Array.isArray(value)) throw new TypeError(`regional-keys: list expected at position ${String(position)}`);
  return (value as readonly string[]).slice();
}

/** Makes something once, when it is first asked for. */
export function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
