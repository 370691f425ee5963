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
export function draftExpiry(now: Date, kept: { readonly owner: OwnerKind; readonly returnable?: boolean }, service: string, settings: Pick<ApplicationSettings, "draftTerm" | "visitorDraftHours">): Date {
  // Nobody could come back to it without the cookie, which lives no longer.
  if (kept.owner === "visitor" && kept.returnable !== true) return new Date(now.getTime() + settings.visitorDraftHours * 3_600_000);
  const term = settings.draftTerm(service);
  const last = "days" in term ? addDays(legalDate(now), term.days) : addMonths(legalDate(now), term.months);
  return startOfLegalDay(addDays(last, 1));
}
