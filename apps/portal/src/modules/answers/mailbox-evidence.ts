import type { Actor } from "#modules/audit";
import { legalDate } from "#platform/clock";
import { announce, type DomainEvent } from "#platform/events";
import { type DayCount, dayCount } from "./days.ts";
import { addEvidence, type DecisionRow, evidenceOf, lockDecision, updateDecision } from "./decision-store.ts";
import { openDecision } from "./decision-seal.ts";
import { notifiedByRetrieval, retrievableUntil, ruleById } from "./notification-date.ts";
import type { NotificationRule } from "./notification-rules.ts";
import type { AnswersDeps } from "./ports.ts";

const mailbox: Actor = { kind: "system", what: "mailbox" };

/** The instant an event names in `at`; otherwise the one in its id (UUID version 7). The worker may be late, the law is not. */
export function instantOf(event: DomainEvent): Date {
  const at = typeof event["at"] === "string" ? new Date(event["at"]) : new Date(Number.parseInt(event.id.replaceAll("-", "").slice(0, 12), 16));
  if (Number.isNaN(at.getTime())) throw new Error("the event names no instant");
  return at;
}

/** The notice without content was sent: from now on the days for the retrieval count (§ 41 (2a) VwVfG NRW). Told twice it has one effect. */
export async function recordNotice(deps: AnswersDeps, event: DomainEvent): Promise<void> {
  await onDecision(deps, event, async (tx, row, at) => {
    if (row.noticed_at !== null || row.state !== "provided") return;
    const rule = ruleOf(deps, row);
    const until = (rule && retrievableUntil(rule, legalDate(at))) ?? null;
    await updateDecision(tx, { ...row, noticed_at: at, retrievable_until: until });
    await addEvidence(tx, row, "noticed", at, mailbox, until === null ? {} : { retrievableUntil: until });
  });
}

/**
 * The notice could not be sent: the days for the retrieval never begin. The decision stays where it is, a retrieval still counts; the
 * office is told, so that it can take another way.
 */
export async function recordMissingNotice(deps: AnswersDeps, event: DomainEvent): Promise<void> {
  await onDecision(deps, event, async (tx, row, at) => {
    if (row.noticed_at !== null || row.retrieved_at !== null || row.state !== "provided") return;
    const before = await evidenceOf(tx, row.id);
    if (before.some(({ kind }) => kind === "not-noticed")) return;
    const reason = event["reason"];
    await addEvidence(tx, row, "not-noticed", at, mailbox, typeof reason === "string" ? { reason } : {});
    await announce(tx, { type: "decision.not-noticed", id: event.id, tenant: row.tenant_id, application: row.application_id, decision: row.id, office: row.office });
  });
}

/** The person opened the decision: the first time counts, also where no day is counted from it here. A retrieval in time that was processed late still counts. */
export async function recordRetrieval(deps: AnswersDeps, event: DomainEvent): Promise<void> {
  await onDecision(deps, event, async (tx, row, at) => {
    if (row.retrieved_at !== null || (row.state !== "provided" && row.state !== "notified" && row.state !== "lapsed")) return;
    const day = legalDate(at);
    const inTime = row.retrievable_until === null || day <= row.retrievable_until;
    await addEvidence(tx, row, "retrieved", at, { kind: "citizen", account: row.account_id ?? "" }, { day, ...(inTime ? {} : { late: true }) });
    if (!inTime) return;
    const rule = ruleOf(deps, row);
    const notified = rule && notifiedByRetrieval(rule, day);
    const next = notified === undefined ? {} : { state: "provided" as const, notified_on: notified, remedy_until: (await daysOf(deps, row)).remedyUntil(notified) ?? null };
    await updateDecision(tx, { ...row, retrieved_at: at, ...next });
    await announce(tx, { type: "decision.retrieved", id: event.id, tenant: row.tenant_id, application: row.application_id, decision: row.id });
  });
}

/**
 * The decision lies in the mailbox of the person's federal account, as they chose: that is the provision by law (§ 9 (1) OZG), and its day counts. A decision has one
 * way: where the person has retrieved it here before, or it has lapsed, the copy there changes nothing; and after this a retrieval here changes no day.
 */
export async function recordOutsideProvision(deps: AnswersDeps, event: DomainEvent): Promise<void> {
  if (deps.settings.outsideNotifies === false || event["outside"] !== "zbp") return;
  await onDecision(deps, event, async (tx, row, at) => {
    if (row.state !== "provided" || row.way !== "own-mailbox" || row.retrieved_at !== null) return;
    const day = legalDate(at);
    const days = await daysOf(deps, row);
    const rule = days.rule("account-mailbox", day);
    // By the law of an authority elsewhere that is not known here: it lies there, too, and no day is counted.
    if (rule === undefined) return;
    const notified = days.fiction(rule, day);
    await updateDecision(tx, { ...row, way: "account-mailbox", rule: rule.id, provided_at: at, retrievable_until: null, notified_on: notified ?? null, remedy_until: days.remedyUntil(notified) ?? null });
    await addEvidence(tx, row, "provided", at, mailbox, { way: "account-mailbox", rule: rule.id });
  });
}

async function daysOf(deps: AnswersDeps, row: DecisionRow): Promise<DayCount> {
  return dayCount(deps, { tenant: row.tenant_id, area: row.area, content: openDecision(await deps.towns.tenantKey(row.tenant_id), row) });
}

function ruleOf({ settings }: AnswersDeps, { rule }: DecisionRow): NotificationRule | undefined {
  return rule === null ? undefined : ruleById(rule, settings.law);
}

async function onDecision(deps: AnswersDeps, event: DomainEvent, work: (tx: Parameters<typeof lockDecision>[0], row: DecisionRow, at: Date) => Promise<void>): Promise<void> {
  const { decision } = event;
  const tenant = event.tenant;
  if (typeof decision !== "string" || tenant === undefined) return;
  await deps.db.inTenant(tenant, async (tx) => {
    const row = await lockDecision(tx, decision);
    if (row) await work(tx, row, instantOf(event));
  });
}
