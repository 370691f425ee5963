import { createHash } from "node:crypto";
import { sql, type Database, type Tx } from "#platform/database";

/** Entries without a tenant form the installation's own chain. */
export const installationChain = "00000000-0000-0000-0000-000000000000";
/** Held while links are added or taken away: one worker at a time. */
const chainLock = 7_300_030;

export interface EntryRow { id: string; tenant_id: string | null; account_id: string | null; at: Date; actor_kind: string; actor: string | null; office: string | null; action: string; subject_kind: string; subject: string }
interface Head { readonly position: number; readonly hash: Buffer }

export async function holdChains(tx: Tx): Promise<boolean> {
  return (await tx.one<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(${chainLock}) as held`)).held;
}

/** The same, until it may be held. */
export async function waitForChains(tx: Tx): Promise<void> {
  await tx.rows(sql`select pg_advisory_xact_lock(${chainLock})`);
}

export function hashOf(previous: Buffer, row: EntryRow): Buffer {
  return createHash("sha256").update(previous).update(canonical(row)).digest();
}

/** Of what is left of an entry whose account was deleted; stands in the chain, in the entry that records it. */
export function stubHash(row: EntryRow): string {
  return createHash("sha256").update(canonical(row)).digest("hex");
}

function canonical(row: EntryRow): string {
  return JSON.stringify([row.id, row.tenant_id, row.account_id, row.at.toISOString(), row.actor_kind, row.actor, row.office, row.action, row.subject_kind, row.subject]);
}

/** Where a chain begins: the last link that is gone, or nothing before the first. */
async function startOf(tx: Tx, chain: string): Promise<Head> {
  return await tx.maybe<Head>(sql`select position, hash from audit.start where chain = ${chain}`) ?? { position: 0, hash: Buffer.alloc(32) };
}

/** Links the entries that have no place yet, oldest first. One worker at a time; what it misses the next run takes. */
export async function chainEntries(db: Database): Promise<void> {
  await db.asOperator("chain the audit entries", async (tx) => {
    if (!await holdChains(tx)) return;
    const rows = await tx.rows<EntryRow>(sql`select e.* from audit.entry e left join audit.link l on l.entry_id = e.id where l.entry_id is null order by e.id limit 5000`);
    const heads = new Map<string, Head>();
    for (const chain of new Set(rows.map((row) => row.tenant_id ?? installationChain))) {
      heads.set(chain, await tx.maybe<Head>(sql`select position, hash from audit.link where chain = ${chain} order by position desc limit 1`) ?? await startOf(tx, chain));
    }
    const links = rows.map((row) => {
      const chain = row.tenant_id ?? installationChain;
      const before = heads.get(chain)!;
      const link = { chain, position: before.position + 1, entry: row.id, hash: hashOf(before.hash, row) };
      heads.set(chain, link);
      return link;
    });
    if (links.length > 0) {
      await tx.run(sql`insert into audit.link select * from unnest(${links.map((l) => l.chain)}::uuid[], ${links.map((l) => l.position)}::bigint[],
        ${links.map((l) => l.entry)}::uuid[], ${links.map((l) => l.hash)}::bytea[])`);
    }
  });
}

const page = 5_000;

/** Whether an entry behind it in its chain records that its account was deleted, and with exactly what is left. */
async function isStub(tx: Tx, chain: string, row: EntryRow & { readonly position: number }): Promise<boolean> {
  return (await tx.maybe(sql`select 1 as one from audit.entry e join audit.link l on l.entry_id = e.id
    where e.subject = ${`${row.id} ${stubHash(row)}`} and e.action = 'audit.unlink' and l.chain = ${chain} and l.position > ${row.position} limit 1`)) !== undefined;
}

/** Recomputes every chain from its start on, a page of links at a time; names what was changed or is missing. */
export async function brokenEntries(db: Database): Promise<string[]> {
  return db.asOperator("verify the audit chains", async (tx) => {
    const broken: string[] = [];
    for (const { chain } of await tx.rows<{ chain: string }>(sql`select distinct chain from audit.link`)) {
      let before = await startOf(tx, chain);
      for (;;) {
        const rows = await tx.rows<EntryRow & { position: number; hash: Buffer }>(sql`select l.position, l.hash, e.* from audit.link l left join audit.entry e on e.id = l.entry_id
          where l.chain = ${chain} and l.position > ${before.position} order by l.position limit ${page}`);
        for (const row of rows) {
          if (row.id === null || row.position !== before.position + 1) broken.push(row.id ?? `${chain}/${row.position}`);
          else if (!hashOf(before.hash, row).equals(row.hash) && !(await isStub(tx, chain, row))) broken.push(row.id);
          before = row;
        }
        if (rows.length < page) break;
      }
    }
    return broken;
  });
}
