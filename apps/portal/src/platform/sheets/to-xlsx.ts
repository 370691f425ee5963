import type { Cell as ExcelCell } from "write-excel-file/node";
import { germanDay } from "#platform/clock";
import { type Cell, checkedRows, type Table } from "./table.ts";

/** A workbook is built in memory; a longer list is a CSV. */
export const MOST_ROWS = 50_000;
/** Excel's own limit for one cell. */
const LONGEST_TEXT = 32_767;

export class SheetTooLong extends Error {
  override readonly name = "SheetTooLong";
  constructor() {
    super(`a workbook has at most ${MOST_ROWS} rows`);
  }
}

/**
 * One sheet with a fixed bold header. Text is always text: nothing in a cell is ever a formula.
 * @throws SheetTooLong above 50,000 rows
 */
export async function toXlsx(table: Table, options: { readonly name: string }): Promise<Buffer> {
  const data: ExcelCell[][] = [table.columns.map((value) => ({ value: shown(value), type: String, fontWeight: "bold" }))];
  for await (const row of checkedRows(table)) {
    if (data.length > MOST_ROWS) throw new SheetTooLong();
    data.push(row.map(excelCell));
  }
  const sheet = options.name.replace(/[[\]:*?/\\\p{Cc}']/gu, " ").trim().slice(0, 31);
  // Loaded with the first workbook: 10 MB that most processes never need.
  const { default: writeExcelFile } = await import("write-excel-file/node");
  return writeExcelFile(data, { sheet: sheet === "" ? "Tabelle" : sheet, stickyRowsCount: 1, columns: table.columns.map((name) => ({ width: Math.min(60, Math.max(12, name.length + 4)) })) }).toBuffer();
}

function excelCell(cell: Cell): ExcelCell {
  if (cell === null || cell === "") return null;
  if (typeof cell === "string") return { value: shown(cell), type: String };
  if (typeof cell === "number") return { value: cell, type: Number };
  if (typeof cell === "boolean") return { value: cell ? "ja" : "nein", type: String };
  germanDay(cell.day);
  return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, format: "dd.mm.yyyy" };
}

/** XML 1.0 has no place for most control characters, and one of them makes Excel refuse the whole file: they go. */
function shown(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "").slice(0, LONGEST_TEXT).toWellFormed();
}
