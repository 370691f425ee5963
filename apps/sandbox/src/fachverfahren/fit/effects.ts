import type { FitInbox } from "./fit-inbox.ts";

/** Counted as the webhook receiver counts: an application has one effect, however often it was sent or fetched. */
export function effectsOf(inbox: FitInbox): object {
  const applications = new Map<string, { reference: string; about: string; destinationId: string; effects: number; repeats: number; duplicates: number; submissions: object[] }>();
  for (const { entry, repeats, duplicate, decided } of inbox.all()) {
    const key = JSON.stringify([entry.destinationId, entry.reference, entry.about]);
    const known = applications.get(key) ?? { reference: entry.reference, about: entry.about, destinationId: entry.destinationId, effects: 0, repeats: 0, duplicates: 0, submissions: [] };
    applications.set(key, known);
    known[duplicate ? "duplicates" : "effects"] += 1;
    known.repeats += repeats;
    known.submissions.push({ submissionId: entry.submissionId, caseId: entry.caseId, decided: decided ?? null });
  }
  const all = [...applications.values()];
  const sum = (count: "effects" | "repeats" | "duplicates"): number => all.reduce((total, entry) => total + entry[count], 0);
  return { total: { applications: all.length, effects: sum("effects"), repeats: sum("repeats"), duplicates: sum("duplicates"), broken: inbox.broken().length }, applications: all };
}
