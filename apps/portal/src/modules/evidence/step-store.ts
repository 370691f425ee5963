import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { Applicant } from "#modules/applications";
import type { EvidenceKind } from "./register.ts";

export type StepKind = "asked" | "shown" | "no-evidence" | "not-clear" | "refused" | "unreachable" | "used" | "declined";
export interface Step { readonly kind: string; readonly service: string; readonly tenant: string; readonly draft: string; readonly what: StepKind; readonly at: Date; /** Of `asked`: what the consent was given for, as it was shown. */ readonly about?: Pick<EvidenceKind, "title" | "holder" | "legalBasis"> }

/** Days for which a step is kept as proof of the consent: three years and the rest of one, as long as most claims may be made (§§ 195, 199 BGB). */
const keptDays = 4 * 366;

export async function recordStep(tx: Tx, applicant: Applicant, step: Step): Promise<void> {
  await tx.run(sql`insert into evidence.step (id, owner_id, account_id, tenant_id, draft_id, service, kind, what, at, title, holder, legal_basis)
    values (${newId(step.at.getTime())}, ${applicant.owner}, ${applicant.account ?? null}, ${step.tenant}, ${step.draft}, ${step.service}, ${step.kind}, ${step.what}, ${step.at},
      ${step.about === undefined ? null : JSON.stringify(step.about.title)}, ${step.about?.holder ?? null}, ${step.about?.legalBasis ?? null})`);
}

interface StepRow extends Omit<Step, "about"> { readonly title: EvidenceKind["title"] | null; readonly holder: string | null; readonly legal_basis: string | null }

export async function stepsOf(tx: Tx, account: string): Promise<readonly Step[]> {
  const rows = await tx.rows<StepRow>(sql`select kind, service, tenant_id as tenant, draft_id as draft, what, at, title, holder, legal_basis from evidence.step where account_id = ${account} order by at desc, id desc limit 1000`);
  return rows.map(({ title, holder, legal_basis, ...step }) => (title === null || holder === null || legal_basis === null ? step : { ...step, about: { title, holder, legalBasis: legal_basis } }));
}

export async function forgetSteps(tx: Tx, now: Date): Promise<void> {
  await tx.run(sql`delete from evidence.step where at < ${new Date(now.getTime() - keptDays * 86_400_000)}`);
}

export async function forgetStepsOf(tx: Tx, account: string): Promise<void> {
  await tx.run(sql`delete from evidence.step where account_id = ${account}`);
  await tx.run(sql`delete from evidence.preview where owner_id = ${account}`);
}
