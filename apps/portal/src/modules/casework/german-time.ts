import { germanDay, legalDateTime } from "#platform/clock";

/** An instant in German legal time as »27.11.2026 12:27«, for lists and documents. */
export function germanTime(at: Date): string {
  const [day = "", time = ""] = legalDateTime(at).split(" ");
  return `${germanDay(day)} ${time}`;
}
