import type { PublishedService } from "#modules/forms";
import type { ServiceSwitch } from "#modules/tenants";
import type { AdminPages, Desk } from "./admin-pages.ts";
import type { Option } from "./controls.ts";

export const paymentWays = [
  { value: "online", text: "Online, mit dem Bezahldienst" }, { value: "transfer", text: "Überweisung" }, { value: "counter", text: "An der Kasse" },
] as const satisfies readonly Option[];

export type PaymentWay = (typeof paymentWays)[number]["value"];

/** What can be set for one online service in a town. */
export interface ServiceFacts {
  readonly slug: string;
  readonly title: string;
  /** Paid before or after sending; undefined: free of charge, though a decision may set a fee. */
  readonly fee: { readonly text: string; readonly bookingData: readonly string[] } | undefined;
  readonly ways: readonly (typeof paymentWays)[number][];
  readonly automation: { readonly text: string; /** undefined: the form lets people type the zone. */ readonly zones: readonly Option[] | undefined } | undefined;
  /** Roles of the form with what they do in it, each with the town's office that bears its name, if there is one. */
  readonly roles: readonly { readonly role: string; readonly label: string; readonly own: string | undefined }[];
  readonly offices: readonly Option[];
  readonly hasBank: boolean;
  /** As stored; as the service package proposes where it was never set up. */
  readonly settings: ServiceSwitch;
}

export async function serviceFacts(portal: Pick<AdminPages, "catalogue" | "editing">, { tenant }: Desk, published: PublishedService, stored: ServiceSwitch | undefined): Promise<ServiceFacts> {
  const { service } = published.package;
  const allowed: readonly string[] = service.fee?.ways ?? paymentWays.map(({ value }) => value);
  return {
    slug: published.slug, title: service.title.de, fee: service.fee && { text: service.fee.text.de, bookingData: service.fee.bookingData },
    ways: paymentWays.filter(({ value }) => allowed.includes(value)),
    automation: service.automation && { text: service.automation.description.de, zones: zonesOf(published, stored) },
    roles: service.recipients.map((role) => ({ role, label: roleLabel(published, role), own: portal.catalogue.officeByRole(tenant.id, role)?.name.de })),
    offices: portal.catalogue.officesOf(tenant.id).map(({ role, name }) => ({ value: role, text: name.de })),
    hasBank: (await portal.editing.profile(tenant.id)).bank !== undefined,
    settings: stored ?? { service: published.slug, enabled: false, paymentWays: allowed.includes("online") ? ["online"] : [], offices: {}, notificationArea: service.legalArea, retentionMonths: service.retentionMonths, delivery: "casework", bookingData: {} },
  };
}

/** »Zuständig für »Anmeldung zur Hundesteuer««: by the parts of the form that go to the role. */
function roleLabel({ form, package: { service } }: PublishedService, role: string): string {
  const parts = form.parts.filter(({ definition }) => definition.office === role).map(({ definition }) => `»${definition.title.de}«`);
  if (parts.length > 0) return `Zuständig für ${parts.join(" und ")}`;
  return service.recipients.length === 1 ? "Zuständiges Amt" : `Zuständig für die Aufgabe »${role}«`;
}

/** The zones people can choose in the form, and those set before that it no longer has. */
function zonesOf({ form, package: { service } }: PublishedService, stored: ServiceSwitch | undefined): readonly Option[] | undefined {
  const node = form.nodes.get(service.automation?.facts["zone"] ?? "");
  const options = node?.kind === "field" && "options" in node.definition ? node.definition.options : undefined;
  if (!options) return undefined;
  const known = options.map(({ value, label }) => ({ value, text: label.de }));
  const gone = (stored?.automation?.zones ?? []).filter((zone) => !known.some(({ value }) => value === zone));
  return [...known, ...gone.map((zone) => ({ value: zone, text: `${zone} (gibt es im Formular nicht mehr)` }))];
}
