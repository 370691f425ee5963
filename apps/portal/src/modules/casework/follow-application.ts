import type { CitizenRequest } from "#modules/answers";
import { type DomainEvent, type Subscription } from "#platform/events";
import { sql, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import { answersToOthers } from "./answers-to-others.ts";
import type { Case, CaseChange } from "./case.ts";
import { type CaseUpdate, lockCasesOf, updateCase } from "./case-store.ts";
import { grantAutomatically } from "./grant-automatically.ts";
import type { CaseworkDeps } from "./ports.ts";
import { tellOfHandOver } from "./hand-over.ts";
import { takeIn } from "./take-in.ts";

/** The instant in an event's id (UUID version 7): the same however often it is told. */
function instantOf(event: DomainEvent): Date {
  return new Date(Number.parseInt(event.id.replaceAll("-", "").slice(0, 12), 16));
}

/** Brings all cases of an application up to what happened outside. Told again it finds everything as it is and changes nothing. */
async function follow(deps: CaseworkDeps, event: DomainEvent, change: CaseChange, update: (one: Case) => CaseUpdate | undefined): Promise<void> {
  const { application, tenant } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  const news = instantOf(event);
  await deps.db.inTenant(tenant, async (tx) => {
    for (const one of await lockCasesOf(tx, tenant, application)) {
      const wanted = update(one);
      if (!wanted || (one.newsAt >= news && isSo(one, wanted))) continue;
      await updateCase(tx, one, { ...wanted, news }, { change, at: deps.clock.now() });
    }
  });
}

/** Whether the case stands already as wanted. */
function isSo(one: Case, wanted: CaseUpdate): boolean {
  return (wanted.state === undefined || wanted.state === one.state) && (wanted.task === undefined || (wanted.task ?? undefined) === one.task)
    && (wanted.withdrawn === undefined || wanted.withdrawn === one.withdrawn) && (wanted.unpaid === undefined || wanted.unpaid === one.unpaid)
    && (wanted.dueOn === undefined || (wanted.dueOn ?? undefined) === one.dueOn) && (wanted.resubmitOn === undefined || (wanted.resubmitOn ?? undefined) === one.resubmitOn);
}

/** Nobody retrieved a decision in time, or nobody could be told of it: its office repeats it or sends it by post. Not where that has been done since. */
async function followLapse(deps: CaseworkDeps, event: DomainEvent): Promise<void> {
  const { application, tenant, decision } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  const lapsed = await deps.db.inTenant(tenant, async (tx) => (await deps.answers.decisions(tx, application)).find(({ id, state, retrievedAt }) => id === decision && (state === "lapsed" || (state === "provided" && retrievedAt === undefined))));
  if (lapsed) await follow(deps, event, "lapsed", (one) => (one.office === lapsed.office ? { task: "repeat-decision" } : undefined));
}

/** An office system did not take what the person said about electronic decisions: the office passes it on by hand. Not where it has said that it did; and another task stays, the log says it all the same. */
async function followDeclined(deps: CaseworkDeps, event: DomainEvent): Promise<void> {
  const { application, tenant, part } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  const log = await deps.db.inTenant(tenant, (tx) => deps.applications.timeline(tx, application, { kind: "tenant" }, "office"));
  const told = new Set(log.flatMap(({ type, at, data }) => (type === "consent-told" && at >= instantOf(event) ? [data["office"]] : [])));
  await follow(deps, event, "reply", (one) => (one.part === part && one.involvement !== "information" && one.state !== "closed" && !told.has(one.office) ? { task: one.task ?? "tell-consent" } : undefined));
}

/** A document that was sent to one office is no news for the office of another part. */
async function followFile(deps: CaseworkDeps, event: DomainEvent): Promise<void> {
  const { application, tenant } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  const foreign = await deps.db.inTenant(tenant, async (tx) => foreignTo(tx, deps, { tenant, application, event: event.id }, await deps.answers.requests(tx, application)));
  await follow(deps, event, "file-added", (one) => (foreign(one) ? undefined : {}));
}

/** For which cases what the person sent with this event is none of theirs. */
async function foreignTo(tx: Tx, deps: CaseworkDeps, { tenant, application, event }: { readonly tenant: string; readonly application: string; readonly event: string }, requests: readonly CitizenRequest[]): Promise<(one: Case) => boolean> {
  const data = (await deps.applications.eventFacts(tx, application, event))?.data;
  const toOthers = await answersToOthers(tx, requests, tenant, application);
  return (one) => toOthers(one, data?.["request"] ?? data?.["label"]);
}

/** The citizen answered all that was asked: the case goes back to its clerk. */
async function followReply(deps: CaseworkDeps, event: DomainEvent): Promise<void> {
  const { application, tenant } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  const { waiting, foreign } = await deps.db.inTenant(tenant, async (tx) => {
    const requests = await deps.answers.requests(tx, application);
    return { waiting: new Set(requests.filter(({ open }) => open).map(({ office }) => office)), foreign: await foreignTo(tx, deps, { tenant, application, event: event.id }, requests) };
  });
  await follow(deps, event, "reply", (one) => foreign(one) ? undefined : (one.state === "waiting" && !waiting.has(one.office) ? { state: one.assignee === undefined ? "open" : "taken", dueOn: null } : {}));
}

/** News for the office, unless it was the office that cancelled: its case says so already. */
async function followCancelled(deps: CaseworkDeps, event: DomainEvent): Promise<void> {
  const { application, tenant } = event;
  if (!isId(application) || !isId(tenant)) throw new Error("the event names no application");
  const own = await deps.db.inTenant(tenant, async (tx) => (await deps.applications.eventFacts(tx, application, event.id))?.actor.kind === "staff");
  if (!own) await follow(deps, event, "appointment-cancelled", () => ({}));
}

/** Somebody has left: what was theirs alone goes. What they did stays with the cases. */
async function forgetStaff(deps: CaseworkDeps, { staff }: DomainEvent): Promise<void> {
  if (!isId(staff)) throw new Error("the event names nobody");
  await deps.db.asOperator("somebody has left", async (tx) => {
    await tx.run(sql`delete from casework.view where staff = ${staff}`);
    await tx.run(sql`delete from casework.reading where staff = ${staff}`);
    await tx.run(sql`delete from casework.absence where staff = ${staff} or deputy = ${staff}`);
  });
}

export function createSubscriptions(deps: CaseworkDeps): readonly Subscription[] {
  return [
    { name: "casework.submitted", to: "application.submitted", handle: (event) => takeIn(deps, event) },
    {
      name: "casework.handed-over", to: "application.handed-over",
      async handle(event) {
        await takeIn(deps, event);
        await tellOfHandOver(deps, event);
      },
    },
    { name: "casework.reply", to: "application.reply", handle: (event) => followReply(deps, event) },
    { name: "casework.document-shared", to: "application.document-shared", handle: (event) => follow(deps, event, "document-shared", () => ({})) },
    { name: "casework.appointment-cancelled", to: "application.appointment-cancelled", handle: (event) => followCancelled(deps, event) },
    { name: "casework.file-added", to: "application.file-added", handle: (event) => followFile(deps, event) },
    { name: "casework.withdrawn", to: "application.withdrawn", handle: (event) => follow(deps, event, "withdrawn", (one) => ({ withdrawn: true, dueOn: null, resubmitOn: null, ...(one.state === "waiting" ? { state: "open" as const } : {}) })) },
    {
      name: "casework.paid", to: "application.paid",
      async handle(event) {
        await follow(deps, event, "paid", () => ({ unpaid: false }));
        if (isId(event["application"]) && isId(event.tenant)) await grantAutomatically(deps, { tenant: event.tenant, application: event["application"] });
      },
    },
    { name: "casework.staff-left", to: "staff.left", handle: (event) => forgetStaff(deps, event) },
    { name: "casework.declined", to: "delivery.declined", handle: (event) => followDeclined(deps, event) },
    { name: "casework.not-noticed", to: "decision.not-noticed", handle: (event) => followLapse(deps, event) },
    { name: "casework.lapsed", to: "decision.lapsed", handle: (event) => followLapse(deps, event) },
  ];
}
