/** »25«, »25,50«, »1.250 €« → whole cents; undefined for what is no amount. */
export function centsOf(text: string): number | undefined {
  const plain = text.replace(/\s|€/g, "").replace(/\.(?=\d{3}\b)/g, "");
  return /^\d{1,7}(?:,\d{1,2})?$/.test(plain) ? Math.round(Number(plain.replace(",", ".")) * 100) : undefined;
}

/** Cents as they are typed: »25,50«. */
export const euros = (cents: number): string => (cents / 100).toFixed(2).replace(".", ",");
