import type { Answers } from "@kommunalportal/form-engine";
import type { House } from "../apps/portal/src/compose.ts";
import { sandboxDestinations } from "../apps/portal/src/seed/sandbox-destinations.ts";
import { askSandbox } from "../apps/portal/src/testing/ask-sandbox.ts";
import type { Installation } from "./installation.ts";
import { deadDog, musterstadt, smallDog, submitFor } from "./submit-for.ts";

export const ways = ["webhook", "fit-connect", "xta"] as const;
export type Way = (typeof ways)[number];
const sites: Readonly<Record<Way, string>> = { webhook: "fachverfahren", "fit-connect": "fit-fachverfahren", xta: "xta" };

/** What an office system says it did: how often an application took effect, and how often it was sent again under the same id. */
export interface Effects { effects: number; repeats: number }
export interface Sent { readonly application: string; readonly reference: string; readonly way: Way }

const pothole = { mangel: { art: "schlagloch", ort: { words: "Lindenweg 7" }, beschreibung: "Ein tiefes Loch vor der Einfahrt." } };
const orders: Readonly<Record<Way, { readonly service: string; readonly answers: Answers }>> = {
  webhook: { service: "hund-anmelden", answers: smallDog }, "fit-connect": { service: "maengelmelder", answers: pothole }, xta: { service: "hund-abmelden", answers: deadDog },
};

/** Musterstadt registers dogs by webhook, tells of potholes by FIT-Connect and deregisters dogs by XTA: three office systems, each in its own protocol. */
export async function openWays(house: House): Promise<void> {
  const { hub, tenants, db, config } = house;
  const town = musterstadt(house);
  const besides = await sandboxDestinations(config, tenants);
  for (const [way, name] of [["fit-connect", "Mängelverfahren"], ["xta", "Hundesteuer"]] as const) {
    const like = besides.find(({ tenant, channel }) => tenant === town.id && channel === way);
    const service = orders[way].service;
    const settings = tenants.switches(town.id).get(service);
    if (!like || !settings) throw new Error(`the demonstration has no way by ${way} for ${service}`);
    if (settings.delivery === "fachverfahren") continue;
    await hub.seedDemoDestinations({ url: config.FACHVERFAHREN_URL!, secret: config.FACHVERFAHREN_SECRET!, besides: [{ ...like, name, services: [service] }] });
    await db.asOperator("hub run", (tx) => tenants.storeSwitch(tx, town.id, { ...settings, delivery: "fachverfahren" }));
  }
  await tenants.refresh();
}

export async function submit(house: House, way: Way): Promise<Sent> {
  const { application, reference } = await submitFor(house, orders[way]);
  return { application, reference, way };
}

/** After a restart the office systems behave well; a few of the next deliveries meet something else: a refusal, or a connection cut after the work was done. */
export async function bother(installation: Installation, draw: () => number): Promise<void> {
  const times = 2;
  const change: readonly (readonly [site: string, body: object])[] = draw() < 0.5
    ? [["fachverfahren", { mode: "rejectAll", times }], ["fit-fachverfahren", { decision: "reject", times }], ["xta", { reader: "reject" }]]
    : [["fachverfahren", { mode: "acceptButDropConnection", times }], ["fit-connect", { mode: "acceptButDropConnection", times, match: "PUT /submission-api/v2/submissions/" }], ["xta", { mode: "dropAnswer", times }]];
  for (const [site, body] of change) await call(installation, site, "/_control", body);
  // XTA's reader refuses until it is told otherwise.
  await new Promise((resolve) => { setTimeout(resolve, 1_000); });
  await call(installation, "xta", "/_control", { reader: "accept" });
}

interface FitEffects { readonly applications: readonly { readonly reference: string; readonly duplicates: number; readonly repeats: number; readonly submissions: readonly { readonly decided: string | null }[] }[] }
interface XtaEffects { readonly cases: readonly { readonly reference: string; readonly repeats: number; readonly answers: readonly { readonly subject: string; readonly outcome: string }[] }[] }

/** By the office systems' own word, for every application: taken up, not merely looked at and refused. */
export async function effectsIn(installation: Installation, sent: readonly Sent[]): Promise<ReadonlyMap<string, Effects>> {
  const found = new Map<string, Effects>(sent.map(({ application }) => [application, { effects: 0, repeats: 0 }]));
  const byReference = new Map(sent.map(({ reference, application }) => [reference, application]));
  const add = (application: string | undefined, effects: number, repeats: number): void => {
    const one = application === undefined ? undefined : found.get(application);
    if (one) { one.effects += effects; one.repeats += repeats; }
  };
  const webhook = await call(installation, sites.webhook, "/_effects") as { readonly applications: readonly { readonly applicationId: string; readonly effects: number; readonly repeats: number }[] };
  for (const one of webhook.applications) add(one.applicationId, one.effects, one.repeats);
  const fit = await call(installation, sites["fit-connect"], "/_effects") as FitEffects;
  for (const one of fit.applications) add(byReference.get(one.reference), one.submissions.filter(({ decided }) => decided === "accept").length + one.duplicates, one.repeats);
  const xta = await call(installation, sites.xta, "/_effects") as XtaEffects;
  for (const one of xta.cases) add(byReference.get(one.reference), one.answers.some(({ subject, outcome }) => subject === "eingang" && outcome === "angenommen") ? 1 : 0, one.repeats);
  return found;
}

/** @throws when the site does not answer with success */
export async function call(installation: Installation, site: string, path: string, body?: object): Promise<unknown> {
  const answer = await askSandbox(installation.ports.sandbox, site, path, body);
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${site}${path}: ${answer.status} ${text.slice(0, 300)}`);
  return JSON.parse(text);
}
