/** An IBAN in groups of four, as it is read and copied by hand (ISO 13616-1, printed form). */
export function groupedIban(iban: string): string {
  return iban.replace(/(.{4})(?=.)/g, "$1 ");
}
