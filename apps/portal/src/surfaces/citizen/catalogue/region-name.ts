/** "Reg.-Bez. Arnsberg" as people say it. */
export function regionName(official: string): string {
  return official.replace(/^Reg\.?-?\s?Bez\.?\s*/i, "Regierungsbezirk ");
}
