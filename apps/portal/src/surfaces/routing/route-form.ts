import { html, type Html } from "@kommunalportal/html";
import type { ChangeRouteOutcome, Route } from "#modules/hub";
import { legalInput, legalInstant } from "#platform/clock";
import { lineControl, selectControl } from "../operator/controls.ts";
import { type TownChoices, whatOf } from "./town-choices.ts";

/** By the name of the field. */
export type RouteErrors = Readonly<Record<string, string | undefined>>;

export interface RouteInput { readonly what: string; readonly office: string; readonly destination: string; readonly from: string; readonly until: string }
export interface RouteValues { readonly service: string | undefined; readonly part: string | undefined; readonly office: string | undefined; readonly destination: string; readonly validFrom: Date; readonly validUntil: Date | undefined }

interface Fields { field(name: string): string }

export function readRoute(visit: Fields): RouteInput {
  return { what: visit.field("was"), office: visit.field("amt"), destination: visit.field("ziel"), from: visit.field("ab"), until: visit.field("bis") };
}

export function routeInput(route: Route): RouteInput {
  return { what: whatOf(route), office: route.office ?? "", destination: route.destination, from: legalInput(route.validFrom), until: route.validUntil === undefined ? "" : legalInput(route.validUntil) };
}

/** What was typed as a rule, or what is wrong with it at which field. */
export function routeValues(input: RouteInput, choices: TownChoices, destinations: readonly string[]): { readonly ok: true; readonly values: RouteValues } | { readonly ok: false; readonly errors: RouteErrors } {
  const from = legalInstant(input.from);
  const until = input.until === "" ? undefined : legalInstant(input.until);
  const errors: RouteErrors = {
    ...(input.what !== "" && !choices.what.some(({ value }) => value === input.what) ? { was: "Wählen Sie eine Leistung dieser Stadt." } : {}),
    ...(input.office !== "" && !choices.offices.some(({ value }) => value === input.office) ? { amt: "Wählen Sie ein Amt dieser Stadt." } : {}),
    ...(!destinations.includes(input.destination) ? { ziel: "Wählen Sie ein Ziel dieser Stadt." } : {}),
    ...(from === undefined ? { ab: "Geben Sie Tag und Uhrzeit an, ab wann der Weg gilt." } : {}),
    ...(input.until !== "" && until === undefined ? { bis: "Geben Sie Tag und Uhrzeit an oder nichts." } : from && until && until <= from ? { bis: "Der Weg endet, bevor er beginnt." } : {}),
  };
  if (from === undefined || Object.keys(errors).length > 0) return { ok: false, errors };
  const [service, part] = input.what.split("/");
  return { ok: true, values: { service: service === "" ? undefined : service, part, office: input.office === "" ? undefined : input.office, destination: input.destination, validFrom: from, validUntil: until } };
}

/** Why a change was not made, at its field where there is one. */
export function refusedChange(why: Extract<ChangeRouteOutcome, { ok: false }>["why"]): RouteErrors {
  switch (why) {
    case "ends-before-it-begins": return { bis: "Der Weg endet, bevor er beginnt." };
    case "destination-unknown": return { ziel: "Dieses Ziel gibt es nicht mehr. Wählen Sie ein anderes." };
    case "not-found": case "over": return { was: "Dieser Weg gilt nicht mehr. Legen Sie einen neuen an." };
    case "changed-meanwhile": return { was: "Jemand anderes hat diesen Weg inzwischen geändert. Sehen Sie ihn sich neu an, bevor Sie ihn ändern." };
  }
}

/** The fields of a rule. With one destination to choose from it is not asked. */
export function routeFields(input: RouteInput, choices: TownChoices, destinations: readonly { readonly id: string; readonly name: string }[], errors: RouteErrors): Html {
  return html`${selectControl({ name: "was", label: "Leistung", empty: "alle Leistungen", value: input.what, options: choices.what, error: errors["was"] })}
${selectControl({ name: "amt", label: "Amt", empty: "alle Ämter", value: input.office, options: choices.offices, error: errors["amt"] })}
${destinations.length === 1 && destinations[0] !== undefined ? html`<input type="hidden" name="ziel" value="${destinations[0].id}">` : selectControl({ name: "ziel", label: "Ziel", empty: "Bitte wählen", value: input.destination, options: destinations.map(({ id, name }) => ({ value: id, text: name })), error: errors["ziel"] })}
${lineControl({ name: "ab", label: "Gilt ab", type: "datetime-local", width: "medium", value: input.from, error: errors["ab"] })}
${lineControl({ name: "bis", label: "Gilt bis", type: "datetime-local", width: "medium", hint: "Leer: bis auf Weiteres.", value: input.until, error: errors["bis"], optional: true })}`;
}
