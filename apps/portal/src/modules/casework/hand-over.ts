import { type WrongInput, wrongInput } from "#modules/answers";
import { type ApplicationHead, type PartHead, wholePart } from "#modules/applications";
import { seal } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import type { DomainEvent } from "#platform/events";
import { isId, newId } from "#platform/ids";
import { isFinished } from "./assign-case.ts";
import type { CaseRefusal } from "./case.ts";
import { type Reach, reaches } from "./case-policy.ts";
import { lockCasesOf, updateCase } from "./case-store.ts";
import { reachableCase, staffActor } from "./open-case.ts";
import type { CaseworkDeps } from "./ports.ts";
import { handedOverText, longestReason, reasonProblem } from "./tell-person.ts";

/**
 * On what an office may give an application, with all that stands in it, to another town: the person's consent (Art. 6 (1) a DSGVO), § 16 (2) SGB I
 * (whoever is not competent for a social benefit passes the application on at once, and it counts as filed on the day it first arrived), or another
 * rule that is named.
 */
export const handOverBases = ["consent", "sgb1-16", "other"] as const;
export type HandOverBasis = (typeof handOverBases)[number];

export interface HandOver {
  readonly case: string;
  readonly version?: number;
  readonly town: string;
  readonly basis: HandOverBasis | undefined;
  /** How and when the consent was given, or the rule; may be empty with § 16 SGB I. */
  readonly basisWords: string;
  /** Goes to the person. */
  readonly reason: string;
}

export type HandOverOutcome =
  | { readonly ok: true }
  | {
    readonly ok: false;
    readonly why: "finished" | "not-offered-there" | "no-office-there" | "other-offices-work" | "decided-already" | "delivery-under-way" | "not-allowed";
  }
  | WrongInput<HandOverProblem>
  | CaseRefusal;

export type HandOverProblem = "unknown-town" | "basis-missing" | "basis-words-missing" | "basis-words-too-long" | "text-missing" | "text-too-long";

/** In the order of the form. */
function problemsOf(basis: HandOverBasis | undefined, basisWords: string, reason: string): readonly (HandOverProblem | undefined)[] {
  const words = basis !== undefined && basis !== "sgb1-16" && basisWords === "" ? "basis-words-missing" : basisWords.length > longestReason ? "basis-words-too-long" : undefined;
  return [basis === undefined ? "basis-missing" : undefined, words, reasonProblem(reason)];
}

/** Which role of the form has which part; undefined where its version is not known any more. */
async function rolesOf(deps: CaseworkDeps, tx: Tx, head: ApplicationHead): Promise<readonly { readonly part: string; readonly role: string | undefined }[] | undefined> {
  const service = await deps.forms.service(head.service, head.formVersion);
  return service && (await deps.applications.parts(tx, head.id)).map(({ part }) => ({ part, role: part === wholePart ? service.package.service.recipients[0] : service.form.parts.find(({ definition }) => definition.id === part)?.definition.office }));
}

/** Which office of the other town gets which part, or why the town cannot have it. */
function officesThere(deps: CaseworkDeps, roles: Awaited<ReturnType<typeof rolesOf>>, service: string, town: string): readonly PartHead[] | "not-offered-there" | "no-office-there" {
  const settings = deps.tenants.switches(town).get(service);
  if (!settings || !roles) return "not-offered-there";
  const found = roles.flatMap(({ part, role }): PartHead[] => {
    const office = role === undefined ? undefined : settings.offices[role] ?? role;
    return office === undefined || deps.offices.describe(town, office) === undefined ? [] : [{ part, office }];
  });
  return found.length === roles.length ? found : "no-office-there";
}

/** Towns that can have it: they run the service and have an office for every part. */
export async function townsFor(deps: CaseworkDeps, reach: Reach, id: string): Promise<{ readonly id: string; readonly name: string }[]> {
  const seen = await reachableCase(deps, reach, id);
  if (!seen) return [];
  const known = await deps.db.inTenant(reach.tenant, async (tx) => {
    const head = await deps.applications.view(tx, seen.application);
    return head && { service: head.service, roles: await rolesOf(deps, tx, head) };
  });
  if (!known) return [];
  return deps.tenants.all().filter((town) => town.id !== reach.tenant && typeof officesThere(deps, known.roles, known.service, town.id) !== "string")
    .map(({ id: town, name }) => ({ id: town, name })).toSorted((a, b) => a.name.localeCompare(b.name, "de"));
}

/**
 * An application that reached the wrong town goes to the right one, whole and as it is: number and day of arrival stay. Only who reaches all of its
 * offices here may do so. One transaction of the operator's scope, because two towns are touched: content sealed for the new town, cases closed,
 * this town's systems told, log, audit of both towns. The person's mailbox is told by `tellOfHandOver`.
 */
