import { addDays } from "#platform/clock";
import { type LandLaw, shippedLaw } from "./land-law.ts";
import { type Holidays, workingDayFrom } from "./legal-calendar.ts";
import type { LegalArea, NotificationRule, Way } from "./notification-rules.ts";

/** Of which Land is the authority (two digits of the ARS; undefined: it is not known), and what is notified how. */
export interface Notified { readonly area: LegalArea; readonly way: Way; readonly land: string | undefined }

/**
 * The rule in force on the day of provision or posting: of the Land, or else of the Federation. Undefined where none is known, or where it needs holidays that are
 * not known: then no day may be named.
 */
export function knownRule({ area, way, land }: Notified, day: string, { rules, holidays }: LandLaw = shippedLaw): NotificationRule | undefined {
  const inForce = rules.filter((rule) => rule.area === area && rule.way === way && rule.from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1));
  const found = inForce.find((rule) => rule.land !== undefined && rule.land === land) ?? inForce.find((rule) => rule.land === undefined);
  return found?.weekend === "next-working-day" && (land === undefined || !holidays.has(land)) ? undefined : found;
}

/** Of the town's own office. Throws where there is none: a decision of ours without a rule for its notification must not leave the house. */
export function ruleFor(notified: Notified, day: string, law: LandLaw = shippedLaw): NotificationRule {
  const found = knownRule(notified, day, law);
  if (!found) throw new Error(`no rule for the notification by ${notified.way} under ${notified.area} in the Land ${notified.land ?? "?"} on ${day}`);
  return found;
}

export function ruleById(id: string, { rules }: LandLaw = shippedLaw): NotificationRule {
  const found = rules.find((rule) => rule.id === id);
  if (!found) throw new Error(`the notification rule ${id} is missing`);
  return found;
}

/** Day of notification when it counts from provision or posting; undefined where it waits for the retrieval. `holidays`: those of the authority's Land. */
export function notifiedByFiction(rule: NotificationRule, day: string, holidays?: Holidays): string | undefined {
  if (rule.count.kind !== "fiction") return undefined;
  const reckoned = addDays(day, rule.count.days);
  return rule.weekend === "next-working-day" ? workingDayFrom(reckoned, holidays) : reckoned;
}

/** Day of notification by a retrieval on `day`. With a fiction the earlier reading changes nothing. */
export function notifiedByRetrieval(rule: NotificationRule, day: string): string | undefined {
  return rule.count.kind === "retrieval" ? addDays(day, rule.count.days) : undefined;
}

/** Last day for the retrieval when the notice was sent on `day` (§ 187 (1) BGB: that day does not count); undefined without such a limit. */
export function retrievableUntil(rule: NotificationRule, day: string): string | undefined {
  return rule.lapsesAfterDays === undefined ? undefined : addDays(day, rule.lapsesAfterDays);
}
