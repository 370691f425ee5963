import { pipeline, Readable } from "node:stream";
import { stringify } from "csv-stringify";
import { germanDay } from "#platform/clock";
import { type Cell, checkedRows, type Table } from "./table.ts";

/**
 * CSV (RFC 4180) as a stream of UTF-8, made for German spreadsheets: semicolon, decimal comma, dd.mm.yyyy, CRLF. `bom` makes Excel read
 * umlauts. Text that a spreadsheet would run as a formula is led by an apostrophe (OWASP, CSV Injection).
 */
export function toCsv(table: Table, options: { readonly bom: boolean }): Readable {
  const csv = stringify({ bom: options.bom, delimiter: ";", record_delimiter: "windows", escape_formulas: true, cast: { number: (value) => String(value).replace(".", ",") } });
  const lines = async function* (): AsyncGenerator<(string | number)[]> {
    yield [...table.columns];
    for await (const row of checkedRows(table)) yield row.map(cellText);
  };
  // An error of the rows destroys the stream with it, so the reader gets it.
  return pipeline(Readable.from(lines()), csv, () => undefined);
}

/** A number stays one, else its minus sign would be taken for a formula. */
function cellText(cell: Cell): string | number {
  if (cell === null) return "";
  if (typeof cell === "string" || typeof cell === "number") return cell;
  if (typeof cell === "boolean") return cell ? "ja" : "nein";
  return germanDay(cell.day);
}
