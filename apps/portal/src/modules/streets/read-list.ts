import { spelled } from "./spelling.ts";

export interface Street { readonly postcode: string; readonly spelled: string; readonly name: string }

/** Why a line is left out. `double`: the same street with the same postcode stands above; nothing is lost by it. */
export type LineProblem = "no-street" | "long-street" | "no-postcode" | "double";
export interface WrongLine { readonly line: number; readonly problem: LineProblem; /** What stands there, cut to a few words. */ readonly found: string }

export type ReadList =
  | { readonly ok: true; readonly streets: readonly Street[]; readonly wrong: readonly WrongLine[] }
  | { readonly ok: false; readonly why: "no-columns" | "no-streets" | "too-many-lines" };

export const mostStreets = 60_000;

/** The streets of a list as text: comma or semicolon, a head line with `strasse` (or `strassenname`) and `plz` (or `postleitzahl`) in any order and any case, further columns left out. */
export function readList(text: string): ReadList {
  const lines = text.replace(/^\uFEFF/, "").split(/\r\n|\n|\r/);
  if (lines.length > mostStreets * 2) return { ok: false, why: "too-many-lines" };
  const head = lines[0] ?? "";
  const separator = head.includes(";") ? ";" : ",";
  const columns = cells(head, separator).map((name) => name.trim().toLowerCase().replace("ß", "ss"));
  const [street, postcode] = [["strasse", "strassenname"], ["plz", "postleitzahl"]].map((names) => columns.findIndex((name) => names.includes(name))) as [number, number];
  if (street < 0 || postcode < 0) return { ok: false, why: "no-columns" };
  const streets = new Map<string, Street>();
  const wrong: WrongLine[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.replaceAll(separator, "").trim() === "") continue;
    const row = cells(line, separator);
    const [name, code] = [(row[street] ?? "").normalize("NFC").trim().replace(/\s+/g, " "), (row[postcode] ?? "").trim()];
    const one: Street = { postcode: code, spelled: spelled(name), name };
    const problem = problemOf(one, streets);
    if (problem === undefined) streets.set(`${code} ${one.spelled}`, one);
    else wrong.push({ line: index + 1, problem, found: line.slice(0, 60) });
    if (streets.size > mostStreets) return { ok: false, why: "too-many-lines" };
  }
  return streets.size === 0 ? { ok: false, why: "no-streets" } : { ok: true, streets: [...streets.values()], wrong };
}

function problemOf({ name, postcode, spelled: compared }: Street, before: ReadonlyMap<string, Street>): LineProblem | undefined {
  if (compared === "") return "no-street";
  if (name.length > 100) return "long-street";
  if (!/^\d{5}$/.test(postcode)) return "no-postcode";
  return before.has(`${postcode} ${compared}`) ? "double" : undefined;
}

function cells(line: string, separator: string): readonly string[] {
  return [...line.matchAll(separator === ";" ? /(?:^|;)(?:"((?:[^"]|"")*)"|([^;]*))/g : /(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) => (quoted === undefined ? plain ?? "" : quoted.replaceAll('""', '"')));
}

/** The text of a file: UTF-8, or what German spreadsheets write unless told otherwise (Windows-1252). */
export function textOfList(bytes: Uint8Array): string {
  try { return new TextDecoder("utf-8", { fatal: true }).decode(bytes); } catch { return new TextDecoder("windows-1252").decode(bytes); }
}
