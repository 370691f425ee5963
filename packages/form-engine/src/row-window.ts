import { limits } from "./limits.ts";

/** Entries of a long repeated group that stand on one page: from (inclusive) to (exclusive), of all there are. */
export interface RowWindow { readonly from: number; readonly to: number; readonly total: number }

/** Name of the hidden input that says which entries the posted page held. */
export const rowsMark = "$rows";

/** Name of the hidden input of a long list that somebody fills in one entry a page. */
export const singleMark = "$single";

/** What a button that turns to an entry says besides: from now on one entry a page, or as many as usual. */
export const rowsButton = { turn: "1", single: "single", many: "many" } as const;

/** Where the window begins that holds this entry. */
export function windowStart(entry: number, size: number = limits.rowsOnPage): number {
  return Math.floor(Math.max(0, entry) / size) * size;
}

/** The window of a list; undefined when all its entries fit on one page. `wanted` beyond the end is the last window. */
export function windowOf(total: number, wanted: number, single = false): RowWindow | undefined {
  if (total <= limits.rowsOnPage) return undefined;
  const size = single ? 1 : limits.rowsOnPage;
  const from = Math.min(windowStart(wanted, size), windowStart(total - 1, size));
  return { from, to: Math.min(total, from + size), total };
}

/** Reads the hidden input: `20-40`. Undefined when the page held all entries. */
export function readRows(posted: string | undefined): Pick<RowWindow, "from" | "to"> | undefined {
  const match = /^(\d{1,4})-(\d{1,4})$/.exec(posted ?? "");
  return match === null ? undefined : { from: Number(match[1]), to: Number(match[2]) };
}

/** Which entries of long lists a page shows: one that must stand there, by the path of its list, and the lists that show one at a time. */
export interface Windows { readonly entries: ReadonlyMap<string, number>; readonly singles: ReadonlySet<string> }

/**
 * Which windows a page has to show: where each of these paths (of errors, or of what is wrong as typed) stands, by the path of its
 * list. The first path of a list decides. `singles`: see `singleLists`.
 */
export function windowsFor(paths: Iterable<string>, singles: Iterable<string> = []): Windows {
  const windows = new Map<string, number>();
  for (const path of paths) {
    const keys = path.split(".");
    keys.forEach((key, i) => {
      const list = keys.slice(0, i).join(".");
      if (/^\d+$/.test(key) && !windows.has(list)) windows.set(list, Number(key));
    });
  }
  return { entries: windows, singles: new Set(singles) };
}
