import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Answers } from "@kommunalportal/form-engine";
import type { House } from "../apps/portal/src/compose.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { sandboxDestinations } from "../apps/portal/src/seed/sandbox-destinations.ts";
import type { Installation } from "./installation.ts";

export const ways = ["webhook", "fit-connect", "xta"] as const;
export type Way = (typeof ways)[number];
const sites: Readonly<Record<Way, string>> = { webhook: "fachverfahren", "fit-connect": "fit-fachverfahren", xta: "xta" };

/** What an office system says it did: how often an application took effect, and how often it was sent again under the same id. */
export interface Effects { effects: number; repeats: number }
export interface Sent { readonly application: string; readonly reference: string; readonly way: Way }

const smallDog = {
  halter: { vorname: "Erika", nachname: "Beispiel", geburtsdatum: "1984-08-12", strasse: "Lindenweg", hausnummer: "7", plz: "00101", ort: "Musterstadt" },
  hunde: [{ name: "Bella", rasse: "Dackel", geburt: "2024", geschlecht: "huendin", groesse: 25, gewicht: 8, seit: "2026-02-20" }], haltung: { weitere: 0, ermaessigung: false, richtig: true },
};
const deadDog = {
  fuer: { role: "self" }, person: { givenName: "Erika", surname: "Beispiel", birthdate: "1984-08-12" }, anschrift: { street: "Lindenweg", houseNumber: "7", postalCode: "00101", city: "Musterstadt" },
  hunde: [{ name: "Bello", gross: false }], abmeldung: { grund: "gestorben", ende: "2026-11-01", markeZurueck: "verloren", richtig: true },
};
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

function musterstadt(house: House) {
  const town = house.tenants.bySlug("musterstadt");
  if (!town) throw new Error("the demonstration has no Musterstadt");
  return town;
}

/** A connection that the database has ended (57P01; 25P03: this process was stopped in the middle of a transaction, by whoever measures beside it) is a bad moment, not the end of a long run. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (tries === 5 || !/^(57P0[1-3]|25P03|ECONN(RESET|REFUSED)|EPIPE)$/.test(code)) throw error;
      await new Promise((resolve) => { setTimeout(resolve, tries * 500); });
    }
  }
}

export async function submit(house: House, way: Way): Promise<Sent> {
  const tenant = musterstadt(house).id;
  const applicant = { owner: newId(), ownerSecret: randomBytes(32), level: 0 as const };
  const started = await patiently(() => house.applications.startDraft({ applicant, tenant, ...orders[way], language: "de" }));
  if (!started.ok) throw new Error(started.why);
  const requestId = newId();
  // Sent again under the same request it is the same application, as for a browser.
  const outcome = await patiently(() => house.applications.submit({ draft: started.draft.id, tenant, applicant, confirmed: true, requestId }));
  if (outcome.kind !== "submitted") throw new Error(JSON.stringify(outcome));
  return { application: outcome.application, reference: outcome.reference, way };
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

export function call(installation: Installation, site: string, path: string, body?: object): Promise<unknown> {
  const { sandbox: port } = installation.ports;
  const text = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, path, method: text === undefined ? "GET" : "POST", agent: false, headers: { host: `${site}.sandbox.localhost:${port}`, ...(text === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(text) }) } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on("data", (chunk: Buffer) => { chunks.push(chunk); }).on("error", reject).on("end", () => {
        const all = Buffer.concat(chunks).toString("utf8");
        if (answer.statusCode === undefined || answer.statusCode >= 300) reject(new Error(`${site}${path}: ${answer.statusCode ?? 0} ${all.slice(0, 300)}`));
        else resolve(JSON.parse(all));
      });
    });
    sent.on("error", reject);
    sent.end(text);
  });
}
