/** An amount in whole cents for running text: »12,50 Euro«, "12.50 euros". */
export function amountInWords(cents: number, lang: "de" | "en"): string {
  const [point, euros] = lang === "de" ? [",", "Euro"] : [".", "euros"];
  return `${Math.floor(cents / 100)}${point}${String(cents % 100).padStart(2, "0")} ${euros}`;
}
