import { type ApplicationContent, type ArchiveOffer, type ApplicationEvent, type ApplicationHead, durations, type StatusSpan, wholePart } from "#modules/applications";
import type { Actor, Reading } from "#modules/audit";
import type { CitizenRequest, Consent, Decision, Evidence, PostReason } from "#modules/answers";
import type { Appointment, Slot } from "#modules/appointments";
import { open } from "#platform/crypto";
import { sql, type Tx } from "#platform/database";
import { legalDate } from "#platform/clock";
import { partSummary, summary, type SummarySection } from "@kommunalportal/form-engine";
import { answersToOthers, withoutOthersFiles } from "./answers-to-others.ts";
import type { Case, Traffic } from "./case.ts";
import { trafficOf } from "./case.ts";
import { type Reach, reaches } from "./case-policy.ts";
import { findCase, markRead, selectCases } from "./case-store.ts";
import { permitAskedFor } from "./permit-for-case.ts";
import type { PermitRequest } from "./permit-request.ts";
import type { CaseworkDeps } from "./ports.ts";

export interface CaseNote { readonly at: Date; readonly staff: string; readonly text: string }

export interface CaseView {
  readonly one: Case;
  readonly head: ApplicationHead;
  readonly applicantName: string | undefined;
  readonly traffic: Traffic;
  /** Only what this office's part needs (Art. 5 (1) c DSGVO). */
  readonly content: ApplicationContent;
  readonly sections: readonly SummarySection[];
  readonly events: readonly ApplicationEvent[];
  readonly durations: readonly StatusSpan[];
  readonly requests: readonly CitizenRequest[];
  readonly decisions: readonly (Decision & { readonly evidence: readonly Evidence[] })[];
  readonly notes: readonly CaseNote[];
  readonly readers: readonly Reading[];
  readonly consent: Consent | undefined;
  readonly reasonsForPost: readonly PostReason[];
  /** What a grant would come with. */
  readonly permit: PermitRequest | undefined;
  /** Documents that the person released from their safe for this case, oldest first; what is over without its name. */
  readonly released: Awaited<ReturnType<CaseworkDeps["safe"]["releasedInCase"]>>;
  /** Of this office, also cancelled ones and those that are over. */
  readonly appointments: readonly Appointment[];
  /** Free times, the next ones first, to which one that is still to come can be moved; of the offices of those. */
  readonly freeSlots: readonly Slot[];
  /** Its retention term has ended. */
  readonly archive: ArchiveOffer | undefined;
}

export function staffActor(reach: Reach, office: string): Extract<Actor, { kind: "staff" }> {
  return { kind: "staff", id: reach.staff, office };
}

/** The case with everything its pages show. Every look is written down, so that the citizen sees which office it was and when. */
export async function openCase(deps: CaseworkDeps, reach: Reach, id: string): Promise<CaseView | undefined> {
  const seen = await reachableCase(deps, reach, id);
  if (!seen) return undefined;
  const tenantKey = await deps.tenants.tenantKey(reach.tenant);
  return deps.answers.inCase(reach.tenant, seen.application, async (tx, head) => {
    const one = await findCase(tx, reach.tenant, id);
    const whole = one && (await deps.applications.partContent(tx, one.application, one.part));
    if (!one || !reaches(reach, one.office) || !whole) return undefined;
    const requests = await deps.answers.requests(tx, one.application);
    const toOthers = await answersToOthers(tx, requests, reach.tenant, one.application);
    const content = withoutOthersFiles(whole, one, toOthers);
    await deps.audit.record(tx, { tenant: reach.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor: staffActor(reach, one.office), action: "application.read", subject: { kind: "application", id: one.application } });
    await markRead(tx, one, reach.staff, deps.clock.now());
    const all = await deps.applications.timeline(tx, one.application, { kind: "tenant" }, "office");
    const appointments = (await deps.appointments.of(tx, one.application)).filter((each) => keepsAppointment(one, each));
    const decisions: (Decision & { readonly evidence: readonly Evidence[] })[] = [];
    for (const decision of await deps.answers.decisions(tx, one.application)) if (decision.office === one.office) decisions.push({ ...decision, evidence: await deps.answers.evidence(tx, decision.id) });
    return {
      one, head, content, applicantName: (await deps.applications.names(tx, reach.tenant, [one.application])).get(one.application),
      traffic: trafficOf(one, legalDate(deps.clock.now()), legalDate(one.receivedAt)),
      sections: await sectionsOf(deps, content, one.part),
      events: eventsOf(all, one, toOthers),
      durations: durations(all, deps.clock.now()),
      requests: requests.filter(({ office }) => office === one.office),
      decisions, notes: await notesOf(tx, one, tenantKey), readers: await deps.audit.readersOf(tx, one.application),
      consent: await deps.answers.consent(tx, one.application), reasonsForPost: await deps.answers.reasonsForPost(tx, head), permit: await permitAskedFor(deps, content),
      released: maySeeReleased(one) ? await deps.safe.releasedInCase(tx, tenantKey, { tenant: reach.tenant, application: one.application }) : [],
      appointments, freeSlots: await freeSlotsFor(tx, deps, one, appointments),
      // Only what is closed has such a term.
      archive: head.status === "closed" ? (await deps.applications.archiveOffers(tx, { tenant: reach.tenant, application: one.application, limit: 1 }))[0] : undefined,
    };
  });
}

