import { type WrongInput, wrongInput } from "#modules/answers";
import { legalDate } from "#platform/clock";
import { sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { isDay } from "@kommunalportal/form-engine";
import type { Reach } from "./case-policy.ts";
import type { CaseworkDeps } from "./ports.ts";

export interface Absence { readonly id: string; readonly staff: string; readonly deputy: string; /** First and last day, `YYYY-MM-DD`. */ readonly from: string; readonly until: string }

interface AbsenceRow { readonly id: string; readonly staff: string; readonly deputy: string; readonly from_day: string; readonly until_day: string }

const absenceOf = (row: AbsenceRow): Absence => ({ id: row.id, staff: row.staff, deputy: row.deputy, from: row.from_day, until: row.until_day });

/** Who is away on a day. */
export async function absences(tx: Tx, tenant: string, day: string): Promise<Absence[]> {
  return (await tx.rows<AbsenceRow>(sql`select id, staff, deputy, from_day, until_day from casework.absence where tenant_id = ${tenant} and from_day <= ${day} and until_day >= ${day} order by entered_at desc, id`)).map(absenceOf);
}

/** Who works for a person today: the deputy, or the deputy's deputy; the person where everybody in that chain is away. */
export function whoWorksFor(away: readonly Absence[], staff: string): string {
  const seen = new Set<string>();
  let one = staff;
  for (let absence = away.find((a) => a.staff === one); absence; absence = away.find((a) => a.staff === one)) {
    if (seen.has(one)) return staff;
    seen.add(one);
    one = absence.deputy;
  }
  return one;
}

/** Absences that have not ended, soonest first. */
export async function comingAbsences(tx: Tx, tenant: string, day: string): Promise<Absence[]> {
  return (await tx.rows<AbsenceRow>(sql`select id, staff, deputy, from_day, until_day from casework.absence where tenant_id = ${tenant} and until_day >= ${day} order by from_day, id limit 500`)).map(absenceOf);
}

/** The person and those for whom they stand in today: whose cases are one's own. */
export async function ownAndDeputised(tx: Tx, reach: Pick<Reach, "tenant" | "staff">, day: string): Promise<string[]> {
  const away = await absences(tx, reach.tenant, day);
  return [reach.staff, ...away.filter(({ deputy }) => deputy === reach.staff).map(({ staff }) => staff)];
}

export type AbsenceOutcome = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly why: "not-allowed" } | WrongInput<AbsenceProblem>;
export type AbsenceProblem = "days-wrong" | "deputy-wrong";

type Colleague = Awaited<ReturnType<CaseworkDeps["accounts"]["staffOf"]>>[number];

/** Whom a person may have as deputy: who works in an office of theirs, or in all. Nobody hands out rights that the provider's groups did not give. */
export function possibleDeputies(staff: readonly Colleague[], away: string): readonly Colleague[] {
  const offices = officesOf(staff.find(({ id }) => id === away));
  return staff.filter((one) => {
    const theirs = officesOf(one);
    return one.id !== away && (theirs === "all" || (offices !== "all" && offices.some((office) => theirs.includes(office))));
  });
}

function officesOf(one: Colleague | undefined): readonly string[] | "all" {
  const roles = one?.roles.filter(({ role }) => role === "clerk" || role === "supervisor") ?? [];
  return roles.some(({ role, office }) => role === "supervisor" || office === undefined) ? "all" : roles.flatMap(({ office }) => office ?? []);
}

/** Enters an absence with a deputy: one's own, or as supervisor anybody's. */
export async function enterAbsence(deps: CaseworkDeps, reach: Reach, given: { readonly staff: string; readonly deputy: string; readonly from: string; readonly until: string }): Promise<AbsenceOutcome> {
  if (given.staff !== reach.staff && !reach.supervisor) return { ok: false, why: "not-allowed" };
  const today = legalDate(deps.clock.now());
  const deputies = possibleDeputies(await deps.accounts.staffOf(reach.tenant), given.staff);
  const daysWrong = ![given.from, given.until].every(isDay) || given.until < given.from || given.until < today;
  const wrong = wrongInput<AbsenceProblem>([deputies.some(({ id }) => id === given.deputy) ? undefined : "deputy-wrong", daysWrong ? "days-wrong" : undefined]);
  if (wrong) return wrong;
  const at = deps.clock.now();
  const id = newId(at.getTime());
  await deps.db.inTenant(reach.tenant, (tx) => tx.run(sql`insert into casework.absence (id, tenant_id, staff, deputy, from_day, until_day, entered_by, entered_at)
    values (${id}, ${reach.tenant}, ${given.staff}, ${given.deputy}, ${given.from}, ${given.until}, ${reach.staff}, ${at})`));
  return { ok: true, id };
}

/** Ends an absence before its time. False where it is not one's own. */
export function endAbsence(deps: CaseworkDeps, reach: Reach, id: string): Promise<boolean> {
  return deps.db.inTenant(reach.tenant, async (tx) => (await tx.run(sql`delete from casework.absence where tenant_id = ${reach.tenant} and id = ${id} and (staff = ${reach.staff} or ${reach.supervisor})`)) === 1);
}
