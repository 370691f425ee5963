import { randomBytes } from "node:crypto";
import { serviceSwitch } from "../apps/portal/src/modules/tenants/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { parseServicePackage } from "../packages/form-engine/src/index.ts";
import { inParallel } from "./figures.ts";
import type { Stage } from "./stage.ts";

const slug = "messung-zustellung";
const destinationName = "Messung der Zustellung";
const fields = ["a", "b", "c", "d"];
/** Makes a message of 20 KB. */
const answer = "Der Weg ist dort schmal, deshalb bitte ich um Prüfung. ".repeat(90).slice(0, 4_800).trim();
const actor = { kind: "system", what: "bench" } as const;

/** A service whose application makes a message of 20 KB, in so many towns of the installation; each with a destination at the sandbox that is paused. */
export async function openDestinations({ house, installation }: Stage, towns: readonly string[], maxInFlight: number): Promise<Map<string, string>> {
  const read = parseServicePackage({
    slug, leika: "99110009104000", title: { de: "Messung: Zustellung" }, short: { de: "Nur zum Messen." }, trustLevel: "none", signIn: "optional", account: false, attributes: [], documents: [], minutes: 5,
    retentionMonths: 12, legalArea: "vwvfg", recipients: ["steueramt"], submitLabel: { de: "Absenden" },
    privacy: { purpose: { de: "Messung" }, legalBasis: { de: "Art. 6 DSGVO" }, recipients: [{ de: "Amt" }], term: { de: "ein Jahr" } },
  }, {
    id: slug, version: "1.0.0", title: { de: "Messung" },
    steps: [{ id: "eins", title: { de: "Fragen" }, nodes: fields.map((id) => ({ kind: "field", id, type: "longtext", maxLength: 5_000, label: { de: `Frage ${id}` } })) }],
  });
  await house.db.asOperator("the bench's service", async (tx) => {
    if (!(await house.forms.current(slug))) await house.forms.publish(tx, read);
    for (const town of towns) await house.tenants.storeSwitch(tx, town, serviceSwitch.parse({ service: slug, enabled: true, delivery: "fachverfahren" }));
  });
  await house.tenants.refresh();
  house.forms.refresh();
  const found = new Map<string, string>();
  const known = new Map((await house.db.asOperator("destinations of the bench", (tx) => house.hub.destinations(tx))).filter(({ name }) => name === destinationName).map(({ tenant, id }) => [tenant, id]));
  await inParallel(towns, 8, async (tenant) => {
    const there = known.get(tenant);
    if (there !== undefined) {
      await house.db.inTenant(tenant, (tx) => house.hub.pauseDestination(tx, { destination: there, paused: true, actor }));
      found.set(tenant, there);
      return;
    }
    const made = await house.hub.setDestination({
      tenant, name: destinationName, channel: "webhook", address: installation.settings["FACHVERFAHREN_URL"] ?? "", secret: { value: installation.settings["FACHVERFAHREN_SECRET"] ?? "" }, maxInFlight, actor,
    });
    if (!made.ok) throw new Error(`no destination: ${JSON.stringify(made)}`);
    await house.db.inTenant(tenant, async (tx) => {
      await house.hub.addRoute(tx, { destination: made.destination, service: slug, validFrom: new Date(Date.now() - 60_000), actor });
      await house.hub.pauseDestination(tx, { destination: made.destination, paused: true, actor });
    });
    found.set(tenant, made.destination);
  });
  return found;
}

/** Really submitted, by people without account; the id. */
export async function submitOne({ house }: Stage, tenant: string): Promise<string> {
  const applicant = { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const };
  const started = await house.applications.startDraft({ applicant, tenant, service: slug, language: "de", answers: Object.fromEntries(fields.map((id) => [id, answer])) });
  if (!started.ok) throw new Error(started.why);
  const outcome = await house.applications.submit({ draft: started.draft.id, tenant, applicant, confirmed: true, requestId: newId() });
  if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
  return outcome.application;
}

/** So many deliveries that wait, in turn for each town. What else a submission sets off is not done: only the hub is measured. */
export async function queueDeliveries(stage: Stage, towns: readonly string[], count: number): Promise<void> {
  // A town takes so many drafts of people without account in an hour; all lines together are more. Truncated, since to its owner too the rows are invisible.
  await stage.asOwner("truncate applications.quota");
  await inParallel(Array.from({ length: count }, (_, index) => towns[index % towns.length]!), 8, async (tenant) => {
    await stage.house.hub.routeApplication({ tenant, application: await submitOne(stage, tenant) });
  });
  await stage.dropJobs();
  // As a server does by itself a moment after many rows have come: until then what proves foreign keys would read whole tables.
  for (const table of ["applications.application", "hub.delivery"]) await stage.asOwner(`analyze ${table}`);
}
