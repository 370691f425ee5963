import { open } from "#platform/crypto";
import { join, sql, type Sql, type Tx } from "#platform/database";
import { nameBegins, type SearchedWord, searchedWords } from "./applicant-name.ts";
import type { ApplicationHead } from "./application.ts";
import { headColumns, headOf, type HeadRow } from "./application-store.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { contexts } from "./keys.ts";
import { parseReference } from "./reference.ts";
import type { Status } from "./status.ts";

export interface FindApplications {
  readonly tenant: string;
  /** Offices whose parts are looked at; undefined for all (a supervisor). */
  readonly offices?: readonly string[];
  readonly statuses?: readonly Status[];
  readonly services?: readonly string[];
  /** A Vorgangsnummer, or words of the applicant's name. */
  readonly text?: string;
  readonly limit: number;
  /** Last entry of the page before. */
  readonly before?: { readonly submittedAt: Date; readonly id: string };
}

export interface FoundApplication extends ApplicationHead {
  /** Opened for this list; undefined for an anonymous report. */
  readonly applicantName: string | undefined;
}

/** Submitted applications of a town, newest first. Names are opened for the page that is shown and nowhere else. */
export async function findApplications(tx: Tx, deps: Pick<ApplicationsDeps, "towns">, wanted: FindApplications): Promise<FoundApplication[]> {
  const tenantKey = await deps.towns.tenantKey(wanted.tenant);
  const conditions: Sql[] = [sql`a.tenant_id = ${wanted.tenant}`, sql`a.submitted_at is not null`];
  if (wanted.offices) conditions.push(sql`exists (select from applications.part p where p.application_id = a.id and p.office = any(${wanted.offices}::text[]))`);
  if (wanted.statuses) conditions.push(sql`a.status = any(${wanted.statuses}::text[])`);
  if (wanted.services) conditions.push(sql`a.service = any(${wanted.services}::text[])`);
  if (wanted.before) conditions.push(sql`(a.submitted_at, a.id) < (${wanted.before.submittedAt}, ${wanted.before.id}::uuid)`);
  if (wanted.text !== undefined && wanted.text.trim() !== "") conditions.push(textCondition(tenantKey, wanted.tenant, wanted.text));
  const rows = await tx.rows<HeadRow & { applicant_name: Buffer | null }>(sql`select ${headColumns}, a.applicant_name from applications.application a
    where ${join(conditions, sql` and `)} order by a.submitted_at desc, a.id desc limit ${wanted.limit}`);
  return rows.map((row) => ({ ...headOf(row), applicantName: openName(tenantKey, row) }));
}

/** The names of some applications of a town, for lists of other rooms; anonymous ones are missing. */
export async function applicantNames(tx: Tx, deps: Pick<ApplicationsDeps, "towns">, tenant: string, ids: readonly string[]): Promise<Map<string, string>> {
  const tenantKey = await deps.towns.tenantKey(tenant);
  const rows = await tx.rows<{ id: string; applicant_name: Buffer }>(sql`select id, applicant_name from applications.application
    where tenant_id = ${tenant} and id = any(${ids}::uuid[]) and applicant_name is not null`);
  return new Map(rows.map((row) => [row.id, openName(tenantKey, row) ?? ""]));
}

/** As many names are opened at most to see whether they go on as typed. */
const mostCompared = 5_000;

/**
 * Ids whose applicant has all these words in the name, or words that begin like that, newest first, for rooms with lists of their own; some may be of applications that still wait for
 * their fee, which are in no such list. A hash
 * tells whole words and the first three or five letters; the rest of a longer beginning is compared with the name itself, until there are enough.
 */
export async function idsByName(tx: Tx, deps: Pick<ApplicationsDeps, "towns">, tenant: string, text: string, limit: number): Promise<string[]> {
  const tenantKey = await deps.towns.tenantKey(tenant);
  const words = searchedWords(tenantKey, text);
  if (words.length === 0) return [];
  const wanted = words.flatMap(({ whole, start }, number) => [{ number, hash: whole, exact: true }, ...(start === undefined ? [] : [{ number, ...start }])]);
  // Ids are given in the order of time, so the newest are chosen before their rows are read.
  const most = words.some(({ start }) => start?.exact === false) ? mostCompared : limit;
  // First by the index of the words, then by their key those whose names have to be compared: the planner, which knows nothing of these words, would read them all in the order of the list.
  const rows = await tx.rows<{ id: string; known: boolean; applicant_name: Buffer | null }>(sql`with hits as materialized (
      select w.application_id as id, count(distinct wanted.number) filter (where wanted.exact) = ${words.length} as known from applications.search_word w
        join unnest(${wanted.map(({ number }) => number)}::int[], ${wanted.map(({ hash }) => hash)}::bytea[], ${wanted.map(({ exact }) => exact)}::boolean[]) as wanted (number, hash, exact) on wanted.hash = w.hash
        where w.tenant_id = ${tenant} group by w.application_id having count(distinct wanted.number) = ${words.length}
        order by w.application_id desc limit ${most})
    select hits.id, hits.known, a.applicant_name from hits
      left join lateral (select applicant_name from applications.application where not hits.known and id = hits.id and tenant_id = ${tenant} and submitted_at is not null offset 0) a on true
    order by hits.id desc`);
  const found: string[] = [];
  for (const row of rows) {
    if (found.length === limit) break;
    if (row.known || nameBegins(openName(tenantKey, row) ?? "", words)) found.push(row.id);
  }
  return found;
}

function textCondition(tenantKey: Buffer, tenant: string, text: string): Sql {
  const reference = parseReference(text);
  return reference === undefined ? wordCondition(tenant, searchedWords(tenantKey, text)) : sql`a.reference = ${reference}`;
}

/** Applications that have each of the words, whole. */
function wordCondition(tenant: string, words: readonly SearchedWord[]): Sql {
  if (words.length === 0) return sql`false`;
  return sql`a.id in (select application_id from applications.search_word where tenant_id = ${tenant} and hash = any(${words.map(({ whole }) => whole)}::bytea[]) group by application_id having count(distinct hash) = ${new Set(words.map(({ word }) => word)).size})`;
}

function openName(tenantKey: Buffer, row: { readonly id: string; readonly applicant_name: Buffer | null }): string | undefined {
  return row.applicant_name ? open(tenantKey, row.applicant_name, contexts.applicantName(row.id)).toString("utf8") : undefined;
}
