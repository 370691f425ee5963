import type { FieldType } from "@kommunalportal/form-engine";

/** Id of the control of a path; the error summary links to it. Ids may hold dots, so paths stay as they are. */
export function controlId(path: string, suffix = ""): string {
  return suffix === "" ? `feld-${path}` : `feld-${path}.${suffix}`;
}

const firstInput: Partial<Record<FieldType, string>> = { date: "day", "partial-date": "day", datetime: "day", appointment: "day" };

/** The control an error leads to: the faulty input, else the first one (GOV.UK »Error summary«). */
export function errorControlId(type: FieldType, path: string, input?: string): string {
  return controlId(path, input ?? firstInput[type] ?? "");
}
