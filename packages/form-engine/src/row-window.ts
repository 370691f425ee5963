import { limits } from "./limits.ts";

/** Entries of a long repeated group that stand on one page: from (inclusive) to (exclusive), of all there are. */
export interface RowWindow { readonly from: number; readonly to: number; readonly total: number }

/** Name of the hidden input that says which entries the posted page held. */
export const rowsMark = "$rows";

/** Where the window begins that holds this entry. */
export function windowStart(entry: number): number {
  return Math.floor(Math.max(0, entry) / limits.rowsOnPage) * limits.rowsOnPage;
}

/** The window of a list; undefined when all its entries fit on one page. `wanted` beyond the end is the last window. */
export function windowOf(total: number, wanted: number): RowWindow | undefined {
  if (total <= limits.rowsOnPage) return undefined;
  const from = Math.min(windowStart(wanted), windowStart(total - 1));
  return { from, to: Math.min(total, from + limits.rowsOnPage), total };
}

/** Reads the hidden input: `20-40`. Undefined when the page held all entries. */
export function readRows(posted: string | undefined): Pick<RowWindow, "from" | "to"> | undefined {
  const match = /^(\d{1,4})-(\d{1,4})$/.exec(posted ?? "");
  return match === null ? undefined : { from: Number(match[1]), to: Number(match[2]) };
}

/**
 * Which windows a page has to show: where each of these paths (of errors, or of what is wrong as typed) stands, by the path of its
 * list. The first path of a list decides.
 */
export function windowsFor(paths: Iterable<string>): ReadonlyMap<string, number> {
  const windows = new Map<string, number>();
  for (const path of paths) {
    const keys = path.split(".");
    keys.forEach((key, i) => {
      const list = keys.slice(0, i).join(".");
      if (/^\d+$/.test(key) && !windows.has(list)) windows.set(list, Number(key));
    });
  }
  return windows;
}
