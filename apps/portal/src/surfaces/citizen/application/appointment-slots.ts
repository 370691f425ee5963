import { type Answers, type FieldError, type NodeView, type SlotOffer, stepView } from "@kommunalportal/form-engine";
import { chosenSlots } from "#modules/appointments";
import { legalDate } from "#platform/clock";
import type { PublishedService } from "#modules/forms";
import type { ApplicationPages } from "./application-pages.ts";
import type { TownSessionVisit } from "./in-town.ts";
import { wordsIn } from "./messages.ts";

/** The office whose times a form offers: the competent one, by the role that the town has behind it. */
function officeOf(portal: Pick<ApplicationPages, "tenants">, visit: TownSessionVisit, { slug, package: { service } }: PublishedService): string {
  const role = service.recipients[0] ?? "";
  return portal.tenants.switches(visit.tenant.id).get(slug)?.offices[role] ?? role;
}

function appointmentPaths(nodes: readonly NodeView[]): readonly { readonly path: string; readonly value: unknown }[] {
  return nodes.flatMap((node) => (node.kind === "field"
    ? node.visible && node.definition.type === "appointment" ? node.values.map(({ path, value }) => ({ path, value })) : []
    : [...appointmentPaths(node.nodes), ...(node.entries ?? []).flatMap((entry) => appointmentPaths(entry.nodes))]));
}

/** Free times for the appointment fields of a page; undefined where it has none, or the office offers none. */
export async function slotsFor(portal: ApplicationPages, visit: TownSessionVisit, service: PublishedService, nodes: readonly NodeView[]): Promise<ReadonlyMap<string, readonly SlotOffer[]> | undefined> {
  const fields = appointmentPaths(nodes);
  if (fields.length === 0 || !portal.appointments) return undefined;
  const free = await portal.appointments.forForm({ tenant: visit.tenant.id, office: officeOf(portal, visit, service) });
  return free.length === 0 ? undefined : new Map(fields.map(({ path }) => [path, free]));
}

/** Times of this step that somebody else has got since the page was shown. Nothing is held before the submission; this spares most people the disappointment after it. */
export async function takenSlots(portal: ApplicationPages, visit: TownSessionVisit, given: { readonly service: PublishedService; readonly step: string; readonly answers: Answers }): Promise<readonly FieldError[]> {
  const { appointments } = portal;
  if (!appointments) return [];
  const office = officeOf(portal, visit, given.service);
  const errors: FieldError[] = [];
  for (const { path, value } of appointmentPaths(stepView(given.service.form, given.step, given.answers, legalDate(portal.clock.now())).nodes)) {
    for (const chosen of chosenSlots(value)) {
      if (await appointments.stateInForm({ ...chosen, tenant: visit.tenant.id, office }) === "taken") errors.push({ path, code: "unknown-option", input: "slot", message: { de: wordsIn("de").slotTaken, en: wordsIn("en").slotTaken } });
    }
  }
  return errors;
}
