/** One line of the table. */
export interface Line {
  readonly id: string;
  /** What a person reads, German. */
  readonly title: string;
  readonly measured: number;
  readonly unit: string;
  /** From the issue; a line without is there for orientation. */
  readonly aim?: { readonly at: "most" | "least"; readonly value: number };
  readonly details?: Readonly<Record<string, number | string>>;
}

export interface Failed { readonly id: string; readonly title: string; readonly error: string }
export type Result = Line | Failed;

export const isMet = ({ aim, measured }: Line): boolean | undefined => (aim === undefined ? undefined : aim.at === "most" ? measured <= aim.value : measured >= aim.value);

const number = (value: number): string => value.toLocaleString("de-DE", { maximumFractionDigits: value >= 100 ? 0 : value >= 10 ? 1 : 2 });

/** The table for the terminal. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map((result) => {
    if ("error" in result) return [result.title, "nicht gemessen", "", "FEHLER"];
    const met = isMet(result);
    return [
      result.title, `${number(result.measured)} ${result.unit}`,
      result.aim === undefined ? "" : `${result.aim.at === "most" ? "≤" : "≥"} ${number(result.aim.value)} ${result.unit}`,
      met === undefined ? "" : met ? "erreicht" : "VERFEHLT",
    ];
  });
  const all = [["Zeile", "Gemessen", "Ziel", ""], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) => row.map((cell, column) => (column === 1 || column === 2 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!))).join("  ").trimEnd());
  return [lines[0], widths.map((width) => "─".repeat(width)).join("  "), ...lines.slice(1)].join("\n");
}

/** The details below the table: one line each. */
export function detailsOf(results: readonly Result[]): string {
  return results.flatMap((result) => {
    if ("error" in result) return [`${result.id}: ${result.error}`];
    return result.details === undefined ? [] : [`${result.id}: ${Object.entries(result.details).map(([name, value]) => `${name} ${typeof value === "number" ? number(value) : value}`).join(" · ")}`];
  }).join("\n");
}
