/** A day as "YYYY-MM-DD" is kept apart from text, so a spreadsheet can sort and reckon with it. */
export type Cell = string | number | boolean | null | { readonly day: string };

export interface Table {
  readonly columns: readonly string[];
  /** Each row has as many cells as there are columns. */
  readonly rows: Iterable<readonly Cell[]> | AsyncIterable<readonly Cell[]>;
}

/** @throws where a row has more or fewer cells than there are columns */
export async function* checkedRows(table: Table): AsyncGenerator<readonly Cell[]> {
  for await (const row of table.rows) {
    if (row.length !== table.columns.length) throw new Error(`a row has ${row.length} cells for ${table.columns.length} columns`);
    yield row;
  }
}
