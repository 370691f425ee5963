import { parseReference } from "#modules/applications";
import { legalDate } from "#platform/clock";
import { sql, type Sql, type Tx } from "#platform/database";
import { isId } from "#platform/ids";
import { ownAndDeputised } from "./absence.ts";
import { type Case, type CaseState, type Traffic, trafficOf } from "./case.ts";
import type { Reach } from "./case-policy.ts";
import { counts, readings, selectCases } from "./case-store.ts";
import type { CaseworkDeps } from "./ports.ts";

export type InboxSort = "newest" | "oldest" | "due";

export interface InboxFilter {
  /** Undefined: everything unfinished; with a text everything, because whoever looks for a case wants it wherever it stands. */
  readonly state?: CaseState | "all";
  readonly office?: string;
  readonly service?: string;
  /** `me` (and those I stand in for), `nobody`, or the id of one person. */
  readonly assignee?: string;
  readonly unread?: boolean;
  readonly due?: "late" | "soon" | "task";
  /** A Vorgangsnummer or a part of one, or words of a name or their beginnings. */
  readonly text?: string;
  readonly sort?: InboxSort;
}

/** A place in the list: the last line of the page before, or the first of the page after. */
export interface Cursor { readonly key: string; readonly id: string }
export type PageWish = { readonly at: "first" } | { readonly at: "last" } | { readonly at: "after" | "before"; readonly cursor: Cursor };

export interface InboxLine extends Case {
  readonly applicantName: string | undefined;
  readonly unread: boolean;
  readonly traffic: Traffic;
  readonly mine: boolean;
}

export interface InboxPage {
  readonly lines: readonly InboxLine[];
  readonly before: Cursor | undefined;
  readonly after: Cursor | undefined;
  readonly counts: InboxCounts;
}

export interface InboxCounts {
  readonly states: Readonly<Record<CaseState, number>>;
  readonly unfinished: number;
  readonly mine: number;
  /** At most {@link mostCounted}: "99+" says enough, and counting everything would cost what paging saves. */
  readonly unread: number;
  readonly late: number;
  readonly tasks: number;
}

export const pageLength = 50;
export const mostCounted = 100;
/** The condition of the partial indexes, word for word. */
const desk = sql`c.state in ('open', 'taken', 'waiting')`;

/** One page of the inbox with the counts beside it, in one transaction. Names are opened for these lines only. */
export async function inbox(deps: CaseworkDeps, reach: Reach, filter: InboxFilter, wish: PageWish): Promise<InboxPage> {
  return deps.db.inTenant(reach.tenant, async (tx) => {
    const today = legalDate(deps.clock.now());
    const mine = await ownAndDeputised(tx, reach, today);
    const conditions = await conditionsOf(tx, deps, reach, filter, mine, today);
    const { cases, before, after } = await pageOf(tx, conditions, filter.sort ?? "newest", wish);
    const ids = cases.map(({ id }) => id);
    const [names, read] = [await deps.applications.names(tx, reach.tenant, [...new Set(cases.map(({ application }) => application))]), await readings(tx, reach.tenant, reach.staff, ids)];
    const lines = cases.map((one): InboxLine => {
      const readAt = read.get(one.id);
      return {
        ...one, applicantName: names.get(one.application), unread: readAt === undefined || readAt < one.newsAt, traffic: trafficOf(one, today, legalDate(one.receivedAt)),
        mine: one.assignee !== undefined && mine.includes(one.assignee),
      };
    });
    return { lines, before, after, counts: await inboxCounts(tx, reach, mine, today) };
  });
}

/** All lines of a filter in batches, for the list as a file; stops at `most`. */
export async function* inboxLines(deps: CaseworkDeps, reach: Reach, filter: InboxFilter, most: number): AsyncGenerator<InboxLine> {
  let wish: PageWish = { at: "first" };
  for (let sent = 0; sent < most;) {
    const page: InboxPage = await inbox(deps, reach, filter, wish);
    for (const line of page.lines) { if (sent >= most) return; sent += 1; yield line; }
    if (!page.after) return;
    wish = { at: "after", cursor: page.after };
  }
}

