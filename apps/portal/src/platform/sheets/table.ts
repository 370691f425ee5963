/** A day as "YYYY-MM-DD" is kept apart from text, so a spreadsheet can sort and reckon with it. */
export type Cell = string | number | boolean | null | { readonly day: string };

export interface Table {
  readonly columns: readonly string[];
  /** Each row has as many cells as there are columns. */
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** "2026-11-22" as "22.11.2026"; anything else is a fault. */
export function germanDay(day: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!match) throw new Error("a day is written YYYY-MM-DD");
  return `${match[3]}.${match[2]}.${match[1]}`;
}

/** @throws where a row has more or fewer cells than there are columns */
export async function* checkedRows(table: Table): AsyncGenerator<readonly Cell[]> {
  for await (const row of table.rows) {
    if (row.length !== table.columns.length) throw new Error(`a row has ${row.length} cells for ${table.columns.length} columns`);
    yield row;
  }
}
