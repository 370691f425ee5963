import { legalDate } from "#platform/clock";
import type { Tx } from "#platform/database";
import { checkAll, reachableAnswers, type Answers, visibleSteps } from "@kommunalportal/form-engine";
import type { PublishedService } from "#modules/forms";
import type { Level } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts } from "./keys.ts";
import { type LinkAndCode, unlock } from "./link-and-code.ts";
import { parseCode } from "./lookup-code.ts";
import { openParticipation, type Participation, participationByLink } from "./participation.ts";
import { confirmedHash, type Participant, participantByLink, participantOf, type ParticipantRow, storeConfirmation } from "./participant.ts";
import { serviceFor } from "./draft-form.ts";
import { type PartState, statesOf } from "./finish-part.ts";
import { publishedForm } from "./published-form.ts";
import { lockAnyDraft } from "./return-store.ts";
import { openContent } from "./sealed-draft.ts";

export interface Part {
  readonly participant: Participant;
  readonly tenant: string;
  readonly service: PublishedService;
  readonly day: string;
  /** Every reached step, and how many of its answers are missing or wrong. All that a helper sees. */
  readonly steps: readonly { readonly id: string; readonly open: number }[];
  /** What will be sent; undefined for a helper, who looks for gaps and reads nothing. */
  readonly answers: Answers | undefined;
  /** People who fill in parts of their own, and whether they are done. */
  readonly states: readonly PartState[];
}

/** Somebody who fills in a part of their own: of the others only whether they are done. */
export interface OwnPart { readonly tenant: string; readonly service: PublishedService; readonly states: readonly PartState[] }

export type TookPart =
  | { readonly ok: true; readonly part: Part }
  | { readonly ok: false; readonly why: "mistyped" | "no-match" | "too-many-attempts" }
  /** Invited to fill in, not to confirm. */
  | { readonly ok: false; readonly why: "own-part"; readonly own: OwnPart }
  /** What they took part in is sent, or waits for its fee. */
  | { readonly ok: false; readonly why: "sent"; readonly sent: Participation }
  /** A helper confirms nothing; nobody confirms what is not complete. */
  | { readonly ok: false; readonly why: "not-yours" | "not-complete"; readonly part: Part };

/**
 * Somebody who was invited looks at the draft with link and code, and after the sending at how the application stands. Nobody is let in to change
 * or to send it. `level`: of the sign-in; what was handed in with a higher one is not shown.
 */
export function takePart(deps: ApplicationsDeps, given: LinkAndCode & { readonly level: Level }): Promise<TookPart> {
  return opened(deps, given, "look");
}

/** Somebody who applies together stands by the answers as they are now. `level`: of the sign-in, 0 for link and code only. */
export function confirmPart(deps: ApplicationsDeps, given: LinkAndCode & { readonly level: Level; readonly account?: string }): Promise<TookPart> {
  return opened(deps, given, "confirm");
}

async function opened(deps: ApplicationsDeps, given: LinkAndCode & { readonly level: Level; readonly account?: string }, what: "look" | "confirm"): Promise<TookPart> {
  const { level } = given;
  const code = parseCode(given.code);
  if (code === undefined) return { ok: false, why: "mistyped" };
  return deps.db.asOperator("somebody takes part in a draft with link and code", async (tx: Tx): Promise<TookPart> => {
    const found = await unlock(tx, deps, { ...given, code }, async (hash) => (await participantByLink(tx, hash)) ?? participationByLink(tx, hash), (row) => contexts.participantKey(row.id));
    if (!found.ok) return found;
    const { row: invitation } = found;
    if ("application_id" in invitation) return invitation.kind === "helper" ? { ok: false, why: "no-match" } : { ok: false, why: "sent", sent: await openParticipation(tx, deps, invitation, { key: found.key, level }) };
    // Locked: what is confirmed is what stands there, and a change at the same moment comes before or after.
    const row = await lockAnyDraft(tx, invitation.draft_id);
    const now = deps.clock.now();
    if (!row || row.expires_at <= now) return { ok: false, why: "no-match" };
    const published = await publishedForm(deps.services, row.service, row.form_version);
    const states = await statesOf(tx, row.id, invitation.person);
    // Their key opens their own part and nothing of this draft.
    if (invitation.person !== null) return { ok: false, why: "own-part", own: { tenant: row.tenant_id, service: published, states } };
    const service = serviceFor(published, undefined);
    const day = legalDate(now);
    const draft = openContent(found.key, row).answers;
    const answers = reachableAnswers(service.form, draft, day);
    const wrong = checkAll(service.form, draft, day);
    const hash = confirmedHash(deps.pepper, row.id, answers);
    const part = (of: ParticipantRow): Part => ({
      participant: participantOf(found.key, of, hash), tenant: row.tenant_id, service, day, states, answers: of.kind === "helper" ? undefined : answers,
      steps: visibleSteps(service.form, draft, day).map(({ id }) => ({ id, open: wrong.filter(({ stepId }) => stepId === id).length })),
    });
    if (what === "look") return { ok: true, part: part(invitation) };
    if (invitation.kind === "helper") return { ok: false, why: "not-yours", part: part(invitation) };
    if (wrong.length > 0) return { ok: false, why: "not-complete", part: part(invitation) };
    await storeConfirmation(tx, invitation.id, { at: now, hash, level, account: given.account });
    return { ok: true, part: part({ ...invitation, confirmed_at: now, confirmed_hash: hash, confirmed_level: level }) };
  });
}
