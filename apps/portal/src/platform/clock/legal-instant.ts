import { legalDateTime } from "./legal-time.ts";

/** `2026-03-02T09:30` as a person in Germany means it; undefined when it is no time, or one that the change to summer time leaves out. */
export function legalInstant(text: string): Date | undefined {
  const [, day, time] = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2})?$/.exec(text) ?? [];
  if (day === undefined || time === undefined) return undefined;
  // Berlin is two hours ahead of UTC in summer and one in winter; of the hour that comes twice in autumn the first is taken.
  for (const hours of [2, 1]) {
    const at = new Date(Date.parse(`${day}T${time}:00Z`) - hours * 3_600_000);
    if (!Number.isNaN(at.getTime()) && legalDateTime(at) === `${day} ${time}`) return at;
  }
  return undefined;
}

/** The same back again, for the value of an input. */
export function legalInput(at: Date): string {
  return legalDateTime(at).replace(" ", "T");
}
