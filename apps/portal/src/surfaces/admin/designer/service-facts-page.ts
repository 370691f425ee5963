import { html } from "@kommunalportal/html";
import type { ServiceDescription, Text } from "@kommunalportal/form-engine";
import { button, buttonGroup } from "#ui/button";
import { form } from "#ui/form";
import type { Answer } from "../../frame/index.ts";
import type { AdminPages } from "../admin-pages.ts";
import { areaControl, choiceControl, lineControl } from "../controls.ts";
import { errorLines, type Errors, hasErrors, lineOf, linesOf, noErrors } from "../form-state.ts";
import { signInFacts, signIns } from "./create-page.ts";
import { changed, type CopyDesk, hiddenOf, workPage } from "./designer-pages.ts";

/** GET `/dienst`: what people read before they begin, who is competent, sign-in, privacy. */
export function serviceFactsPage(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  return Promise.resolve(show(portal, desk, noErrors));
}

export async function saveServiceFacts(portal: AdminPages, desk: CopyDesk): Promise<Answer> {
  const { copy, below, visit } = desk;
  const { service } = copy.content;
  const [title, short, submit, purpose, basis, term] = ["titel", "kurz", "knopf", "zweck", "grundlage", "dauer"].map((name) => linesOf(visit, name)) as [string, string, string, string, string, string];
  const recipients = linesOf(visit, "empfaenger").split("\n").filter((line) => line !== "");
  const roles = lineOf(visit, "aemter").split(",").map((role) => role.trim()).filter((role) => role !== "");
  const [minutes, months] = [Number(visit.field("minuten")), Number(visit.field("monate"))];
  const must = (text: string, message: string): string | undefined => (text === "" ? message : text.length > 4000 ? "Höchstens 4.000 Zeichen." : undefined);
  const errors: Errors = {
    titel: must(title, "Geben Sie dem Dienst einen Namen."), kurz: must(short, "Sagen Sie in einem Satz, was der Dienst tut."), knopf: must(submit, "Der Knopf braucht einen Text."),
    minuten: Number.isInteger(minutes) && minutes >= 1 && minutes <= 240 ? undefined : "Geben Sie 1 bis 240 Minuten ein.", monate: Number.isInteger(months) && months >= 1 && months <= 1200 ? undefined : "Geben Sie 1 bis 1.200 Monate ein.",
    aemter: roles.length > 0 && roles.every((role) => /^[a-z][a-z0-9-]{0,63}$/.test(role)) ? undefined : "Kurznamen aus kleinen Buchstaben, Ziffern und Bindestrich, durch Kommas getrennt. Der erste ist das zuständige Amt.",
    leika: /^99\d{12}$/.test(lineOf(visit, "leika").replace(/\s/g, "")) ? undefined : "Geben Sie den Leistungsschlüssel mit 14 Ziffern ein. Er beginnt mit 99.",
    anmeldung: signIns.some(({ value }) => value === visit.field("anmeldung")) ? undefined : "Wählen Sie eine der Möglichkeiten.",
    zweck: must(purpose, "Wofür werden die Angaben gebraucht?"), grundlage: must(basis, "Nennen Sie die Rechtsgrundlage."), empfaenger: recipients.length > 0 ? undefined : "Nennen Sie mindestens einen Empfänger.", dauer: must(term, "Wann wird gelöscht?"),
  };
  if (hasErrors(errors)) return show(portal, desk, errors, true);
  const keep = (before: Text, de: string): Text => (before.de === de ? before : { ...before, de });
  const next = {
    title: keep(service.title, title), short: keep(service.short, short), submitLabel: keep(service.submitLabel, submit), minutes, retentionMonths: months, recipients: roles, leika: lineOf(visit, "leika").replace(/\s/g, ""), legalArea: visit.field("recht") === "ao" ? "ao" : "vwvfg",
    ...signInFacts(visit.field("anmeldung")), documents: documentsOf(linesOf(visit, "unterlagen"), service.documents),
    privacy: { purpose: keep(service.privacy.purpose, purpose), legalBasis: keep(service.privacy.legalBasis, basis), term: keep(service.privacy.term, term), recipients: recipients.map((de) => service.privacy.recipients.find((one) => one.de === de) ?? { de }) },
  };
  const facts = ({ slug: _slug, fee: _fee, automation: _automation, attributes: _attributes, ...rest }: ServiceDescription): unknown => rest;
  return changed(portal, desk, { what: "Angaben zum Dienst geändert", part: (content) => facts(content.service), apply: (content) => ({ ...content, service: { ...content.service, ...next } }) }, {
    next: `${below("dienst")}?getan=gespeichert`, typed: [{ label: "Name", value: title }, { label: "Kurzer Text", value: short }, { label: "Zweck", value: purpose }, { label: "Rechtsgrundlage", value: basis }], invalid: (problems) => show(portal, desk, { titel: problems.join(" ") }, true),
  });
}

