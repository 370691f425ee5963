import { checkAll, reachableAnswers } from "@kommunalportal/form-engine";
import { legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { requiredLevel } from "#modules/forms";
import { sameJson } from "#platform/json";
import type { Applicant, Level } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { draftForm } from "./draft-form.ts";
import type { DraftRefusal } from "./draft.ts";
import { findDraft } from "./draft-store.ts";
import { fileKeyOf } from "./file-about.ts";
import { discardUnnamed } from "./file-rows.ts";
import { filesIn } from "./files-in-answers.ts";
import { filesForSubmission } from "./files-for-submission.ts";
import { handedInBy, storePart } from "./hidden-part.ts";
import { lockAnyDraft } from "./return-store.ts";
import { unsealDraft } from "./sealed-draft.ts";

export type FinishedPart =
  | { readonly ok: true; readonly at: Date }
  | { readonly ok: false; readonly why: "not-confirmed" | "account-needed" }
  | { readonly ok: false; readonly why: "not-complete"; readonly step: string }
  | DraftRefusal;

/** How far the others are, for one of them: titles of the people, no names and no answers. `changed`: of one's own, after it was handed in. */
export interface PartState { readonly person: string; readonly done: boolean; readonly mine: boolean; readonly changed?: boolean }

/**
 * Somebody hands in their part as it is now, bindingly and at the level the service asks for. Until the whole is sent it can be changed and handed
 * in again; what was handed in last counts.
 */
export async function finishPart(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant; readonly confirmed: boolean }): Promise<FinishedPart> {
  if (!given.confirmed) return { ok: false, why: "not-confirmed" };
  return deps.db.asOperator("a part of an application is handed in", async (tx): Promise<FinishedPart> => {
    const head = await findDraft(tx, given.draft, given.applicant.owner);
    // The whole before its part, in the order of the submission: whoever comes second finds either all of it or nothing.
    if (head?.part_of === undefined || head.part_of === null || !(await lockAnyDraft(tx, head.part_of))) return { ok: false, why: "not-found" };
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!opened.ok) return opened;
    const { row, content } = opened;
    if (row.part_of === null || row.person === null) return { ok: false, why: "not-found" };
    const service = await draftForm(deps.services, row);
    const needed: Level = requiredLevel(service);
    if (given.applicant.level < needed) return { ok: false, why: "level-too-low", needed };
    if (service.package.service.account && given.applicant.account === undefined) return { ok: false, why: "account-needed" };
    const at = deps.clock.now();
    const day = legalDate(at);
    const [wrong] = checkAll(service.form, content.answers, day);
    if (wrong) return { ok: false, why: "not-complete", step: wrong.stepId };
    const answers = reachableAnswers(service.form, content.answers, day);
    const { rows, problems: [gone] } = await filesForSubmission(tx, row.id, answers, service.form);
    if (gone) return { ok: false, why: "not-complete", step: gone.step ?? service.form.steps[0]?.id ?? "" };
    const files = rows.map((file) => ({ id: file.id, key: fileKeyOf(opened.key, file) }));
    await storePart(tx, await deps.towns.tenantKey(row.tenant_id), { part: row.id, draft: row.part_of, tenant: row.tenant_id, person: row.person, answers, files, level: given.applicant.level, at, own: row.content, account: row.owner_kind === "account" ? { id: row.owner_id, key: row.wrapped_key } : undefined });
    await discardUnnamed(tx, row.id, filesIn(content.answers).map(({ file }) => file.id));
    return { ok: true, at };
  });
}

/** Who takes part in filling in, and who is done: for whoever has one of the parts. Undefined for anybody else. */
export async function partStates(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant }): Promise<readonly PartState[] | undefined> {
  return deps.db.asOperator("who is missing in an application of several people", async (tx) => {
    const opened = await unsealDraft(tx, deps, given.draft, given.applicant, "read");
    if (!opened.ok || opened.row.part_of === null) return undefined;
    const { row, content } = opened;
    const states = await statesOf(tx, opened.row.part_of, row.person);
    const mine = await handedInBy(tx, await deps.towns.tenantKey(row.tenant_id), row.id);
    const { form } = await draftForm(deps.services, row);
    const changed = mine !== undefined && !sameJson(mine.answers, reachableAnswers(form, content.answers, legalDate(deps.clock.now())));
    return states.map((state) => (state.mine && changed ? { ...state, changed } : state));
  });
}

/** In the order of the invitations. */
export async function statesOf(tx: Tx, draft: string, mine: string | null): Promise<readonly PartState[]> {
  const rows = await tx.rows<{ person: string; done: boolean }>(sql`select p.person, a.part_id is not null as done from applications.participant p
    left join applications.part_answers a on a.draft_id = p.draft_id and a.person = p.person where p.draft_id = ${draft} and p.person is not null order by p.id`);
  return rows.map(({ person, done }) => ({ person, done, mine: person === mine }));
}
