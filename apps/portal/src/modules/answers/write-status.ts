import type { Actor } from "#modules/audit";
import type { ApplicationHead, Language, RecordedEvent, TakenFile } from "#modules/applications";
import type { Tx } from "#platform/database";
import { type AnswerRefusal, textProblem } from "./answer-outcome.ts";
import { endRequests } from "./answer-store.ts";
import type { AnswersDeps } from "./ports.ts";

export interface WriteStatus {
  readonly head: ApplicationHead;
  readonly actor: Actor;
  readonly office: string;
  /** Undefined: only a message. A decision has a use case of its own. */
  readonly to?: "in-progress" | "waiting" | "closed";
  /** For the citizen; may be empty when the status changes. */
  readonly text: string;
  /** For the citizen, with words and only where there is a mailbox (`mayTakeFiles`). */
  readonly files?: readonly TakenFile[];
}

/** A status with words for the citizen, or words alone. Words also go into the mailbox, where there is one. */
export async function writeStatus(tx: Tx, deps: AnswersDeps, given: WriteStatus): Promise<{ readonly ok: true; readonly event: RecordedEvent } | AnswerRefusal> {
  const { head, actor, office, to } = given;
  const text = given.text.trim();
  const problem = textProblem(text, to === undefined);
  if (problem) return { ok: false, why: problem };
  const words = text === "" ? {} : { text };
  const files = given.files ?? [];
  if (files.length > 0 && text === "") return { ok: false, why: "text-missing" };
  const data = { office, ...(files.length > 0 ? { files: files.length } : {}) };
  let event: RecordedEvent;
  if (to === undefined || to === head.status) {
    if (text === "") return { ok: false, why: "text-missing" };
    event = await deps.applications.record(tx, head.id, { type: "message", actor, data, ...words });
  } else {
    const changed = await deps.applications.setStatus(tx, head.id, { status: to, actor, data, ...words });
    if (!changed.ok) return changed;
    event = changed.event;
    if (to === "closed") await endRequests(tx, head.id, deps.clock.now());
  }
  await deps.applications.addSentFiles(tx, { application: head.id, event: event.id, files });
  if (text !== "") await deliverWords(tx, deps, { head, office, kind: "status", subject: "Neues zu Ihrem Antrag", text, files });
  return { ok: true, event };
}

/** Words of an office in the person's mailbox; without account they stand in the status page only. */
export async function deliverWords(tx: Tx, deps: AnswersDeps, given: { readonly head: ApplicationHead; readonly office: string; readonly kind: "status" | "question" | "request"; readonly subject: string; readonly text: string; readonly files?: readonly TakenFile[]; /** Of the portal's own sentences; what an office writes is German (§ 23 VwVfG NRW). */ readonly language?: Language }): Promise<void> {
  const { head } = given;
  if (head.account === undefined) return;
  await deps.mailbox.deliver(tx, {
    account: head.account, tenant: head.tenant, application: head.id, kind: given.kind, minimumLevel: head.trustLevel, language: given.language ?? "de",
    subject: head.reference === undefined ? given.subject : `${given.subject} (${head.reference})`, text: given.text,
    files: (given.files ?? []).map(({ lock, file }) => ({ name: file.name, type: file.type, size: file.size, sha256: file.sha256, application: head.id, file: lock.id })),
  });
}

/** Whether the person sees what an office says here: in the mailbox, or with number and code. Not when the account was deleted with which it was sent. */
export function isToldHere(head: Pick<ApplicationHead, "account" | "hasLookupCode">): boolean {
  return head.account !== undefined || head.hasLookupCode;
}

/** What becomes of words of an office here. */
export interface WayToPerson {
  /** `mailbox` with account, else the status page. */
  readonly arrives: "mailbox" | "status-page";
  /** Somebody learns that there is something; not when the account was deleted with which it was sent. */
  readonly reached: boolean;
  /** The words can be read there: number and code open none of an application for which somebody has signed in. */
  readonly readable: boolean;
  /** The person can answer here; at the status page there is nothing to answer with. */
  readonly answerable: boolean;
}

export function wayToPerson(head: Pick<ApplicationHead, "account" | "hasLookupCode" | "trustLevel">): WayToPerson {
  if (head.account !== undefined) return { arrives: "mailbox", reached: true, readable: true, answerable: true };
  const reached = isToldHere(head);
  return { arrives: "status-page", reached, readable: reached && head.trustLevel === 0, answerable: false };
}

/** Files reach a person in the mailbox only: the status page shows no content. */
export function mayTakeFiles(head: Pick<ApplicationHead, "account">): boolean {
  return head.account !== undefined;
}
