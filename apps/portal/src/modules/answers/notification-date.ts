import { addDays } from "#platform/clock";
import { workingDayFrom } from "./legal-calendar.ts";
import { type LegalArea, type NotificationRule, notificationRules, type Way } from "./notification-rules.ts";

/**
 * The rule in force on the day of provision or posting. Throws where there is none: a decision without a rule for its notification
 * must not leave the house.
 */
export function ruleFor(area: LegalArea, way: Way, day: string, rules: readonly NotificationRule[] = notificationRules): NotificationRule {
  const [found] = rules.filter((rule) => rule.area === area && rule.way === way && rule.from <= day).toSorted((a, b) => (a.from < b.from ? 1 : -1));
  if (!found) throw new Error(`no rule for the notification by ${way} under ${area} on ${day}`);
  return found;
}

export function ruleById(id: string, rules: readonly NotificationRule[] = notificationRules): NotificationRule {
  const found = rules.find((rule) => rule.id === id);
  if (!found) throw new Error(`the notification rule ${id} is missing`);
  return found;
}

/** Day of notification when it counts from provision or posting; undefined where it waits for the retrieval. */
export function notifiedByFiction(rule: NotificationRule, day: string): string | undefined {
  if (rule.count.kind !== "fiction") return undefined;
  const reckoned = addDays(day, rule.count.days);
  return rule.weekend === "next-working-day" ? workingDayFrom(reckoned) : reckoned;
}

/** Day of notification by a retrieval on `day`. With a fiction the earlier reading changes nothing. */
export function notifiedByRetrieval(rule: NotificationRule, day: string): string | undefined {
  return rule.count.kind === "retrieval" ? addDays(day, rule.count.days) : undefined;
}

/** Last day for the retrieval when the notice was sent on `day` (§ 187 (1) BGB: that day does not count); undefined without such a limit. */
export function retrievableUntil(rule: NotificationRule, day: string): string | undefined {
  return rule.lapsesAfterDays === undefined ? undefined : addDays(day, rule.lapsesAfterDays);
}