/** One a line; »(freiwillig)« at its end says that it is not needed. */
function documentsOf(text: string, before: ServiceDescription["documents"]): ServiceDescription["documents"] {
  return text.split("\n").filter((line) => line !== "").map((line) => {
    const voluntary = /\s*\(freiwillig\)$/.exec(line);
    const de = voluntary ? line.slice(0, voluntary.index) : line;
    const old = before.find((one) => one.text.de === de);
    return { ...(old ?? { text: { de } }), required: voluntary === null };
  });
}

function show(portal: AdminPages, desk: CopyDesk, errors: Errors, typed = false): Answer {
  const { copy: { content: { service } }, below, visit } = desk;
  const text = (name: string, stored: string): string => (typed ? linesOf(visit, name) : stored);
  const line = (name: string, label: string, stored: string, more: { readonly hint?: string; readonly width?: "short" | "medium"; readonly inputmode?: "numeric" } = {}) => lineControl({ name, label, value: text(name, stored), error: errors[name], ...more });
  const area = (name: string, label: string, stored: string, more: { readonly hint?: string; readonly optional?: boolean } = {}) => areaControl({ name, label, value: text(name, stored), error: errors[name], rows: 3, ...more });
  const body = form("de", {
    action: below("dienst"), csrf: visit.staff.csrf, hidden: hiddenOf(desk),
    body: html`${line("titel", "Name", service.title.de)}${area("kurz", "Kurzer Text", service.short.de, { hint: "Steht auf der Startseite des Dienstes und in der Suche." })}
${line("minuten", "Dauer in Minuten", String(service.minutes), { width: "short", inputmode: "numeric" })}${area("unterlagen", "Was man bereithält", service.documents.map((one) => `${one.text.de}${one.required ? "" : " (freiwillig)"}`).join("\n"), { hint: "Eine Unterlage je Zeile. Am Ende »(freiwillig)«, wenn sie nicht nötig ist.", optional: true })}
${line("knopf", "Knopf zum Absenden", service.submitLabel.de, { width: "medium" })}
${choiceControl({ name: "anmeldung", label: "Muss man sich anmelden?", value: text("anmeldung", service.signIn === "required" ? service.trustLevel : service.signIn), error: errors["anmeldung"], options: signIns })}
<h2>Bearbeitung</h2>${line("aemter", "Zuständige Ämter", service.recipients.join(", "), { hint: "Kurznamen der Aufgaben. Jede Stadt ordnet ihnen ihre Ämter zu." })}${line("leika", "Leistungsschlüssel", service.leika, { width: "medium", inputmode: "numeric" })}
${choiceControl({ name: "recht", label: "Wann gilt ein Bescheid als bekannt gegeben?", value: text("recht", service.legalArea), options: [{ value: "vwvfg", text: "Nach dem Verwaltungsverfahrensgesetz (§ 41 VwVfG NRW)" }, { value: "ao", text: "Nach der Abgabenordnung (§ 122 AO)" }] })}${line("monate", "Aufbewahrung in Monaten", String(service.retentionMonths), { width: "short", inputmode: "numeric" })}
<h2>Datenschutz</h2>${area("zweck", "Zweck", service.privacy.purpose.de)}${area("grundlage", "Rechtsgrundlage", service.privacy.legalBasis.de)}${area("empfaenger", "Wer die Angaben bekommt", service.privacy.recipients.map(({ de }) => de).join("\n"), { hint: "Eine Stelle je Zeile" })}${area("dauer", "Wie lange", service.privacy.term.de)}${buttonGroup(button({ text: "Speichern" }))}`,
  });
  return workPage(portal, desk, { title: "Angaben zum Dienst", area: "dienst", body, errors: errorLines(errors) });
}
