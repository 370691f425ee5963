import type { Language } from "./applicant.ts";
import type { ApplicationEvent, ApplicationHead } from "./application.ts";

/** Words that an office, or a program for it, has written: the language of the authority is German (§ 23 VwVfG NRW). */
const writtenByOffice: ReadonlySet<string> = new Set(["message", "question", "documents-requested", "decision"]);
/** Sentences of the portal, in the language of the application. */
const writtenByPortal: ReadonlySet<string> = new Set(["case-passed-on", "office-involved", "handed-over", "fee-cancelled", "appointment-booked", "appointment-moved", "appointment-cancelled", "appointment-missed"]);

/** In which language the words of an event are; undefined for what the person wrote, and where nothing says it. */
export function languageOfWords({ type, actor }: Pick<ApplicationEvent, "type" | "actor">, { language }: Pick<ApplicationHead, "language">): Language | undefined {
  if (writtenByPortal.has(type)) return language;
  if (writtenByOffice.has(type)) return "de";
  return type === "status-changed" && (actor.kind === "staff" || actor.kind === "extension") ? "de" : undefined;
}
