import type { Problem } from "./event-payload.ts";

/** Prefix of the problem types of a rejection. */
export const RECEPTION_PROBLEM_PREFIX = "https://schema.fitko.de/fit-connect/events/problems/";

type Text = Readonly<Record<"de" | "en", string>>;

/**
 * Why a submission or reply cannot be accepted. The ids are from memory of the documentation's list (delivery.md 1.10.1, uncertain): whoever
 * knows better gives `reject` problems of its own.
 */
const texts = {
  "invalid-event-log": { de: "Das Ereignisprotokoll ist unvollständig oder ungültig.", en: "The event log is incomplete or invalid." },
  "missing-authentication-tags": { de: "Im Ereignisprotokoll fehlen Prüfwerte (authenticationTags).", en: "The event log lacks authentication tags." },
  "attachments-mismatch": { de: "Die Anlagen stimmen nicht mit den angekündigten überein.", en: "The attachments are not those that were announced." },
  "incorrect-authentication-tag": { de: "Der Prüfwert stimmt nicht mit dem Ereignisprotokoll überein.", en: "The authentication tag is not that of the event log." },
  "encryption-issue": { de: "Der Inhalt lässt sich nicht entschlüsseln.", en: "The content cannot be decrypted." },
  "syntax-violation": { de: "Der Inhalt ist nicht wohlgeformt.", en: "The content is not well-formed." },
  "missing-schema": { de: "Die Angabe des Schemas fehlt.", en: "The schema is not named." },
  "unsupported-schema": { de: "Dieses Schema wird hier nicht angenommen.", en: "This schema is not accepted here." },
  "schema-violation": { de: "Der Inhalt entspricht nicht seinem Schema.", en: "The content violates its schema." },
  "hash-mismatch": { de: "Die Prüfsumme stimmt nicht.", en: "The hash does not match." },
  "service-mismatch": { de: "Die Metadaten nennen eine andere Leistung als die Einreichung.", en: "The metadata name another service than the submission." },
  "unsupported-service": { de: "Diese Leistung wird hier nicht angenommen.", en: "This service is not accepted here." },
  "missing-data": { de: "Die Fachdaten fehlen.", en: "The data are missing." },
  "missing-attachment": { de: "Eine Anlage fehlt.", en: "An attachment is missing." },
  "unsupported-reply-channel": { de: "Dieser Rückkanal wird hier nicht bedient.", en: "This reply channel is not served here." },
  "technical-error": { de: "Die Einreichung konnte aus technischen Gründen nicht verarbeitet werden.", en: "The submission could not be processed for technical reasons." },
} as const satisfies Readonly<Record<string, Text>>;

export type ReceptionProblemId = keyof typeof texts;
export const receptionProblemIds = Object.keys(texts).filter((id): id is ReceptionProblemId => id in texts);
export type ProblemInstance = "submission" | "reply" | "metadata" | "data" | `attachment:${string}`;

/** A problem for `reject`: `title` in English, as the standard's; `detail` in German for the clerk who looks into it. Neither holds content. */
export function receptionProblem(id: ReceptionProblemId, instance: ProblemInstance, detail?: string): Problem & { readonly instance: string } {
  return { type: `${RECEPTION_PROBLEM_PREFIX}${id}`, title: texts[id].en, detail: detail ?? texts[id].de, instance };
}

/** What a person should read about a problem that came with a rejection; its own title where the type is unknown. */
export function problemText(problem: Problem, language: "de" | "en"): string {
  const id = problem.type.startsWith(RECEPTION_PROBLEM_PREFIX) ? receptionProblemIds.find((known) => known === problem.type.slice(RECEPTION_PROBLEM_PREFIX.length)) : undefined;
  return id === undefined ? problem.title : texts[id][language];
}
