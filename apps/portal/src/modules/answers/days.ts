import type { DecisionContent } from "./decision-content.ts";
import { type LandLaw, shippedLaw } from "./land-law.ts";
import { holidaysOfAll, workingDayFrom } from "./legal-calendar.ts";
import { remedyUntil } from "./legal-remedy.ts";
import { type Notified, knownRule, notifiedByFiction, ruleFor } from "./notification-date.ts";
import type { NotificationRule } from "./notification-rules.ts";
import type { AnswersDeps } from "./ports.ts";

type Deps = Pick<AnswersDeps, "towns" | "settings">;
type Words = Pick<DecisionContent, "elsewhere" | "remedy">;

/** Of a town's own authority, by its regional key. */
export const landOf = (town: { readonly ars: string }): string => town.ars.slice(0, 2);

/**
 * The day itself or the next working day in the town's Land, for days that an office sets itself. Of a Land whose holidays nobody has entered, weekends and the holidays of all Länder count:
 * no right of anybody hangs on such a day.
 */
export function workingDayIn({ towns, settings }: Deps, tenant: string, day: string): string {
  const town = towns.byId(tenant);
  return workingDayFrom(day, (town && (settings.law ?? shippedLaw).holidays.get(landOf(town))) ?? holidaysOfAll);
}

/** By which law the days of one decision are counted: that of the authority's Land. `rule`: undefined where no day may be named. */
export interface DayCount {
  rule(way: Notified["way"], day: string): NotificationRule | undefined;
  fiction(rule: NotificationRule, day: string): string | undefined;
  /** Undefined where it is not notified, names no remedy, or the holidays of the Land are not known. */
  remedyUntil(notifiedOn: string | undefined): string | undefined;
}

export function dayCount(deps: Deps, given: { readonly tenant: string; readonly area: Notified["area"]; readonly content: Words }): DayCount {
  const law: LandLaw = deps.settings.law ?? shippedLaw;
  const town = deps.towns.byId(given.tenant);
  if (!town) throw new Error("the town of the decision is missing");
  const { elsewhere, remedy } = given.content;
  const land = elsewhere ? elsewhere.land : landOf(town);
  const holidays = land === undefined ? undefined : law.holidays.get(land);
  const notified = (way: Notified["way"]): Notified => ({ area: given.area, way, land });
  return {
    rule: (way, day) => (elsewhere ? knownRule(notified(way), day, law) : ruleFor(notified(way), day, law)),
    fiction: (rule, day) => notifiedByFiction(rule, day, holidays),
    remedyUntil: (notifiedOn) => (remedy && holidays && notifiedOn !== undefined ? remedyUntil(remedy, notifiedOn, holidays) : undefined),
  };
}
