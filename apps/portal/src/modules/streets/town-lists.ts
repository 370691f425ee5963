import type { Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { answerFrom } from "./near.ts";
import { readList, type ReadList, type Street, textOfList, type WrongLine } from "./read-list.ts";
import type { StreetAnswer, StreetDirectory } from "./street-directory.ts";

/** A list that a town's editor has given. `problems`: lines that were left out, the first of them. */
export interface StreetList {
  readonly id: string;
  readonly source: string;
  /** `YYYY-MM-DD`: of which day it is. */
  readonly asOf: string;
  readonly streets: number;
  readonly postcodes: readonly string[];
  readonly problems: readonly WrongLine[];
  readonly problemCount: number;
  readonly givenAt: Date;
}

/** What taking over the waiting list would change: how many, and some names to look at. */
export interface ListChange { readonly added: number; readonly gone: number; readonly addedNames: readonly string[]; readonly goneNames: readonly string[] }

export interface TownLists { readonly active: StreetList | undefined; readonly waiting: (StreetList & { readonly change: ListChange }) | undefined }

export interface ByEditor { readonly tenant: string; readonly staff: string }

export interface StreetsDeps {
  readonly db: Database;
  readonly clock: Clock;
  /** The audit stands beside this room, so it is given in. */
  readonly audit: { record(tx: Tx, entry: { readonly tenant: string; readonly actor: { readonly kind: "staff"; readonly id: string }; readonly action: string; readonly subject: { readonly kind: string; readonly id: string } }): Promise<void> };
  /** Lists of the operator, for towns that have given none. */
  readonly files: StreetDirectory;
}

export const largestList = 5_000_000;
const keptProblems = 200;
const namesShown = 50;

interface ListRow { readonly id: string; readonly active: boolean; readonly source: string; readonly as_of: string; readonly problems: { readonly first: readonly WrongLine[]; readonly count: number }; readonly streets: number; readonly postcodes: readonly string[]; readonly given_at: Date }

/** Streets of towns: the list that a town's editor has given comes first, then what the operator has put there. */
export function createStreets({ db, clock, audit, files }: StreetsDeps) {
  const record = (tx: Tx, { tenant, staff }: ByEditor, action: string): Promise<void> => audit.record(tx, { tenant, actor: { kind: "staff", id: staff }, action, subject: { kind: "streets", id: tenant } });
  return {
    async ask(question: Parameters<StreetDirectory["ask"]>[0]): Promise<StreetAnswer> {
      const here = await db.inTenant(question.tenant, async (tx) => {
        const list = await tx.maybe<{ id: string }>(sql`select id from streets.list where active`);
        return list && tx.rows<{ spelled: string; name: string }>(sql`select spelled, name from streets.street where list_id = ${list.id} and postcode = ${question.postalCode}`);
      });
      if (here === undefined) return files.ask(question);
      return here.length === 0 ? { kind: "silent" } : answerFrom(new Map(here.map(({ spelled, name }) => [spelled, name])), question.street);
    },

    lists: (tenant: string): Promise<TownLists> => db.inTenant(tenant, async (tx) => {
      const rows = await tx.rows<ListRow>(sql`select id, active, source, to_char(as_of, 'YYYY-MM-DD') as as_of, problems, streets, given_at,
        (select coalesce(array_agg(distinct s.postcode order by s.postcode), '{}') from streets.street s where s.list_id = l.id) as postcodes from streets.list l`);
      const [active, waiting] = [rows.find((row) => row.active), rows.find((row) => !row.active)];
      return { active: active && listOf(active), waiting: waiting && { ...listOf(waiting), change: await changeOf(tx, waiting.id, active?.id) } };
    }),

    /** Reads a file and keeps it to be looked at; nothing counts yet. A list that waited before is gone. */
    async check(given: ByEditor & { readonly bytes: Uint8Array; readonly source: string; readonly asOf: string }): Promise<Extract<ReadList, { ok: false }> | { readonly ok: true }> {
      const read = readList(textOfList(given.bytes));
      if (!read.ok) return read;
      const now = clock.now();
      await db.inTenant(given.tenant, async (tx) => {
        await tx.run(sql`delete from streets.list where not active`);
        const list = newId(now.getTime());
        await tx.run(sql`insert into streets.list (id, tenant_id, active, source, as_of, problems, streets, given_by, given_at)
          values (${list}, ${given.tenant}, false, ${given.source}, ${given.asOf}, ${JSON.stringify({ first: read.wrong.slice(0, keptProblems), count: read.wrong.length })}, ${read.streets.length}, ${given.staff}, ${now})`);
        await insertStreets(tx, given.tenant, list, read.streets);
      });
      return { ok: true };
    },

    /** The list that was looked at counts from now on, instead of the one before. False where another one waits by now. */
    takeOver: (given: ByEditor & { readonly list: string }): Promise<boolean> => db.inTenant(given.tenant, async (tx) => {
      if (!(await tx.maybe(sql`select from streets.list where id = ${given.list} and not active for update`))) return false;
      await tx.run(sql`delete from streets.list where active`);
      await tx.run(sql`update streets.list set active = true where id = ${given.list}`);
      await record(tx, given, "streets.replace");
      return true;
    }),

    /** Takes away the list that waits, or the one that counts. */
    remove: (given: ByEditor & { readonly list: string }): Promise<boolean> => db.inTenant(given.tenant, async (tx) => {
      const gone = await tx.maybe<{ active: boolean }>(sql`delete from streets.list where id = ${given.list} returning active`);
      if (gone?.active === true) await record(tx, given, "streets.remove");
      return gone !== undefined;
    }),

    /** The streets of a town's list, by name. */
    streets: (tenant: string): Promise<readonly Pick<Street, "name" | "postcode">[]> => db.inTenant(tenant, (tx) =>
      tx.rows<Pick<Street, "name" | "postcode">>(sql`select s.name, s.postcode from streets.street s join streets.list l on l.id = s.list_id where l.active order by s.name, s.postcode`)),
  };
}

export type Streets = ReturnType<typeof createStreets>;

const listOf = ({ id, source, as_of: asOf, streets, postcodes, problems, given_at: givenAt }: ListRow): StreetList => ({ id, source, asOf, streets, postcodes, problems: problems.first, problemCount: problems.count, givenAt });

async function insertStreets(tx: Tx, tenant: string, list: string, streets: readonly Street[]): Promise<void> {
  await tx.run(sql`insert into streets.street (tenant_id, list_id, postcode, spelled, name) select ${tenant}::uuid, ${list}::uuid, postcode, spelled, name
    from unnest(${streets.map(({ postcode }) => postcode)}::text[], ${streets.map(({ spelled }) => spelled)}::text[], ${streets.map(({ name }) => name)}::text[]) as s (postcode, spelled, name)`);
}

async function changeOf(tx: Tx, waiting: string, active: string | undefined): Promise<ListChange> {
  const only = (here: string, there: string | undefined): Promise<{ count: number; names: readonly string[] }> => tx.one(sql`
    with only_here as (select name from streets.street s where s.list_id = ${here} and not exists (select from streets.street o where o.list_id = ${there ?? null}::uuid and o.postcode = s.postcode and o.spelled = s.spelled))
    select (select count(*) from only_here) as count, coalesce((select array_agg(name) from (select distinct name from only_here order by name limit ${namesShown}) n), '{}') as names`);
  const added = await only(waiting, active);
  const gone = active === undefined ? { count: 0, names: [] } : await only(active, waiting);
  return { added: added.count, gone: gone.count, addedNames: added.names, goneNames: gone.names };
}