async function conditionsOf(tx: Tx, deps: CaseworkDeps, reach: Reach, filter: InboxFilter, mine: readonly string[], today: string): Promise<Sql[]> {
  const conditions: Sql[] = [sql`c.tenant_id = ${reach.tenant}`, ...officeCondition(reach, filter.office)];
  const text = filter.text?.trim() ?? "";
  if (filter.state === undefined) conditions.push(...(text === "" ? [desk] : []));
  else if (filter.state !== "all") conditions.push(sql`c.state = ${filter.state}`);
  if (filter.service !== undefined) conditions.push(sql`c.service = ${filter.service}`);
  if (filter.assignee === "me") conditions.push(sql`c.assignee = any(${mine}::uuid[])`);
  else if (filter.assignee === "nobody") conditions.push(sql`c.assignee is null`);
  else if (isId(filter.assignee)) conditions.push(sql`c.assignee = ${filter.assignee}::uuid`);
  if (filter.unread === true) conditions.push(unreadCondition(reach));
  if (filter.due === "late") conditions.push(sql`c.next_on < ${today}`);
  if (filter.due === "soon") conditions.push(sql`c.next_on <= ${today}::date + 2`);
  if (filter.due === "task") conditions.push(sql`c.task is not null`);
  if (text !== "") conditions.push(await textCondition(tx, deps, reach, text));
  return conditions;
}

async function textCondition(tx: Tx, deps: CaseworkDeps, reach: Reach, text: string): Promise<Sql> {
  const reference = parseReference(text);
  if (reference !== undefined) return sql`c.reference = ${reference}`;
  const ids = await deps.applications.idsByName(tx, reach.tenant, text, 1_000);
  // As an array whose length the planner does not see: it takes it for a short one, looks these up and sorts them. Seen as long it would go through the list in its order until a page is
  // full, and at the end that is farthest from them through nearly all of it.
  const named = sql`c.application_id = any(array(select unnest(${ids}::uuid[])))`;
  const part = partOfReference(text);
  if (part === undefined || (ids.length > 0 && !/\d/.test(text))) return named;
  return ids.length === 0 ? numbered(part) : sql`(${named} or ${numbered(part)})`;
}

/** The end of a number, the beginning of its last two blocks, or its beginning: each by an index (0180), but for a beginning that says no block. */
function numbered(part: string): Sql {
  const bare = sql`replace(c.reference, '-', '')`;
  const block = /^[A-Z]{3}\d{4}(.{0,8})$/.exec(part)?.[1];
  const begins = block === undefined ? sql`false` : block.length < 4 ? sql`${bare} like ${`${part}%`}` : sql`(c.number_block = ${block.slice(0, 4)} and ${bare} like ${`${part}%`})`;
  return sql`((c.number_end = ${part.slice(-4)} and ${bare} like ${`%${part}`}) or (c.number_block = ${part.slice(0, 4)} and right(${bare}, 8) like ${`${part}%`}) or ${begins})`;
}

/** At least four characters, as somebody reads out the end of a number. */
function partOfReference(text: string): string | undefined {
  const bare = text.toUpperCase().replaceAll(/[\s-]/g, "");
  return /^[A-Z0-9]{4,15}$/.test(bare) ? bare : undefined;
}

/** One office is compared as one, so that the index of offices gives the order too. */
function officeCondition(reach: Reach, wanted: string | undefined): Sql[] {
  if (reach.offices === "all") return wanted === undefined ? [] : [sql`c.office = ${wanted}`];
  const offices = wanted === undefined ? reach.offices : reach.offices.filter((office) => office === wanted);
  return [offices.length === 1 ? sql`c.office = ${offices[0]}` : sql`c.office = any(${offices}::text[])`];
}