export async function handOverCase(deps: CaseworkDeps, reach: Reach, given: HandOver): Promise<HandOverOutcome> {
  const seen = await reachableCase(deps, reach, given.case);
  const [from, to] = [deps.tenants.byId(reach.tenant), isId(given.town) ? deps.tenants.byId(given.town) : undefined];
  if (!seen || !from) return { ok: false, why: "not-found" };
  const [reason, basisWords] = [given.reason.trim(), given.basisWords.trim()];
  const { basis } = given;
  const unknownTown = !to || to.id === from.id;
  const wrong = wrongInput<HandOverProblem>([unknownTown ? "unknown-town" : undefined, ...problemsOf(basis, basisWords, reason)]);
  if (wrong) return wrong;
  if (!to || basis === undefined) throw new Error("a hand-over without town or basis counts as right");
  const [fromKey] = [await deps.tenants.tenantKey(from.id), await deps.tenants.tenantKey(to.id)];
  return deps.db.asOperator("an application is handed over to another town", async (tx): Promise<HandOverOutcome> => {
    const cases = await lockCasesOf(tx, reach.tenant, seen.application);
    const one = cases.find(({ id }) => id === given.case);
    if (!one || !reaches(reach, one.office)) return { ok: false, why: "not-found" };
    if (given.version !== undefined && given.version !== one.version) return { ok: false, why: "changed-meanwhile", now: one };
    if (one.involvement === "information") return { ok: false, why: "only-for-information" };
    if (isFinished(one) || one.withdrawn) return { ok: false, why: "finished" };
    const head = await deps.applications.view(tx, seen.application);
    if (head?.tenant !== reach.tenant) return { ok: false, why: "not-found" };
    if (cases.some(({ office, involvement }) => involvement !== "information" && !reaches(reach, office))) return { ok: false, why: "other-offices-work" };
    if ((await deps.answers.decisions(tx, head.id)).length > 0) return { ok: false, why: "decided-already" };
    const offices = officesThere(deps, await rolesOf(deps, tx, head), head.service, to.id);
    if (typeof offices === "string") return { ok: false, why: offices };
    if ((await deps.hub.handOver(tx, { tenant: from.id, application: head.id })) === "under-way") return { ok: false, why: "delivery-under-way" };
    const at = deps.clock.now();
    const actor = staffActor(reach, one.office);
    await deps.answers.endRequests(tx, head.id);
    const done = await deps.applications.handOver(tx, {
      application: head.id, from: from.id, to: to.id, offices, actor, data: { from: from.slug, to: to.slug, basis },
      text: handedOverText(head, { from: from.name, to: to.name }, reason, basisText(basis, basisWords, head.language)),
    });
    // Nothing of what was done before may stay when the application says no.
    if (!done.ok) throw new HandOverRefused(done.why);
    for (const other of cases) {
      if (other.state !== "closed") await updateCase(tx, other, { state: "closed", assignee: null, dueOn: null, resubmitOn: null, task: null }, { change: "handed-over", at, by: reach.staff });
    }
    const id = newId(at.getTime());
    await tx.run(sql`insert into casework.hand_over (id, tenant_id, to_tenant, application_id, basis, basis_words, reason, staff, at)
      values (${id}, ${from.id}, ${to.id}, ${head.id}, ${basis}, ${seal(fromKey, basisWords, handOverContext(id, "basis"))}, ${seal(fromKey, reason, handOverContext(id, "reason"))}, ${reach.staff}, ${at})`);
    const account = head.account === undefined ? {} : { account: head.account };
    await deps.audit.record(tx, { tenant: from.id, ...account, actor, action: "application.hand-over", subject: { kind: "application", id: head.id } });
    await deps.audit.record(tx, { tenant: to.id, ...account, actor: { kind: "system", what: "hand-over" }, action: "application.take-over", subject: { kind: "application", id: head.id } });
    return { ok: true };
  }).catch((error: unknown): HandOverOutcome => {
    if (error instanceof HandOverRefused) return { ok: false, why: error.why };
    throw error;
  });
}

/** Rolls the transaction back. */
class HandOverRefused extends Error {
  readonly why: "not-found" | "not-allowed";
  constructor(why: "not-found" | "not-allowed") { super(why); this.why = why; }
}

export const handOverContext = (id: string, what: "basis" | "reason"): string => `casework.hand_over.${what}:${id}`;

export function basisText(basis: HandOverBasis, words: string, lang: "de" | "en"): string {
  const named = { de: { consent: "Ihre Einwilligung", "sgb1-16": "§ 16 Abs. 2 SGB I", other: "" }, en: { consent: "your consent", "sgb1-16": "section 16 (2) SGB I", other: "" } }[lang][basis];
  return [named, words].filter((part) => part !== "").join(": ");
}

/** The person's mailbox is told once, in the name of the town that has it now; retold it finds itself told. Without account the log says it. */
export async function tellOfHandOver(deps: CaseworkDeps, event: DomainEvent): Promise<void> {
  const { application, tenant } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  await deps.answers.inCase(tenant, application, async (tx, head) => {
    const told = await tx.run(sql`update casework.hand_over set told_at = ${deps.clock.now()} where application_id = ${application} and to_tenant = ${tenant} and told_at is null`);
    if (told === 0) return;
    const words = (await deps.applications.timeline(tx, application, { kind: "tenant" }, "citizen")).findLast(({ type }) => type === "handed-over");
    const [first] = await deps.applications.parts(tx, application);
    if (words?.text !== undefined && first) {
      await deps.answers.tell(tx, { head, office: first.office, kind: "status", language: head.language, subject: head.language === "de" ? "Ihr Antrag liegt jetzt bei einer anderen Stadt" : "Your application is now with another town", text: words.text });
    }
  });
}
