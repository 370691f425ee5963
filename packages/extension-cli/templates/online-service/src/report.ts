import { PortalProblem, type PortalClient } from "@kommunalportal/extension-sdk";

export interface FieldProblem { readonly field: string; readonly message: string }
export type Reported =
  | { readonly ok: true; readonly reference: string; readonly lookupCode: string | undefined }
  | { readonly ok: false; readonly key: string; readonly problems: readonly FieldProblem[] };

const fieldOf: Readonly<Record<string, string>> = { "/answers/mangel/ort": "ort", "/answers/mangel/beschreibung": "beschreibung" };

/** Submits what was filled in. The key was made with the page, so that a second press of the button makes no second report. */
export async function report(portal: PortalClient, fields: URLSearchParams): Promise<Reported> {
  const given = (name: string): string => (fields.get(name) ?? "").trim();
  const key = /^[0-9a-f-]{36}$/.test(given("schluessel")) ? given("schluessel") : crypto.randomUUID();
  const problems: FieldProblem[] = [];
  if (given("ort") === "") problems.push({ field: "ort", message: "Beschreiben Sie, wo der Mangel ist." });
  if (given("beschreibung") === "") problems.push({ field: "beschreibung", message: "Beschreiben Sie den Mangel." });
  if (given("erklaerung") !== "ja") problems.push({ field: "erklaerung", message: "Bestätigen Sie, dass Sie die Meldung abgeben wollen." });
  if (problems.length > 0) return { ok: false, key, problems };
  try {
    const made = await portal.call("submitApplication", { body: { service: "maengelmelder", confirmed: true, answers: { mangel: { art: "schlagloch", ort: { words: given("ort") }, beschreibung: given("beschreibung") } } } }, { key });
    // Only where a fee comes first; this service has none.
    if (made.reference === undefined) throw new Error("the application waits for a payment");
    return { ok: true, reference: made.reference, lookupCode: made.lookupCode };
  } catch (error) {
    if (!(error instanceof PortalProblem) || error.code !== "answers-invalid") throw error;
    const errors = (error.facts["errors"] ?? []) as readonly { readonly pointer: string; readonly message: string }[];
    // Another key: what is sent after the correction is another request.
    return { ok: false, key: crypto.randomUUID(), problems: errors.map(({ pointer, message }) => ({ field: Object.entries(fieldOf).find(([start]) => pointer.startsWith(start))?.[1] ?? "ort", message })) };
  }
}