function unreadCondition(reach: Reach): Sql {
  return sql`not exists (select from casework.reading r where r.tenant_id = c.tenant_id and r.staff = ${reach.staff} and r.case_id = c.id and r.read_at >= c.news_at)`;
}

/** Keyset paging: the first and the last page cost the same, because both begin at an end of the index. */
async function pageOf(tx: Tx, conditions: readonly Sql[], sort: InboxSort, wish: PageWish): Promise<{ readonly cases: readonly Case[]; readonly before: Cursor | undefined; readonly after: Cursor | undefined }> {
  const column = sort === "due" ? sql`c.next_on` : sql`c.received_at`;
  const backwards = wish.at === "last" || wish.at === "before";
  // "newest" runs down; going backwards turns the order round, and the lines are turned round again afterwards.
  const down = (sort === "newest") !== backwards;
  const order = down ? sql`${column} desc, c.id desc` : sql`${column}, c.id`;
  const limits = wish.at === "after" || wish.at === "before" ? [beyond(sort, column, down, wish.cursor)] : [];
  const found = await selectCases(tx, [...conditions, ...limits], order, pageLength + 1);
  const more = found.length > pageLength;
  const cases = found.slice(0, pageLength);
  if (backwards) cases.reverse();
  const cursorOf = (one: Case | undefined): Cursor | undefined => one && placeOf(one, sort);
  const hasBefore = wish.at === "after" || (backwards && more);
  const hasAfter = wish.at === "before" || (!backwards && more);
  return { cases, before: hasBefore ? cursorOf(cases[0]) : undefined, after: hasAfter ? cursorOf(cases.at(-1)) : undefined };
}

function beyond(sort: InboxSort, column: Sql, down: boolean, cursor: Cursor): Sql {
  const key = sort === "due" ? sql`${cursor.key}::date` : sql`${cursor.key}::timestamptz`;
  return down ? sql`(${column}, c.id) < (${key}, ${cursor.id}::uuid)` : sql`(${column}, c.id) > (${key}, ${cursor.id}::uuid)`;
}

/** Where a case stands, or would stand, in a list: also of one that the filter no longer finds. */
export function placeOf(one: Case, sort: InboxSort): Cursor {
  return { key: sort === "due" ? nextOn(one) : one.receivedAt.toISOString(), id: one.id };
}

function nextOn(one: Case): string {
  return [one.dueOn, one.resubmitOn].filter((day) => day !== undefined).toSorted()[0] ?? "infinity";
}

/** The figures above the list. The states come from counters; the rest is limited and runs over unfinished cases only. */
export async function inboxCounts(tx: Tx, reach: Reach, mine: readonly string[], today: string): Promise<InboxCounts> {
  const states: Record<CaseState, number> = { open: 0, taken: 0, waiting: 0, decided: 0, closed: 0 };
  for (const { office, state, cases } of await counts(tx, reach.tenant)) if (reach.offices === "all" || reach.offices.includes(office)) states[state] += cases;
  const at = [sql`c.tenant_id = ${reach.tenant}`, ...officeCondition(reach, undefined)];
  const where = at.reduce((all, one) => sql`${all} and ${one}`);
  const row = await tx.one<{ mine: number; unread: number; late: number; tasks: number }>(sql`select
    (select count(*) from (select from casework.case c where ${where} and ${desk} and c.assignee = any(${mine}::uuid[]) limit ${mostCounted}) n) as mine,
    (select count(*) from (select from casework.case c where ${where} and ${desk} and ${unreadCondition(reach)} limit ${mostCounted}) n) as unread,
    (select count(*) from (select from casework.case c where ${where} and ${desk} and c.next_on < ${today} limit ${mostCounted}) n) as late,
    (select count(*) from (select from casework.case c where ${where} and c.task is not null limit ${mostCounted}) n) as tasks`);
  return { states, unfinished: states.open + states.taken + states.waiting, ...row };
}
