import { addDays, legalDate, startOfLegalDay } from "#platform/clock";
import type { OwnerKind } from "./applicant.ts";
import type { ApplicationSettings } from "./deps.ts";

/** A day some months later; the last day of a shorter month where the day does not exist (§ 188 (3) BGB). */
export function addMonths(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(date, last));
  return first.toISOString().slice(0, 10);
}

/** When a draft that is edited now will be deleted: at the end of the last legal day of its term. */
export function draftExpiry(now: Date, owner: OwnerKind, service: string, settings: ApplicationSettings): Date {
  if (owner === "visitor") return new Date(now.getTime() + settings.visitorDraftHours * 3_600_000);
  return startOfLegalDay(addDays(addMonths(legalDate(now), settings.draftMonths(service)), 1));
}
