export type { Clock } from "./clock.ts";
export { manualClock, systemClock } from "./clock.ts";
export { addDays, germanDay, legalDate, legalDateTime, startOfLegalDay, startOfLegalYear } from "./legal-time.ts";
export { legalInput, legalInstant } from "./legal-instant.ts";
