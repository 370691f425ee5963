import type { ArchiveAnswer, ArchiveOffer } from "#modules/applications";
import { legalDate } from "#platform/clock";
import { sql } from "#platform/database";
import type { Table } from "#platform/sheets";
import type { Reach } from "./case-policy.ts";
import type { CaseworkDeps } from "./ports.ts";

/** More are never shown at once; the oldest come first. */
export const mostOffers = 200;
const mostListed = 50_000;

export interface OfferedCase extends ArchiveOffer {
  /** Each office's case, to be opened and taken along. */
  readonly cases: readonly { readonly id: string; readonly office: string }[];
}

/** The archive is the town's, not an office's: whoever reaches all of its offices speaks for it. */
export function mayAnswerForArchive(reach: Reach): boolean {
  return reach.supervisor;
}

/** What the town offers its archive, with the cases. Undefined without the right. */
export async function archiveOfferings(deps: CaseworkDeps, reach: Reach, limit = mostOffers): Promise<{ readonly offers: readonly OfferedCase[]; readonly all: number } | undefined> {
  if (!mayAnswerForArchive(reach)) return undefined;
  return deps.db.inTenant(reach.tenant, async (tx) => {
    const offers = await deps.applications.archiveOffers(tx, { tenant: reach.tenant, limit });
    const cases = await tx.rows<{ id: string; application_id: string; office: string }>(sql`select id, application_id, office from casework.case where tenant_id = ${reach.tenant} and application_id = any(${offers.map(({ application }) => application)}::uuid[]) order by office`);
    const of = Map.groupBy(cases, ({ application_id: application }) => application);
    return { offers: offers.map((one) => ({ ...one, cases: (of.get(one.application) ?? []).map(({ id, office }) => ({ id, office })) })), all: await deps.applications.countArchiveOffers(tx, reach.tenant) };
  });
}

export function countOfferings(deps: CaseworkDeps, reach: Reach): Promise<number> {
  return mayAnswerForArchive(reach) ? deps.db.inTenant(reach.tenant, (tx) => deps.applications.countArchiveOffers(tx, reach.tenant)) : Promise.resolve(0);
}

/** The archive's answer to some of them: how many were noted. Undefined without the right. */
export async function answerForArchive(deps: CaseworkDeps, reach: Reach, given: { readonly applications: readonly string[]; readonly answer: ArchiveAnswer }): Promise<number | undefined> {
  if (!mayAnswerForArchive(reach)) return undefined;
  return deps.db.inTenant(reach.tenant, (tx) => deps.applications.answerArchiveOffer(tx, { tenant: reach.tenant, ...given, actor: { kind: "staff", id: reach.staff } }));
}

/** The list that goes to the archive: what is offered, without anybody's name. */
export async function offeringTable(deps: CaseworkDeps, reach: Reach): Promise<Table | undefined> {
  const found = await archiveOfferings(deps, reach, mostListed);
  if (!found) return undefined;
  async function* rows() {
    for (const one of found?.offers ?? []) {
      yield [
        one.reference, (await deps.forms.service(one.service, one.formVersion))?.package.service.title.de ?? one.service, one.leikaKey, one.cases.map(({ office }) => deps.offices.describe(reach.tenant, office)?.name ?? office).join(", "),
        { day: legalDate(one.submittedAt) }, { day: legalDate(one.closedAt) }, { day: legalDate(one.offeredAt) }, one.deletedFrom === undefined ? null : { day: one.deletedFrom }, one.answer === undefined ? "" : archiveAnswerNames[one.answer],
      ];
    }
  }
  return { columns: ["Vorgang", "Leistung", "LeiKa", "Amt", "Eingang", "Abgeschlossen", "Angeboten", "Löschung ab", "Antwort des Archivs"], rows: rows() };
}

export const archiveAnswerNames: Readonly<Record<ArchiveAnswer, string>> = { wanted: "wird übernommen", released: "freigegeben" };
