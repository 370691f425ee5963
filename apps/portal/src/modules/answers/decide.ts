import type { Status } from "#modules/applications";
import { decisionPurpose } from "#modules/payments";
import { legalDate } from "#platform/clock";
import { seal } from "#platform/crypto";
import { announce } from "#platform/events";
import type { Tx } from "#platform/database";
import { endRequests } from "./answer-store.ts";
import { dayCount } from "./days.ts";
import type { Decision } from "./decision.ts";
import { amountOf, type DecisionKind, isAppealable } from "./decision-content.ts";
import { decisionPage } from "./decision-page.ts";
import { contexts, sealDecision } from "./decision-seal.ts";
import { addEvidence, decisionOf, type DecisionRow, decisionRowsOf, insertDecision, lockDecision, updateDecision } from "./decision-store.ts";
import { type PostReason, reasonsForPost } from "./electronic-way.ts";
import type { AnswersDeps, SealedFile } from "./ports.ts";
import type { PreparedDecision } from "./prepare-decision.ts";

export type DecideOutcome =
  | { readonly ok: true; readonly decision: Decision }
  | { readonly ok: false; readonly why: "not-found" | "automatic-refusal" | "not-lapsed" }
  | { readonly ok: false; readonly why: "not-allowed"; readonly from: Status }
  /** The consent was withdrawn since it was prepared. */
  | { readonly ok: false; readonly why: "post-needed"; readonly reasons: readonly PostReason[] };

/**
 * A prepared decision leaves: its row, the evidence, the application's status and the message in the mailbox are one transaction (of the
 * town, with the account in its scope). `final`: no other office still works on the application, so its status follows the decision.
 */
export async function decide(tx: Tx, deps: AnswersDeps, prepared: PreparedDecision, options: { readonly final: boolean }): Promise<DecideOutcome> {
  const { given, content } = prepared;
  const head = await deps.applications.view(tx, given.application);
  if (!head || head.tenant !== given.tenant) return { ok: false, why: "not-found" };
  // § 35a VwVfG NRW, Art. 22 DSGVO: a program may give, never take.
  if (given.actor.kind === "system" && content.kind !== "grant") return { ok: false, why: "automatic-refusal" };
  if (prepared.way !== "post") {
    const reasons = await reasonsForPost(tx, deps, head, prepared.minimumLevel);
    if (reasons.length > 0) return { ok: false, why: "post-needed", reasons };
  }
  const before = given.replaces === undefined ? undefined : await lockDecision(tx, given.replaces);
  if (given.replaces !== undefined && (before?.application_id !== head.id || !mayBeRepeated(before))) return { ok: false, why: "not-lapsed" };

  const status = before || !endsApplication(content.kind) || !options.final ? undefined : await finalStatus(tx, head.id, content.kind);
  if (status !== undefined) {
    const changed = await deps.applications.setStatus(tx, head.id, { status, actor: given.actor, data: { office: given.office, decision: prepared.id, kind: content.kind } });
    if (!changed.ok) return changed;
    await endRequests(tx, head.id, deps.clock.now());
  } else if (["payment", "withdrawn", "closed"].includes(head.status)) {
    return { ok: false, why: "not-allowed", from: head.status };
  }
  const row = rowOf(deps, prepared, head.account ?? null, await deps.towns.tenantKey(head.tenant));
  const message = prepared.way === "post" || head.account === undefined ? undefined : await provide(tx, deps, prepared, head.account);
  await insertDecision(tx, { ...row, message_id: message ?? null }, given.actor);
  if (before) {
    if (before.state === "provided" && before.message_id !== null) await deps.mailbox.end(tx, before.message_id);
    await updateDecision(tx, { ...before, state: "replaced" });
    await addEvidence(tx, before, "replaced", deps.clock.now(), given.actor, { by: prepared.id });
  }
  await addEvidence(tx, row, prepared.way === "post" ? "printed" : "provided", deps.clock.now(), given.actor, { way: prepared.way, level: prepared.minimumLevel, ...(row.rule === null ? {} : { rule: row.rule }) });
  await deps.applications.record(tx, head.id, { type: "decision", actor: given.actor, data: { office: given.office, decision: prepared.id, kind: content.kind, way: prepared.way } });
  await deps.audit.record(tx, { tenant: head.tenant, ...(head.account === undefined ? {} : { account: head.account }), actor: given.actor, action: "decision.provide", subject: { kind: "application", id: head.id } });
  const due = content.kind === "fee" && !before ? amountOf(content) : 0;
  if (due > 0) await deps.payments.claim(tx, { tenant: head.tenant, application: head.id, ...(head.account === undefined ? {} : { account: head.account }), service: head.service, cents: due, purpose: decisionPurpose(prepared.id), ...(content.payment === undefined ? {} : { reference: content.payment.reference }) });
  if (message !== undefined) await announce(tx, { type: "decision.provided", id: prepared.id, tenant: head.tenant, application: head.id, decision: prepared.id });
  return { ok: true, decision: decisionOf({ ...row, message_id: message ?? null }) };
}

