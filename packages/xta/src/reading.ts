import type { XtaFormatError } from "./xta-format-error.ts";

/** Deviations from the standard that are tolerated in lenient mode, each met in a real client or server: see the README. */
export const deviations = [
  "missing-business-scenario", "missing-delivery-attributes", "missing-action-parameter", "missing-relates-to", "missing-response-action",
] as const;
export type Deviation = (typeof deviations)[number];

/** How strictly one message is read, and what had to be tolerated. */
export interface Reading {
  readonly lenient: boolean;
  readonly deviations: Set<Deviation>;
}

export function startReading(lenient = false): Reading {
  return { lenient, deviations: new Set() };
}

/** Notes the deviation in lenient mode; refuses the message otherwise. */
export function tolerate(reading: Reading, deviation: Deviation, refusal: XtaFormatError): void {
  if (!reading.lenient) throw refusal;
  reading.deviations.add(deviation);
}
