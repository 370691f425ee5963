import { createHash } from "node:crypto";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import type { Clock } from "#platform/clock";
import type { JobHandler } from "#platform/jobs";
import { actorId, type Actor } from "./actor.ts";

export interface AuditEntry {
  readonly tenant?: string;
  /** Whose data it concerns, so that this account can see it in all towns. */
  readonly account?: string;
  readonly actor: Actor;
  /** `noun.verb`: `application.read`, `decision.provide`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
}

export interface Reading { readonly at: Date; readonly actorKind: Actor["kind"]; readonly actor: string | null; readonly office: string | null; readonly action: string }

export interface ExtensionEntry { readonly at: Date; readonly action: string; readonly subject: AuditEntry["subject"] }

/** Entries without a tenant form the installation's own chain. */
const installationChain = "00000000-0000-0000-0000-000000000000";

export function createAudit({ db, clock }: { readonly db: Database; readonly clock: Clock }) {
  return {
    /** Appends an entry in the caller's transaction. */
    async record(tx: Tx, entry: AuditEntry): Promise<void> {
      const office = entry.actor.kind === "staff" ? entry.actor.office ?? null : null;
      await tx.run(sql`insert into audit.entry (id, tenant_id, account_id, at, actor_kind, actor, office, action, subject_kind, subject)
        values (${newId()}, ${entry.tenant ?? null}, ${entry.account ?? null}, ${clock.now()}, ${entry.actor.kind}, ${actorId(entry.actor)}, ${office},
          ${entry.action}, ${entry.subject.kind}, ${entry.subject.id})`);
    },
    /** Which offices and extensions looked at a subject, and when; newest first. Sees what the transaction's scope admits. */
    async readersOf(tx: Tx, subject: string): Promise<Reading[]> {
      const rows = await tx.rows<{ at: Date; actor_kind: Actor["kind"]; actor: string | null; office: string | null; action: string }>(sql`
        select at, actor_kind, actor, office, action from audit.entry
        where subject = ${subject} and action in ('application.read', 'file.read', 'application.fetch') and actor_kind in ('staff', 'extension') order by at desc limit 500`);
      return rows.map((row) => ({ at: row.at, actorKind: row.actor_kind, actor: row.actor, office: row.office, action: row.action }));
    },
    /** What one extension did in a town, newest first; the transaction is the town's. */
    async ofExtension(tx: Tx, given: { readonly tenant: string; readonly client: string; readonly limit: number }): Promise<ExtensionEntry[]> {
      const rows = await tx.rows<{ at: Date; action: string; subject_kind: string; subject: string }>(sql`select at, action, subject_kind, subject from audit.entry
        where tenant_id = ${given.tenant} and actor_kind = 'extension' and actor = ${given.client} order by at desc limit ${given.limit}`);
      return rows.map((row) => ({ at: row.at, action: row.action, subject: { kind: row.subject_kind, id: row.subject } }));
    },
    jobs: { "audit.chain": () => chainEntries(db) } satisfies Record<string, JobHandler>,
    crontab: ["* * * * * audit.chain"],
    /** Recomputes the chains; returns the ids of entries that do not fit, none when all is untouched. */
    verify: () => brokenEntries(db),
  };
}

export type Audit = ReturnType<typeof createAudit>;

interface EntryRow { id: string; tenant_id: string | null; account_id: string | null; at: Date; actor_kind: string; actor: string | null; office: string | null; action: string; subject_kind: string; subject: string }

function hashOf(previous: Buffer, row: EntryRow): Buffer {
  const canonical = JSON.stringify([row.id, row.tenant_id, row.account_id, row.at.toISOString(), row.actor_kind, row.actor, row.office, row.action, row.subject_kind, row.subject]);
  return createHash("sha256").update(previous).update(canonical).digest();
}

/** Links the entries that have no place yet, oldest first. One worker at a time; what it misses the next run takes. */
async function chainEntries(db: Database): Promise<void> {
  await db.asOperator("chain the audit entries", async (tx) => {
    const { held } = await tx.one<{ held: boolean }>(sql`select pg_try_advisory_xact_lock(7300030) as held`);
    if (!held) return;
    const rows = await tx.rows<EntryRow>(sql`select e.* from audit.entry e left join audit.link l on l.entry_id = e.id where l.entry_id is null order by e.id limit 5000`);
    const heads = new Map<string, { position: number; hash: Buffer }>();
    for (const chain of new Set(rows.map((row) => row.tenant_id ?? installationChain))) {
      const head = await tx.maybe<{ position: number; hash: Buffer }>(sql`select position, hash from audit.link where chain = ${chain} order by position desc limit 1`);
      heads.set(chain, head ?? { position: 0, hash: Buffer.alloc(32) });
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

async function brokenEntries(db: Database): Promise<string[]> {
  return db.asOperator("verify the audit chains", async (tx) => {
    const rows = await tx.rows<EntryRow & { chain: string; position: number; hash: Buffer }>(sql`
      select l.chain, l.position, l.hash, e.* from audit.link l left join audit.entry e on e.id = l.entry_id order by l.chain, l.position`);
    const broken: string[] = [];
    let chain = "";
    let previous = Buffer.alloc(32);
    let position = 0;
    for (const row of rows) {
      if (row.chain !== chain) { chain = row.chain; previous = Buffer.alloc(32); position = 0; }
      position += 1;
      if (row.id === null || row.position !== position || !hashOf(previous, row).equals(row.hash)) broken.push(row.id ?? `${row.chain}/${row.position}`);
      previous = row.hash as Buffer<ArrayBuffer>;
    }
    return broken;
  });
}