/** Not notified in time, lost on the way, or nobody could be told of it and nobody has read it. */
function mayBeRepeated(before: DecisionRow): boolean {
  return before.state === "lapsed" || before.state === "posted" || before.state === "notified" || (before.state === "provided" && before.noticed_at === null && before.retrieved_at === null);
}

function endsApplication(kind: DecisionKind): boolean {
  return kind === "grant" || kind === "partial" || kind === "refusal";
}

/** Where several offices decide, the application counts as decided as soon as one of them granted something. */
async function finalStatus(tx: Tx, application: string, kind: DecisionKind): Promise<"decided" | "refused"> {
  if (kind !== "refusal") return "decided";
  return (await decisionRowsOf(tx, application)).some((other) => other.state !== "replaced" && (other.kind === "grant" || other.kind === "partial")) ? "decided" : "refused";
}

function rowOf(deps: AnswersDeps, prepared: PreparedDecision, account: string | null, tenantKey: Buffer): DecisionRow {
  const { given, content, key } = prepared;
  const now = deps.clock.now();
  const sealed = sealDecision(key, prepared.id, content);
  const today = legalDate(now);
  const electronic = prepared.way !== "post";
  const days = dayCount(deps, { tenant: given.tenant, area: prepared.area, content });
  const rule = electronic ? days.rule(prepared.way, today) : undefined;
  const notified = rule && days.fiction(rule, today);
  return {
    id: prepared.id, tenant_id: given.tenant, application_id: given.application, account_id: account, office: given.office, authority: content.elsewhere === undefined ? null : content.issuer.name.slice(0, 200), kind: content.kind, appealable: isAppealable(content),
    state: electronic ? "provided" : "to-post", area: prepared.area, way: prepared.way, rule: rule?.id ?? null, minimum_level: prepared.minimumLevel, decided_at: now,
    wrapped_key: seal(tenantKey, key, contexts.key(prepared.id)), content: sealed.content, content_sha256: sealed.sha256,
    store_key: prepared.letter.storeKey, pdf_bytes: prepared.letter.size, pdf_sha256: Buffer.from(prepared.letter.sha256, "hex"), enclosure_store_key: prepared.enclosure?.storeKey ?? null,
    message_id: null, replaces: given.replaces ?? null, provided_at: electronic ? now : null, noticed_at: null, retrieved_at: null, posted_on: null, retrievable_until: null,
    notified_on: notified ?? null, remedy_until: days.remedyUntil(notified) ?? null,
  };
}

function provide(tx: Tx, deps: AnswersDeps, prepared: PreparedDecision, account: string): Promise<string> {
  const { given, content, key, letter, enclosure, id } = prepared;
  const files: SealedFile[] = [
    { name: letter.name, type: "application/pdf", size: letter.size, sha256: letter.sha256, storeKey: letter.storeKey, dek: key, context: contexts.file(id) },
    ...(enclosure ? [{ name: enclosure.name, type: "application/pdf", size: enclosure.size, sha256: enclosure.sha256, storeKey: enclosure.storeKey, dek: key, context: contexts.enclosure(id) }] : []),
  ];
  return deps.mailbox.deliver(tx, {
    account, tenant: given.tenant, application: given.application, kind: "decision", minimumLevel: prepared.minimumLevel, decision: id, language: "de",
    subject: content.subject, text: [content.salutation, ...content.paragraphs].join("\n\n"), html: decisionPage(content).toString(), files,
  });
}
