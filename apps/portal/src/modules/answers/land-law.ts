import { z } from "zod";
import { inGerman } from "#platform/json";
import { type Holidays, holidaysOfNrw } from "./legal-calendar.ts";
import { type NotificationRule, notificationRules, nrw } from "./notification-rules.ts";

/** By what days are counted: dated rules of the Federation and of Länder, and the holidays of each Land that is known. */
export interface LandLaw {
  readonly rules: readonly NotificationRule[];
  /** By the two digits of the Land in the ARS. */
  readonly holidays: ReadonlyMap<string, Holidays>;
}

/** What the portal brings along. */
export const shippedLaw: LandLaw = { rules: notificationRules, holidays: new Map([[nrw, holidaysOfNrw]]) };

const land = z.string().regex(/^(0[1-9]|1[0-6])$/, "erwartet werden die zwei Ziffern des Landes im ARS, zum Beispiel 06");
const yearly = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, "erwartet wird Monat und Tag, zum Beispiel 10-31");
const source = z.string().trim().max(500).regex(/§/, "die Rechtsgrundlage fehlt");
const lawFile = z.strictObject({
  lands: z.array(z.strictObject({
    land, source,
    holidays: z.strictObject({
      fixed: z.array(yearly).min(1), fromEaster: z.array(z.int().min(-100).max(100)), once: z.array(z.iso.date()).optional(),
      weekdayBefore: z.array(z.strictObject({ weekday: z.int().min(0).max(6), before: yearly })).optional(),
    }),
  })),
  rules: z.array(z.strictObject({
    id: z.string().regex(/^[a-z0-9-]{3,60}$/), area: z.enum(["vwvfg", "ao"]), way: z.enum(["own-mailbox", "account-mailbox", "post"]), land, from: z.iso.date(),
    count: z.strictObject({ kind: z.enum(["retrieval", "fiction"]), days: z.int().min(0).max(60) }), lapsesAfterDays: z.int().min(1).max(365).optional(),
    weekend: z.enum(["stays", "next-working-day"]), source, uncertain: z.string().max(500).optional(),
  })),
});

/**
 * Adds the operator's lines (JSON) to what the portal brings along; nothing of that can be changed, because decisions name it. Problems in words for the operator.
 */
export function readLandLaw(text: string): { readonly ok: true; readonly law: LandLaw } | { readonly ok: false; readonly problem: string } {
  let json: unknown;
  try { json = JSON.parse(text); } catch { return { ok: false, problem: "die Datei ist kein JSON" }; }
  const parsed = lawFile.safeParse(json, inGerman);
  if (!parsed.success) return { ok: false, problem: parsed.error.issues.slice(0, 5).map(({ path, message }) => `${path.join(".") || "Datei"}: ${message}`).join("; ") };
  const lands = [nrw, ...parsed.data.lands.map((one) => one.land)];
  const rules: readonly NotificationRule[] = [...notificationRules, ...parsed.data.rules.map(given)];
  const twice = repeated(lands) ?? repeated(rules.map(({ id }) => id)) ?? repeated(rules.map((rule) => `${rule.land ?? "Bund"} ${rule.area} ${rule.way} ${rule.from}`));
  if (twice !== undefined) return { ok: false, problem: `${twice} steht zweimal da` };
  const without = parsed.data.rules.find((rule) => !lands.includes(rule.land));
  if (without) return { ok: false, problem: `${without.id}: die Feiertage des Landes ${without.land} fehlen` };
  return { ok: true, law: { rules, holidays: new Map([...shippedLaw.holidays, ...parsed.data.lands.map((one): [string, Holidays] => [one.land, given(one.holidays)])]) } };
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without what was left out. */
function given<T extends object>(value: T): Given<T> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Given<T>;
}

function repeated(values: readonly string[]): string | undefined {
  return values.find((value, index) => values.indexOf(value) !== index);
}
