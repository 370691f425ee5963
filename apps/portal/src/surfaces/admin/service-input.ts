import { serviceSwitch, type ServiceSwitch } from "#modules/tenants";
import type { StaffVisit } from "../frame/index.ts";
import { bookingLines, bookingProblem, readBooking } from "./booking-data.ts";
import { type Errors, hasErrors, lineOf, linesOf } from "./form-state.ts";
import type { ServiceFacts } from "./service-facts.ts";

/** What stands in the form, as typed. */
export interface ServiceInput {
  readonly on: boolean;
  readonly ways: readonly string[];
  readonly automatic: boolean;
  readonly legalBasis: string;
  readonly zones: readonly string[];
  /** Role of the form → role of the town's office; empty: the office of the same name. */
  readonly offices: Readonly<Record<string, string>>;
  readonly area: string;
  /** Empty: nothing is suggested. */
  readonly remedy: string;
  readonly court: string;
  readonly months: string;
  readonly delivery: string;
  readonly booking: string;
}

export const officeInput = (role: string): string => `amt-${role}`;

/** Input of the form by the first key of the setting, for what the shape itself refuses. */
const inputNames: Readonly<Record<string, string>> = {
  enabled: "an", paymentWays: "wege", automation: "rechtsgrundlage", offices: "an", notificationArea: "bescheid", remedy: "stelle", retentionMonths: "frist", delivery: "ziel", bookingData: "buchung",
};

export function storedInput({ settings }: ServiceFacts): ServiceInput {
  return {
    on: settings.enabled, ways: settings.paymentWays, automatic: settings.automation?.enabled === true, legalBasis: settings.automation?.legalBasis ?? "", zones: settings.automation?.zones ?? [],
    offices: settings.offices, area: settings.notificationArea, remedy: settings.remedy?.kind ?? "", court: settings.remedy?.where ?? "", months: String(settings.retentionMonths), delivery: settings.delivery, booking: bookingLines(settings.bookingData),
  };
}

export function readInput(visit: StaffVisit, facts: ServiceFacts): ServiceInput {
  const several = (name: string): string[] => [...new Set(visit.fields.get(name) ?? [])].slice(0, 500);
  return {
    on: visit.field("an") === "ja", ways: several("wege"), automatic: visit.field("automatik") === "ja", legalBasis: lineOf(visit, "rechtsgrundlage"),
    zones: facts.automation?.zones ? several("zonen") : lineOf(visit, "zonen").split(",").map((zone) => zone.trim()).filter((zone) => zone !== ""),
    offices: Object.fromEntries(facts.roles.map(({ role }) => [role, visit.field(officeInput(role))])),
    area: visit.field("bescheid"), remedy: visit.field("rechtsbehelf"), court: lineOf(visit, "stelle"), months: visit.field("frist"), delivery: visit.field("ziel"), booking: linesOf(visit, "buchung"),
  };
}

/** The settings, or what is wrong by the name of the input. */
export function settingsOf(input: ServiceInput, facts: ServiceFacts): { readonly settings: ServiceSwitch } | { readonly errors: Errors } {
  const errors: Errors = {
    wege: waysProblem(input, facts), rechtsgrundlage: facts.automation && basisProblem(input), zonen: facts.automation && zonesProblem(input, facts),
    ...Object.fromEntries(facts.roles.map(({ role, own }) => [officeInput(role), officeProblem(input.offices[role] ?? "", own, facts)])), buchung: bookingProblem(input.booking), stelle: courtProblem(input),
    frist: /^\d{1,4}$/.test(input.months) && Number(input.months) >= 1 && Number(input.months) <= 1200 ? undefined : "Geben Sie die Frist als Zahl von 1 bis 1.200 Monaten ein.",
  };
  if (hasErrors(errors)) return { errors };
  const checked = serviceSwitch.safeParse({
    service: facts.slug, enabled: input.on, paymentWays: input.ways, notificationArea: input.area, retentionMonths: Number(input.months), delivery: input.delivery, bookingData: readBooking(input.booking),
    offices: Object.fromEntries(Object.entries(input.offices).filter(([, office]) => office !== "")),
    ...(input.remedy === "" ? {} : { remedy: { kind: input.remedy, where: input.court } }),
    // Switched off, the legal basis and the zones are kept for the next time.
    ...(facts.automation && (input.automatic || input.legalBasis !== "") ? { automation: { enabled: input.automatic, legalBasis: input.legalBasis, zones: input.zones } } : {}),
  });
  if (checked.success) return { settings: checked.data };
  return { errors: Object.fromEntries(checked.error.issues.map(({ path }) => [inputNames[String(path[0])] ?? "an", "Wählen Sie eine der Möglichkeiten, die hier stehen."])) };
}

function waysProblem({ on, ways }: ServiceInput, { fee, ways: allowed, hasBank }: ServiceFacts): string | undefined {
  if (ways.some((way) => !allowed.some(({ value }) => value === way))) return "Wählen Sie einen Zahlungsweg, der hier steht.";
  if (on && fee && ways.length === 0) return "Wählen Sie mindestens einen Zahlungsweg. Der Dienst kostet eine Gebühr.";
  return on && ways.includes("transfer") && !hasBank ? "Für Überweisungen ist noch kein Konto der Kasse hinterlegt. Wählen Sie »Überweisung« ab, oder bitten Sie den Betrieb, das Konto einzutragen." : undefined;
}

function courtProblem({ remedy, court }: ServiceInput): string | undefined {
  if (remedy === "") return court === "" ? undefined : "Wählen Sie dazu den Rechtsbehelf, oder leeren Sie dieses Feld.";
  return court.length >= 5 && court.length <= 500 ? undefined : "Nennen Sie Gericht oder Behörde mit Anschrift, höchstens 500 Zeichen.";
}

function basisProblem({ automatic, legalBasis }: ServiceInput): string | undefined {
  if (legalBasis.length > 500) return "Die Rechtsgrundlage darf höchstens 500 Zeichen haben.";
  if (legalBasis.length >= 5 || (legalBasis === "" && !automatic)) return undefined;
  return "Nennen Sie die Rechtsgrundlage, auf die Ihre Stadt die automatische Bewilligung stützt, zum Beispiel § 35a VwVfG NRW mit einer Bestimmung Ihrer Satzung.";
}

function zonesProblem({ automatic, zones }: ServiceInput, { automation }: ServiceFacts): string | undefined {
  if (automatic && zones.length === 0) return "Wählen Sie mindestens eine Zone, in der automatisch bewilligt wird.";
  const unknown = automation?.zones ? zones.some((zone) => !automation.zones?.some(({ value }) => value === zone)) : zones.length > 200 || zones.some((zone) => zone.length > 20);
  return unknown ? "Wählen Sie Zonen, die hier stehen." : undefined;
}

function officeProblem(chosen: string, own: string | undefined, { offices }: ServiceFacts): string | undefined {
  if (chosen !== "") return offices.some(({ value }) => value === chosen) ? undefined : "Wählen Sie ein Amt aus der Liste.";
  // A town whose offices are not in the catalogue yet works with the roles of the form.
  return own === undefined && offices.length > 0 ? "Wählen Sie das Amt, das diese Anträge bearbeitet." : undefined;
}
