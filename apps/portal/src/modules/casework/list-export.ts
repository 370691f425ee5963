import { legalDate } from "#platform/clock";
import type { Table } from "#platform/sheets";
import type { Reach } from "./case-policy.ts";
import { type InboxFilter, inboxLines } from "./inbox.ts";
import { germanTime } from "./german-time.ts";
import type { CaseworkDeps } from "./ports.ts";
import { standOf } from "./stand.ts";

export const mostExported = 50_000;

/** The list of a filter as a table, read page by page. One entry in the audit for the whole: names leave the portal with it. */
export async function listTable(deps: CaseworkDeps, reach: Reach, filter: InboxFilter): Promise<Table> {
  await deps.db.inTenant(reach.tenant, (tx) => deps.audit.record(tx, { tenant: reach.tenant, actor: { kind: "staff", id: reach.staff }, action: "list.export", subject: { kind: "tenant", id: reach.tenant } }));
  const staff = new Map((await deps.accounts.staffOf(reach.tenant)).map(({ id, name }) => [id, name]));
  const titles = new Map<string, string>();
  const title = async (service: string): Promise<string> => {
    const known = titles.get(service) ?? (await deps.forms.service(service))?.package.service.title.de ?? service;
    titles.set(service, known);
    return known;
  };
  async function* rows() {
    for await (const line of inboxLines(deps, reach, filter, mostExported)) {
      yield [
        line.reference, await title(line.service), deps.offices.describe(reach.tenant, line.office)?.name ?? line.office, line.applicantName ?? "", { day: legalDate(line.receivedAt) }, standOf(line),
        line.assignee === undefined ? "" : staff.get(line.assignee) ?? "", line.dueOn === undefined ? null : { day: line.dueOn }, line.resubmitOn === undefined ? null : { day: line.resubmitOn }, germanTime(line.changedAt),
      ];
    }
  }
  return { columns: ["Vorgang", "Leistung", "Amt", "Name", "Eingang", "Stand", "Bearbeitung", "Frist", "Wiedervorlage", "Zuletzt geändert"], rows: rows() };
}
