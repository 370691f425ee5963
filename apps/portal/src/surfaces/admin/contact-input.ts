import { z } from "zod";
import type { TenantProfile } from "#modules/tenants";
import type { StaffVisit } from "../frame/index.ts";
import { type Errors, lineOf, linesOf } from "./form-state.ts";

/** The inputs of the contact form, by their names. */
export const contactLabels = {
  telefon: "Telefon", email: "E-Mail-Adresse", strasse: "Straße und Hausnummer", plz: "Postleitzahl", ort: "Ort", "zeiten-de": "Öffnungszeiten", "zeiten-en": "Öffnungszeiten auf Englisch",
} as const;
export type ContactInput = { readonly [Name in keyof typeof contactLabels]: string };

const shape = z.object({
  telefon: z.string().min(1, "Geben Sie die Telefonnummer ein.").max(60, "Die Telefonnummer darf höchstens 60 Zeichen haben.")
    .refine((value) => /^\+?[\d\s()/-]+$/.test(value) && value.replace(/\D/g, "").length >= 3, "Geben Sie die Telefonnummer mit Vorwahl ein, zum Beispiel 0999 555-0."),
  email: z.string().min(1, "Geben Sie die E-Mail-Adresse ein.").max(200, "Die E-Mail-Adresse darf höchstens 200 Zeichen haben.").pipe(z.email("Geben Sie die E-Mail-Adresse so ein: name@stadt.example.")),
  strasse: z.string().min(1, "Geben Sie Straße und Hausnummer ein.").max(200, "Straße und Hausnummer dürfen höchstens 200 Zeichen haben."),
  plz: z.string().regex(/^\d{5}$/, "Geben Sie die Postleitzahl mit fünf Ziffern ein."),
  ort: z.string().min(1, "Geben Sie den Ort ein.").max(100, "Der Ort darf höchstens 100 Zeichen haben."),
  "zeiten-de": z.string().max(2_000, "Die Öffnungszeiten dürfen höchstens 2.000 Zeichen haben."),
  "zeiten-en": z.string().max(2_000, "Die Öffnungszeiten dürfen höchstens 2.000 Zeichen haben."),
});

export function readContact(visit: StaffVisit): ContactInput {
  return {
    telefon: lineOf(visit, "telefon"), email: lineOf(visit, "email"), strasse: lineOf(visit, "strasse"), plz: lineOf(visit, "plz"), ort: lineOf(visit, "ort"),
    "zeiten-de": linesOf(visit, "zeiten-de"), "zeiten-en": linesOf(visit, "zeiten-en"),
  };
}

/** Nothing at all is fine: then the town has no contact here. */
export function contactErrors(input: ContactInput): Errors {
  if (isEmpty(input)) return {};
  const checked = shape.safeParse(input);
  const errors: Record<string, string> = {};
  for (const { path, message } of checked.success ? [] : checked.error.issues) errors[String(path[0])] ??= message;
  if (input["zeiten-de"] === "" && input["zeiten-en"] !== "") errors["zeiten-de"] ??= "Geben Sie die Öffnungszeiten auch auf Deutsch ein.";
  return errors;
}

/** What is stored; undefined clears it. */
export function contactOf(input: ContactInput): TenantProfile["contact"] {
  if (isEmpty(input)) return undefined;
  const [de, en] = [input["zeiten-de"], input["zeiten-en"]];
  return { phone: input.telefon, email: input.email, street: input.strasse, postalCode: input.plz, locality: input.ort, ...(de === "" ? {} : { hours: { de, ...(en === "" ? {} : { en }) } }) };
}

function isEmpty(input: ContactInput): boolean {
  return Object.values(input).every((value) => value === "");
}
