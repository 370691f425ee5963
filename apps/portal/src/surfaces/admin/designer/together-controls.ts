import { html, type Html } from "@kommunalportal/html";
import type { ServiceDescription } from "@kommunalportal/form-engine";
import type { StaffVisit } from "../../frame/index.ts";
import { choiceControl, lineControl } from "../controls.ts";
import { type Errors, lineOf, noErrors } from "../form-state.ts";

type Together = NonNullable<ServiceDescription["together"]>;

/** Whether others apply together: who that is, how many, and whether at least one has to. */
export function togetherControls(together: Together | undefined, errors: Errors, visit: StaffVisit | undefined): Html {
  const text = (name: string, stored: string): string => (visit ? lineOf(visit, name) : stored);
  return html`<p>Wer mitbeantragt, füllt nichts aus: Die Person liest alle Angaben und bestätigt sie.</p>${choiceControl({ name: "mit", label: "Können andere mitbeantragen?", value: text("mit", together === undefined ? "nein" : together.required ? "muss" : "kann"), error: errors["mit"], options: [
    { value: "nein", text: "Nein" }, { value: "kann", text: "Ja, wenn sie wollen" }, { value: "muss", text: "Ja, mindestens eine Person muss bestätigen", hint: "Vorher kann der Antrag nicht abgesendet werden." },
  ] })}
${lineControl({ name: "mit-wer", label: "Wer das ist", hint: "Zum Beispiel »Als weitere sorgeberechtigte Person mitbeantragen«", value: text("mit-wer", together?.title.de ?? ""), error: errors["mit-wer"], optional: true })}
${lineControl({ name: "mit-viele", label: "Höchstens wie viele?", value: text("mit-viele", String(together?.most ?? 1)), error: errors["mit-viele"], width: "short", inputmode: "numeric" })}`;
}

export function readTogether(visit: StaffVisit, before: Together | undefined): { readonly together: Together | undefined; readonly errors: Errors } {
  const choice = visit.field("mit");
  if (choice === "nein") return { together: undefined, errors: noErrors };
  const [who, most] = [lineOf(visit, "mit-wer"), Number(lineOf(visit, "mit-viele"))];
  const errors: Errors = {
    mit: choice === "kann" || choice === "muss" ? undefined : "Wählen Sie eine der Möglichkeiten.",
    "mit-wer": who === "" ? "Sagen Sie, wer mitbeantragt." : who.length > 300 ? "Höchstens 300 Zeichen." : undefined,
    "mit-viele": Number.isInteger(most) && most >= 1 && most <= 10 ? undefined : "Geben Sie 1 bis 10 ein.",
  };
  return { together: { title: before?.title.de === who ? before.title : { ...before?.title, de: who }, most, required: choice === "muss" }, errors };
}
