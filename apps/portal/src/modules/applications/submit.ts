import { addDays, legalDate } from "#platform/clock";
import { isUniqueViolation, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import { requiredLevel } from "#modules/forms";
import { checkAll, isDay, reachableAnswers, type Text } from "@kommunalportal/form-engine";
import { type Applicant, type Channel, type Level, ownerKind } from "./applicant.ts";
import type { PaymentWay } from "./application.ts";
import { announceSubmitted } from "./announce-submitted.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { feeDue } from "./fee-due.ts";
import { filesForSubmission } from "./files-for-submission.ts";
import { allConfirmed } from "./invite.ts";
import { confirmedHash, participantOf, participantRows } from "./participant.ts";
import { answersOfOthers, nobodyElse } from "./answers-of-others.ts";
import { serviceFor } from "./draft-form.ts";
import { publishedForm } from "./published-form.ts";
import { repeatedSubmission } from "./repeated-submission.ts";
import { unsealDraft } from "./sealed-draft.ts";
import { sealSubmission } from "./seal-submission.ts";
import { insertSubmission } from "./submission-store.ts";

export interface Submit {
  readonly draft: string;
  /** The draft's town, as `openDraft` said; another one finds nothing. */
  readonly tenant: string;
  readonly applicant: Applicant;
  /** The person said that it is binding. */
  readonly confirmed: boolean;
  /** A UUID of the confirmation page: repeated, it makes no second application. */
  readonly requestId: string;
  /** How a fee that comes first is paid; the first way that service and town allow unless told. */
  readonly way?: PaymentWay;
  /** Of paper: the day on which it came, `YYYY-MM-DD`; today unless told. */
  readonly receivedOn?: string;
  /** The person agreed that decisions come electronically; counts with an account only. */
  readonly electronicDecisions?: boolean;
  /** What else is kept because it was sent, in the same transaction and after it: there with the application or not at all. A repeated request keeps nothing more. */
  readonly along?: (tx: Tx, application: string) => Promise<void>;
}

export interface SubmitProblem {
  readonly path: string;
  readonly code: string;
  /** Step on which it can be mended; undefined on the confirmation page itself. */
  readonly step: string | undefined;
  readonly message: Text | undefined;
}

export type SubmitOutcome =
  /** On the disk for good. `lookupCode` for somebody without account; it is not stored and can be shown again only to the same visitor. */
  | { readonly kind: "submitted"; readonly application: string; readonly reference: string; readonly lookupCode: string | undefined }
  /** Sealed, waiting for the fee; no reference yet. */
  | { readonly kind: "payment"; readonly application: string; readonly cents: number }
  | { readonly kind: "problems"; readonly problems: readonly SubmitProblem[] }
  | { readonly kind: "refused"; readonly why: "not-found" | "account-needed" | "switched-off" | "no-payment-way" }
  | { readonly kind: "refused"; readonly why: "level-too-low"; readonly needed: Level };

/**
 * Draft → application in one transaction: sealed content, parts, event, its dispatch job, and the draft is gone. Whatever fails leaves the
 * draft as it was. The draft's row lock and two unique keys make one application of any number of requests.
 */
export async function submit(deps: ApplicationsDeps, given: Submit): Promise<SubmitOutcome> {
  if (!isId(given.requestId)) throw new Error("a request id is a UUID");
  if (!given.confirmed) return { kind: "problems", problems: [{ path: "confirmed", code: "not-confirmed", step: undefined, message: undefined }] };
  // Outside the transaction: where it is not in memory it is read on a connection of its own.
  const tenantKey = await deps.towns.tenantKey(given.tenant);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await deps.db.inTenant(given.tenant, (tx) => submitOnce(tx, deps, given, tenantKey), { account: given.applicant.owner });
    } catch (error) {
      // The same request id on another draft: it has been answered.
      if (isUniqueViolation(error, "application_request_key")) {
        const before = await deps.db.inTenant(given.tenant, (tx) => repeatedSubmission(tx, deps, given));
        if (before) return before;
      }
      // A reference that was given before (1 in 10^10): everything was rolled back, another one is drawn.
      if (!isUniqueViolation(error, "reference_pkey") || attempt === 3) throw error;
    }
  }
}

