export type { Cell, Table } from "./table.ts";
export { toCsv } from "./to-csv.ts";
export { MOST_ROWS, SheetTooLong, toXlsx } from "./to-xlsx.ts";
export { type ZipEntry, zipStream } from "./zip-stream.ts";
