import type { ApplicationContent } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import { evaluate, isDay, type Answer, type Answers } from "@kommunalportal/form-engine";
import { lastDay, plateOf } from "./permit.ts";

/** Where a permit's facts stand in the answers, besides what the service package names in `automation.facts` (zone, plate). */
const places: Readonly<Record<string, { readonly title: string; /** For the reading aid. */ readonly english: string; readonly from: string; readonly years: string }>> = {
  bewohnerparkausweis: { title: "Bewohnerparkausweis", english: "resident parking permit", from: "ausweis.beginn", years: "ausweis.jahre" },
};

export interface PermitRequest {
  readonly title: string; readonly plate: string; readonly zone: string; readonly zoneName: string; readonly validFrom: string; readonly validUntil: string;
  /** Title and zone in English, as the form says them. */
  readonly english: { readonly title: string; readonly zoneName: string };
}

/** Why a person has to look at it. None of these is a reason to refuse. */
export type ForAPerson = "no-automation" | "not-eligible" | "plate-unreadable" | "zone-missing" | "days-unreadable";

/** Whether a program may grant it at all: the condition of the service package, as of the day of the declaration. */
export function isEligible(service: PublishedService, content: ApplicationContent): boolean {
  const { automation } = service.package.service;
  return automation !== undefined && evaluate(automation.eligible, { ...content.answers, $today: content.day }) === true;
}

/** What the citizen asks for, as facts; or why a program cannot read it. */
export function permitRequest(service: PublishedService, content: ApplicationContent): PermitRequest | ForAPerson {
  const place = places[service.slug];
  const { automation } = service.package.service;
  if (!place || !automation) return "no-automation";
  const plate = plateOf(text(content.answers, automation.facts["plate"]) ?? "");
  if (plate === undefined) return "plate-unreadable";
  const zone = text(content.answers, automation.facts["zone"]);
  if (zone === undefined) return "zone-missing";
  const from = text(content.answers, place.from);
  const years = Number(text(content.answers, place.years));
  if (from === undefined || !isDay(from) || !Number.isInteger(years) || years < 1 || years > 5) return "days-unreadable";
  const name = zoneName(service, automation.facts["zone"] ?? "", zone);
  return { title: place.title, plate, zone, zoneName: name.de, validFrom: from, validUntil: lastDay(from, years), english: { title: place.english, zoneName: name.en ?? name.de } };
}

function text(answers: Answers, path: string | undefined): string | undefined {
  let value: Answer | undefined = answers;
  for (const key of path?.split(".") ?? [""]) value = typeof value === "object" && value !== null && !Array.isArray(value) && Object.hasOwn(value, key) ? (value as Answers)[key] : undefined;
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** The zone as the form shows it. */
function zoneName(service: PublishedService, path: string, zone: string): { readonly de: string; readonly en?: string | undefined } {
  const node = service.form.nodes.get(path);
  const options = node?.kind === "field" && "options" in node.definition ? node.definition.options : undefined;
  return options?.find((option) => option.value === zone)?.label ?? { de: zone };
}
