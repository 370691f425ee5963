import { z } from "zod";
import { component, means } from "./component.ts";
import { at, exampleIds, id, office, slug } from "./schemas.ts";

const place = () => z.enum(["case-tab", "form-step", "form-check"]);
/** Patterns of examples: nothing that a secret scanner would take for real. */
export const exampleCode = `kpl_${"A".repeat(43)}`;
export const exampleResult = `kpr_${"A".repeat(43)}`;
const path = () => means(z.string().min(1).max(300), "Pfad eines Feldes, zum Beispiel `termin.wann`.", "Path of a field, for example `termin.wann`.");
const values = () => z.record(z.string().min(1).max(300), z.unknown()).refine((given) => Object.keys(given).length <= 50, "at most 50 fields").refine((given) => JSON.stringify(given).length <= 65_536, "at most 64 KB");

export const launchRequest = component("LaunchRequest", z.strictObject({
  start: means(z.string().max(100), "Aus der Adresse der Seite, unverändert.", "From the address of the page, unchanged."),
  place: means(place(), "Welche Art von Ort Sie an dieser Adresse bedienen: Ein Code für einen anderen wird abgelehnt.", "Which kind of place you serve at this address: a code for another is refused."),
}), { start: exampleCode, place: "case-tab" });

export const launch = component("Launch", z.object({
  place: place(), page: means(z.string(), "Kennung der Seite im Manifest.", "Id of the page in the manifest."), language: z.enum(["de", "en"]),
  expiresAt: means(at(), "Bis wann ein Ergebnis angenommen wird.", "Until when a result is taken."),
  case: means(z.object({ application: id(), role: means(z.enum(["clerk", "supervisor"]), "Rolle der Person, die den Reiter ansieht; wer sie ist, sagt das Portal nicht.", "Role of the person who looks at the tab; who it is, the portal does not say."), office: office() }).optional(), "Für einen Reiter.", "For a tab."),
  step: means(z.object({
    service: slug(), formVersion: z.string().max(40), step: z.string().max(64),
    trustLevel: means(z.literal([0, 1, 3, 4]), "Vertrauensniveau der Anmeldung, 0 ohne.", "Trust level of the sign-in, 0 without."),
    fields: means(z.record(z.string(), z.unknown()), "Angaben der Felder, die das Formular Ihnen nennt, nach Pfad; Unbeantwortetes fehlt.", "Answers of the fields that the form names for you, by path; unanswered ones are absent."),
    result: means(z.string(), "Unter diesem Namen geben Sie Werte zurück.", "Under this name you give values."),
    returnTo: means(z.string(), "Dorthin leiten Sie die Person zurück; fehlt, wenn das Portal selbst fragt.", "Redirect the person to it; absent when the portal itself asks.").optional(),
  }).optional(), "Für einen Schritt.", "For a step."),
}), { place: "case-tab", page: "abgleich", language: "de", expiresAt: "2026-03-02T10:00:00.000Z", case: { application: exampleIds.application, role: "clerk", office: "steueramt" } });

export const stepResultRequest = component("StepResultRequest", z.strictObject({
  result: means(z.string().max(100), "Aus der Antwort auf das Einlösen.", "From the answer to the exchange."),
  outcome: means(z.enum(["done", "declined", "unavailable"]), "`declined`: Die Person ging ohne Wahl zurück. `unavailable`: Sie können gerade nicht helfen.", "`declined`: the person went back without choosing. `unavailable`: you cannot help now."),
  fields: means(values(), "Werte nach Pfad, in der Form des JSON-Schemas; `null` leert ein Feld.", "Values by path, in the form of the JSON Schema; `null` clears a field.").optional(),
  problems: means(z.array(z.strictObject({ field: path(), message: z.string().trim().min(1).max(300) })).max(20), "Worte für die Person zu Feldern, die Sie bekommen haben oder füllen; Klartext.", "Words for the person at fields that you got or fill; plain text.").optional(),
}), { result: exampleResult, outcome: "done", fields: { "termin.wann": { slot: "buero-1-0830", at: "2026-03-09T08:30" } } });

export const stepResult = component("StepResult", z.object({ accepted: means(z.int().min(0), "So viele Werte liegen bereit.", "So many values are ready.") }), { accepted: 1 });
