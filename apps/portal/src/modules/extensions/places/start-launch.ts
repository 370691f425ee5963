import type { JsonObject } from "@kommunalportal/form-engine";
import { seal } from "#platform/crypto";
import type { Tx } from "#platform/database";
import type { ExtensionsDeps } from "../deps.ts";
import { covers } from "../permission.ts";
import type { ExtensionPage } from "./extension-page.ts";
import { codeSeconds, type LaunchContext } from "./launch.ts";
import { hashOf, keyFrom, newCode } from "./launch-keys.ts";
import { insertLaunch } from "./launch-store.ts";
import { placedPages, type PlacedPage, readPlacedPages } from "./placed-pages.ts";
import { addressFrom, townFacts } from "./town-address.ts";

type TabPage = PlacedPage<Extract<ExtensionPage, { place: "case-tab" }>>;
export type StepPage = PlacedPage<Extract<ExtensionPage, { place: "form-step" | "form-check" }>>;

/** A launched page: where the browser goes, with its code and town, and both alone, for the portal that asks by itself. */
export interface Launched { readonly url: string; readonly code: string; readonly town: ReturnType<typeof townFacts>; readonly at: StepPage | TabPage }

type Launching = Pick<ExtensionsDeps, "db" | "clock" | "tenants" | "townOrigin">;

/** Tabs of programs that may see this application; a tab of a program without the right to read it would be empty. */
export async function caseTabs(deps: Pick<ExtensionsDeps, "db">, given: { readonly tenant: string; readonly service: string; readonly offices: readonly string[] }): Promise<readonly TabPage[]> {
  const placed = await readPlacedPages(deps, given.tenant, ["case-tab"]);
  return placed.filter((one) => one.scopes.includes("vorgaenge.lesen") && covers(one, given));
}

/** A code for a tab of a case. The surface has checked that this clerk may see the case. Undefined where the town does not show the page there. */
export async function launchTab(deps: Launching, given: {
  readonly tenant: string; readonly client: string; readonly page: string; readonly application: string; readonly service: string; readonly office: string;
  readonly staff: string; readonly role: "clerk" | "supervisor"; readonly language: "de" | "en";
}): Promise<Launched | undefined> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const at = (await placedPages(tx, given.tenant, ["case-tab"])).find((one) => one.client === given.client && one.page.id === given.page && one.scopes.includes("vorgaenge.lesen") && covers(one, { service: given.service, offices: [given.office] }));
    if (!at) return undefined;
    return launch(tx, deps, at, { tenant: given.tenant, person: given.staff, application: given.application, form: undefined }, { place: "case-tab", language: given.language, application: given.application, role: given.role, office: given.office });
  });
}

export interface StepSubject { readonly tenant: string; readonly client: string; readonly page: string; readonly service: string }

/** The page that a step names, where the town lets it appear for this service. */
export async function stepPage(deps: Pick<ExtensionsDeps, "db">, given: StepSubject): Promise<StepPage | undefined> {
  return deps.db.inTenant(given.tenant, (tx) => stepPageIn(tx, given));
}

async function stepPageIn(tx: Tx, given: StepSubject): Promise<StepPage | undefined> {
  return (await placedPages(tx, given.tenant, ["form-step", "form-check"]))
    .find((one) => one.client === given.client && one.page.id === given.page && one.scopes.includes("formulare.ergaenzen") && (one.services?.includes(given.service) ?? true));
}

/** A code for a step of a form. `owner` is whose draft it is: only in that person's session the result is taken. */
export async function launchStep(deps: Launching, given: StepSubject & {
  readonly owner: string; readonly draft: string; readonly step: string; readonly formVersion: string; readonly trustLevel: 0 | 1 | 3 | 4; readonly language: "de" | "en"; readonly fields: JsonObject; readonly returnTo: string | undefined;
}): Promise<Launched | undefined> {
  return deps.db.inTenant(given.tenant, async (tx) => {
    const at = await stepPageIn(tx, given);
    if (!at) return undefined;
    const { service, formVersion, step, trustLevel, language, fields, returnTo } = given;
    return launch(tx, deps, at, { tenant: given.tenant, person: given.owner, application: null, form: { draft: given.draft, service, version: formVersion, step } }, { place: at.page.place, language, service, formVersion, step, trustLevel, fields, returnTo });
  });
}

interface Subject {
  readonly tenant: string; readonly person: string; readonly application: string | null;
  readonly form: { readonly draft: string; readonly service: string; readonly version: string; readonly step: string } | undefined;
}

async function launch(tx: Tx, deps: Omit<Launching, "db">, at: StepPage | TabPage, subject: Subject, context: LaunchContext): Promise<Launched> {
  const code = newCode();
  const now = deps.clock.now();
  const hash = hashOf(code);
  await insertLaunch(tx, {
    code_hash: hash, tenant_id: subject.tenant, client_id: at.client, permission_id: at.permission, page: at.page.id, place: at.page.place, person_hash: hashOf(subject.person),
    application_id: subject.application, draft_id: subject.form?.draft ?? null, service: subject.form?.service ?? null, form_version: subject.form?.version ?? null, step: subject.form?.step ?? null,
    context: seal(keyFrom(code), JSON.stringify(context), contextOf(hash)), expires_at: new Date(now.getTime() + codeSeconds * 1000),
  }, now);
  const town = deps.tenants.byId(subject.tenant);
  if (!town) throw new Error("a page is launched in a town that there is not");
  return { url: addressFrom(deps, at.page, town, { start: code }).href, town: townFacts(deps, town), code, at };
}

/** Where the sealed context stands. */
export function contextOf(hash: Buffer): string {
  return `extension_places.launch.context/${hash.toString("hex")}`;
}
