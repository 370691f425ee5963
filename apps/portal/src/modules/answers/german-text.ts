const euros = new Intl.NumberFormat("de-DE", { style: "currency", currency: "EUR" });
const longDay = new Intl.DateTimeFormat("de-DE", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" });

/** `2026-03-01` as »1. März 2026«. */
export function formatDay(day: string): string {
  return longDay.format(new Date(`${day}T00:00:00Z`));
}

/** Integer cents as »12,50 €«. */
export function formatCents(cents: number): string {
  return euros.format(cents / 100);
}