async function submitOnce(tx: Tx, deps: ApplicationsDeps, given: Submit, tenantKey: Buffer): Promise<SubmitOutcome> {
  const { applicant } = given;
  const opened = await unsealDraft(tx, deps, given.draft, applicant, "lock");
  if (!opened.ok && opened.why === "not-found") return (await repeatedSubmission(tx, deps, given)) ?? { kind: "refused", why: "not-found" };
  if (!opened.ok) return { kind: "refused", why: opened.why, needed: opened.needed };
  const { row } = opened;
  // A part is handed in, never sent by itself.
  if (row.tenant_id !== given.tenant || row.part_of !== null) return { kind: "refused", why: "not-found" };
  const town = deps.towns.switches(row.tenant_id).get(row.service);
  if (town?.enabled !== true) return { kind: "refused", why: "switched-off" };
  const published = await publishedForm(deps.services, row.service, row.form_version);
  const service = serviceFor(published, undefined);
  const refusal = signInRefusal(applicant, requiredLevel(service), service.package.service.account);
  if (refusal) return refusal;

  const now = deps.clock.now();
  const day = legalDate(now);
  const answers = reachableAnswers(service.form, opened.content.answers, day);
  const wrong = checkAll(service.form, opened.content.answers, day).map(({ path, code, stepId, message }) => ({ path, code, step: stepId, message }));
  const files = await filesForSubmission(tx, row.id, answers, service.form);
  // Asked only where the service lets several apply together.
  const people = service.package.service.together === undefined && published.form.people.length === 0 ? [] : (await participantRows(tx, row.id)).map((one) => participantOf(opened.key, one, confirmedHash(deps.pepper, row.id, answers)));
  const others = ownerKind(applicant) === "staff" ? nobodyElse : await answersOfOthers(tx, { published, tenantKey, draft: row.id, answers, day });
  const unconfirmed = allConfirmed(service.package.service, people) || ownerKind(applicant) === "staff" ? [] : [{ path: "together", code: "not-confirmed", step: undefined, message: undefined }];
  const problems: SubmitProblem[] = [...dayOfPaper(row.channel, given.receivedOn, day), ...wrong, ...files.problems, ...unconfirmed, ...others.missing];
  if (problems.length > 0) return { kind: "problems", problems };
  const fee = feeDue(service, town, answers, day, given.way ?? (row.channel === "online" ? undefined : "counter"));
  if (fee === "no-payment-way") return { kind: "refused", why: "no-payment-way" };

  const sealed = sealSubmission(deps, { given, opened, service, published, others, answers, day, now, tenantKey, files: files.rows, people, fee, offices: town.offices });
  insertSubmission(tx, sealed);
  if (fee) await deps.claims?.open(tx, { application: sealed.id, tenant: row.tenant_id, service: row.service, cents: fee.cents, way: fee.way, ...(applicant.account === undefined ? {} : { account: applicant.account }) });
  if (given.electronicDecisions === true && applicant.account !== undefined) await deps.consents?.electronicDecisions(tx, { application: sealed.id, tenant: row.tenant_id, account: applicant.account });
  await given.along?.(tx, sealed.id);
  if (sealed.reference === undefined) return { kind: "payment", application: sealed.id, cents: fee?.cents ?? 0 };
  await announceSubmitted(tx, { event: sealed.event.id, application: sealed.id, tenant: row.tenant_id, service: row.service });
  return { kind: "submitted", application: sealed.id, reference: sealed.reference, lookupCode: sealed.lookupCode };
}

/** Not in the future, and not so long ago that it must be a slip of the pen. */
function dayOfPaper(channel: Channel, receivedOn: string | undefined, today: string): readonly SubmitProblem[] {
  if (channel !== "paper" || receivedOn === undefined) return [];
  if (isDay(receivedOn) && receivedOn <= today && receivedOn >= addDays(today, -366)) return [];
  return [{ path: "receivedOn", code: "day-wrong", step: undefined, message: { de: "Geben Sie den Tag an, an dem das Papier eingegangen ist: heute oder früher, höchstens ein Jahr zurück.", en: "Enter the day on which the paper arrived: today or earlier, at most a year ago." } }];
}

/** A clerk has seen the person or the signature; everybody else proves what the service asks for. */
function signInRefusal(applicant: Applicant, needed: Level, account: boolean): SubmitOutcome | undefined {
  if (ownerKind(applicant) === "staff") return undefined;
  if (applicant.level < needed) return { kind: "refused", why: "level-too-low", needed };
  return account && applicant.account === undefined ? { kind: "refused", why: "account-needed" } : undefined;
}
