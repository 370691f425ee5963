import { checkAll, fitsForm } from "@kommunalportal/form-engine";
import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import { type PublishedService, requiredLevel } from "#modules/forms";
import type { Applicant } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { serviceFor } from "./draft-form.ts";
import { participantRows } from "./participant.ts";
import { publishedForm } from "./published-form.ts";
import { unsealDraft } from "./sealed-draft.ts";

/** `moved`: the draft goes on with the version that the town offers now; `from`, `to` are versions. `stays`: it finishes on the one it began with. */
export type MovedDraft = { readonly kind: "moved"; readonly from: string; readonly to: string } | { readonly kind: "stays" };

/**
 * Takes a draft along to the version that the town offers now, where nothing is lost by it (`fitsForm`), no more sign-in is asked for, and nobody else is
 * in it: what others have confirmed or filled in was for the form as it was. Else it stays; a version is never taken from under a draft. Repeated it does nothing.
 */
export async function moveDraft(deps: ApplicationsDeps, given: { readonly draft: string; readonly applicant: Applicant }): Promise<MovedDraft> {
  return deps.db.asAccount(given.applicant.owner, async (tx): Promise<MovedDraft> => {
    const locked = await unsealDraft(tx, deps, given.draft, given.applicant, "lock");
    if (!locked.ok || locked.row.part_of !== null) return { kind: "stays" };
    const { row, content } = locked;
    const now = await deps.services.current(row.service, row.tenant_id);
    if (!now || now.version === row.form_version) return { kind: "stays" };
    const before = await publishedForm(deps.services, row.service, row.form_version);
    const day = legalDate(deps.clock.now());
    if (asksMore(before, now) || (await participantRows(tx, row.id)).length > 0) return { kind: "stays" };
    const to = serviceFor(now, undefined).form;
    if (!fitsForm(serviceFor(before, undefined).form, to, content.answers, day)) return { kind: "stays" };
    // A step on which something is asked newly counts as not yet answered.
    const open = new Set(checkAll(to, content.answers, day).map(({ stepId }) => stepId));
    const steps = Object.fromEntries(Object.entries(row.step_revisions).filter(([id]) => to.steps.some((step) => step.id === id) && !open.has(id)));
    await tx.run(sql`update applications.draft set form_version = ${now.version}, step_revisions = ${JSON.stringify(steps)}, revision = revision + 1 where id = ${row.id}`);
    return { kind: "moved", from: row.form_version, to: now.version };
  });
}

function asksMore(before: PublishedService, now: PublishedService): boolean {
  return requiredLevel(now) > requiredLevel(before) || (now.package.service.account && !before.package.service.account);
}

/** How many drafts run on which version of a service, in these towns: figures only, for its editors. */
export async function draftVersions(deps: Pick<ApplicationsDeps, "db" | "clock">, given: { readonly service: string; readonly tenants: "all" | readonly string[] }): Promise<ReadonlyMap<string, number>> {
  const rows = await deps.db.asOperator("how many drafts run on which version", (tx) => tx.rows<{ form_version: string; drafts: number }>(sql`
    select form_version, count(*)::int as drafts from applications.draft where service = ${given.service} and part_of is null and expires_at > ${deps.clock.now()}
      and (${given.tenants === "all"} or tenant_id = any(${given.tenants === "all" ? [] : (given.tenants as string[])}::uuid[])) group by form_version`));
  return new Map(rows.map((row) => [row.form_version, row.drafts]));
}