/** The history of a case: what another office wrote, and what it was answered, concerns its part only. */
export function eventsOf(all: readonly ApplicationEvent[], one: Case, toOthers: Awaited<ReturnType<typeof answersToOthers>>): readonly ApplicationEvent[] {
  return all.filter(({ data }) => (data["office"] === undefined || data["office"] === one.office) && (data["part"] === undefined || one.part === wholePart || data["part"] === one.part) && !toOthers(one, data["request"] ?? data["label"]));
}

/** As many as somebody looks through; those after them come nearer by themselves. */
const mostFreeSlots = 60;

async function freeSlotsFor(tx: Tx, deps: CaseworkDeps, one: Case, appointments: readonly Appointment[]): Promise<readonly Slot[]> {
  const now = deps.clock.now();
  const offices = [...new Set(appointments.filter(({ state, startsAt }) => state === "booked" && startsAt > now).map(({ office }) => office))];
  return offices.length === 0 ? [] : deps.appointments.slots(tx, { tenant: one.tenant, offices, from: now, until: undefined, onlyFree: true, after: undefined, limit: mostFreeSlots });
}

/** Whether an office keeps an appointment of its case: its own, and all of them where the whole application is its. */
export function keepsAppointment(one: Pick<Case, "office" | "part">, { office }: Pick<Appointment, "office">): boolean {
  return office === one.office || one.part === wholePart;
}

/** The person released it for the case, so for every office that decides in it; not for one that is only to know of it. */
export function maySeeReleased(one: Pick<Case, "involvement">): boolean {
  return one.involvement !== "information";
}

/** The answers in words, as of the day of the declaration and with the form of that day; of a part only the lines that are its own. */
export async function sectionsOf(deps: Pick<CaseworkDeps, "forms">, content: ApplicationContent, part: string): Promise<readonly SummarySection[]> {
  const service = await deps.forms.service(content.form.service, content.form.version);
  if (!service) throw new Error(`version ${content.form.version} of the service ${content.form.service} is missing`);
  return service.form.parts.some(({ definition }) => definition.id === part) ? partSummary(service.form, part, content.answers, "de") : summary(service.form, content.answers, "de", content.day);
}

/** A case without its content; undefined for what the person may not see. */
export function reachableCase(deps: Pick<CaseworkDeps, "db">, reach: Reach, id: string): Promise<Case | undefined> {
  return deps.db.inTenant(reach.tenant, async (tx) => {
    const one = await findCase(tx, reach.tenant, id);
    return one && reaches(reach, one.office) ? one : undefined;
  });
}

/** The numbers of those cases that the person may see, by their ids. */
export function reachableReferences(deps: Pick<CaseworkDeps, "db">, reach: Reach, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return deps.db.inTenant(reach.tenant, async (tx) => {
    const found = await selectCases(tx, [sql`c.tenant_id = ${reach.tenant}`, sql`c.id = any(${ids}::uuid[])`], sql`c.id`, ids.length);
    return new Map(found.filter(({ office }) => reaches(reach, office)).map(({ id, reference }) => [id, reference]));
  });
}

export const noteContext = (note: string): string => `casework.note.text:${note}`;

async function notesOf(tx: Tx, one: Case, tenantKey: Buffer): Promise<CaseNote[]> {
  const rows = await tx.rows<{ id: string; at: Date; staff: string; text: Buffer }>(sql`select id, at, staff, text from casework.note where tenant_id = ${one.tenant} and case_id = ${one.id} order by at, id`);
  return rows.map((row) => ({ at: row.at, staff: row.staff, text: open(tenantKey, row.text, noteContext(row.id)).toString("utf8") }));
}
