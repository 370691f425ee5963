import type { Case, CaseState, CaseTask } from "./case.ts";

export const caseStateNames: Readonly<Record<CaseState, string>> = { open: "Neu", taken: "In Bearbeitung", waiting: "Wartet auf Antwort", decided: "Entschieden", closed: "Abgeschlossen" };
export const taskNames: Readonly<Record<CaseTask, string>> = { "repeat-decision": "Bescheid nicht abgerufen: wiederholen oder per Post", "post-letter": "Brief drucken und zur Post geben", "tell-consent": "Das Fachverfahren hat eine Mitteilung nicht angenommen: von Hand weitergeben" };

/** What matters most of a case in a list, in words: the same in the inbox, in the list that leaves it and where many are closed. */
export function standOf({ state, withdrawn, task, unpaid }: Pick<Case, "state" | "withdrawn" | "task" | "unpaid">): string {
  if (withdrawn && state !== "closed") return "Zurückgezogen";
  if (task !== undefined) return taskNames[task];
  return unpaid ? `${caseStateNames[state]}, unbezahlt` : caseStateNames[state];
}
