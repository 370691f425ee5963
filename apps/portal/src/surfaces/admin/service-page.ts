import { html } from "@kommunalportal/html";
import type { PublishedService } from "#modules/forms";
import { type ServiceSwitch, switchVersion } from "#modules/tenants";
import type { Answer } from "../frame/index.ts";
import { type AdminPages, type Desk, editorPage } from "./admin-pages.ts";
import { catalogueEntry } from "./catalogue-entry.ts";
import { changedMeanwhile } from "./changed-meanwhile.ts";
import { errorLines, type Errors, noErrors, seenField } from "./form-state.ts";
import { type ServiceFacts, serviceFacts } from "./service-facts.ts";
import { serviceForm } from "./service-form.ts";
import { readInput, type ServiceInput, settingsOf, storedInput } from "./service-input.ts";

export async function servicePage(portal: AdminPages, desk: Desk): Promise<Answer> {
  const found = await find(portal, desk);
  if (!found) return { missing: true };
  return show(portal, desk, found.facts, storedInput(found.facts), switchVersion(found.stored), noErrors);
}

export async function saveService(portal: AdminPages, desk: Desk): Promise<Answer> {
  const found = await find(portal, desk);
  if (!found) return { missing: true };
  const { visit, tenant, at } = desk;
  const { facts, published } = found;
  const [input, seen] = [readInput(visit, facts), visit.field(seenField)];
  const read = settingsOf(input, facts);
  if ("errors" in read) return show(portal, desk, facts, input, seen, read.errors);
  const { settings } = read;
  const also = settings.enabled ? catalogueEntry(portal, tenant, published) : undefined;
  const outcome = await portal.editing.switchService({ tenant: tenant.id, staff: visit.staff.staff, settings, seen, ...(also ? { also } : {}) });
  if (outcome.ok) return { redirect: `${at("leistungen")}?getan=${facts.settings.enabled === settings.enabled ? "gespeichert" : settings.enabled ? "eingeschaltet" : "ausgeschaltet"}` };
  if (outcome.why === "changed-meanwhile") return changedMeanwhile(portal, desk, { href: at(`leistungen/${facts.slug}`), typed: typedIn(input, facts) });
  return show(portal, desk, facts, input, seen, outcome.paths.includes("paymentWays") ? { wege: "Für Überweisungen ist noch kein Konto der Kasse hinterlegt." } : { an: "Diese Einstellungen passen nicht zusammen. Prüfen Sie jede Angabe." });
}

interface Found { readonly published: PublishedService; readonly stored: ServiceSwitch | undefined; readonly facts: ServiceFacts }

async function find(portal: AdminPages, desk: Desk): Promise<Found | undefined> {
  const slug = desk.visit.params["service"] ?? "";
  const published = (await portal.forms.slugs()).includes(slug) ? await portal.forms.current(slug, desk.tenant.id) : undefined;
  if (!published) return undefined;
  const stored = await portal.editing.switchOf(desk.tenant.id, slug);
  return { published, stored, facts: await serviceFacts(portal, desk, published, stored) };
}

function show(portal: AdminPages, desk: Desk, facts: ServiceFacts, input: ServiceInput, seen: string, errors: Errors): Answer {
  const { tenant, at } = desk;
  const start = `${portal.addresses.originOf(tenant)}/antrag/${facts.slug}`;
  const body = html`${facts.settings.enabled && html`<p><a class="kern-link" href="${start}">Startseite des Dienstes ansehen</a></p>`}${serviceForm(desk, facts, input, { seen, errors })}`;
  return editorPage(portal, desk, { title: facts.title, body, errors: errorLines(errors), parents: [{ text: "Online-Dienste", href: at("leistungen") }] });
}

/** For the page that says that somebody else was quicker. */
function typedIn(input: ServiceInput, facts: ServiceFacts): { readonly label: string; readonly value: string }[] {
  return [
    { label: "Stand", value: input.on ? "eingeschaltet" : "ausgeschaltet" },
    ...facts.roles.map(({ role, label }) => ({ label, value: facts.offices.find(({ value }) => value === input.offices[role])?.text ?? "" })),
    { label: "Wohin gehen die Anträge?", value: input.delivery === "fachverfahren" ? "auch an das Fachverfahren" : "nur in die Sachbearbeitung" },
    { label: "Bekanntgabe", value: input.area === "ao" ? "Abgabenordnung" : "Verwaltungsverfahrensgesetz" }, { label: "Aufbewahrung in Monaten", value: input.months },
    { label: "Zahlungswege", value: facts.ways.filter(({ value }) => input.ways.includes(value)).map(({ text }) => text).join("\n") }, { label: "Buchungsdaten", value: input.booking },
    ...(facts.automation ? [{ label: "Automatische Bewilligung", value: input.automatic ? "ja" : "nein" }, { label: "Rechtsgrundlage", value: input.legalBasis }, { label: "Zonen", value: input.zones.join(", ") }] : []),
  ];
}
