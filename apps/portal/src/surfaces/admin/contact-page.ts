import { html } from "@kommunalportal/html";
import { partVersion, type TenantProfile } from "#modules/tenants";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { areaControl, lineControl } from "./controls.ts";
import { type ContactInput, contactErrors, contactLabels, contactOf, readContact } from "./contact-input.ts";
import { errorLines, type Errors, hasErrors, noErrors, seenField } from "./form-state.ts";
import { savePart } from "./save-part.ts";

export async function contactPage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const profile = await portal.editing.profile(desk.tenant.id);
  return show(portal, desk, inputOf(profile), partVersion(profile, "contact"), noErrors);
}

export async function saveContact(portal: AdminPages, desk: Desk): Promise<Answer> {
  const { visit } = desk;
  const input = readContact(visit);
  const errors = contactErrors(input);
  const seen = visit.field(seenField);
  if (hasErrors(errors)) return show(portal, desk, input, seen, errors);
  const contact = contactOf(input);
  return savePart(portal, desk, {
    part: "contact", seen, values: contact === undefined ? {} : { contact }, next: `${desk.at("kontakt")}?getan=gespeichert`, form: desk.at("kontakt"),
    typed: (Object.keys(contactLabels) as (keyof ContactInput)[]).map((name) => ({ label: contactLabels[name], value: input[name] })),
  });
}

function inputOf({ contact }: TenantProfile): ContactInput {
  return {
    telefon: contact?.phone ?? "", email: contact?.email ?? "", strasse: contact?.street ?? "", plz: contact?.postalCode ?? "", ort: contact?.locality ?? "",
    "zeiten-de": contact?.hours?.de ?? "", "zeiten-en": contact?.hours?.en ?? "",
  };
}

function show(portal: AdminPages, desk: Desk, input: ContactInput, seen: string, errors: Errors): Answer {
  const { visit, at } = desk;
  const line = (name: keyof ContactInput, more: Partial<Parameters<typeof lineControl>[0]> = {}) => lineControl({ name, label: contactLabels[name], value: input[name], error: errors[name], ...more });
  const hint = "Eine Zeile je Tag, zum Beispiel »Montag: 8:00 bis 12:00 Uhr und 14:00 bis 16:00 Uhr«.";
  const body = html`<p>Die Telefonnummer steht auf jeder Seite der Stadt, auch auf jeder Fehlerseite. Die Ämter haben eigene Angaben im Verzeichnis der Ämter.</p>
${form("de", { action: at("kontakt"), csrf: visit.staff.csrf, hidden: { [seenField]: seen }, body: html`${line("telefon", { type: "tel", width: "medium", hint: "Mit Vorwahl" })}${line("email", { type: "email" })}${line("strasse")}${line("plz", { width: "short", inputmode: "numeric" })}${line("ort", { width: "medium" })}
${areaControl({ name: "zeiten-de", label: contactLabels["zeiten-de"], hint, value: input["zeiten-de"], error: errors["zeiten-de"], rows: 7, optional: true })}${areaControl({ name: "zeiten-en", label: contactLabels["zeiten-en"], value: input["zeiten-en"], error: errors["zeiten-en"], rows: 7, lang: "en", optional: true })}
${buttonGroup(button({ text: "Kontakt speichern" }))}` })}`;
  return editorPage(portal, desk, { title: "Kontakt", body, errors: errorLines(errors) });
}
