import { sql, type Database, type Tx } from "#platform/database";
import { startOfLegalYear, type Clock } from "#platform/clock";
import type { Subscription } from "#platform/events";
import { isId, newId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import { actorId, type Actor } from "./actor.ts";
import { brokenEntries, chainEntries } from "./chain.ts";
import { forgetAccount } from "./forget-account.ts";
import { forgetEntries } from "./forget-entries.ts";

export interface AuditEntry {
  readonly tenant?: string;
  /** Whose data it concerns, so that this account can see it in all towns. */
  readonly account?: string;
  readonly actor: Actor;
  /** `noun.verb`: `application.read`, `decision.provide`. */
  readonly action: string;
  readonly subject: { readonly kind: string; readonly id: string };
}

export interface Reading { readonly at: Date; /** The town whose it was then. */ readonly tenant: string | null; readonly actorKind: Actor["kind"]; readonly actor: string | null; readonly office: string | null; readonly action: string }

export interface ExtensionEntry { readonly at: Date; readonly action: string; readonly subject: AuditEntry["subject"] }

export interface AuditDeps {
  readonly db: Database;
  readonly clock: Clock;
  /**
   * Years after the calendar year of an entry for which it is kept. At least one: the database deletes nothing younger. Default three, as long
   * as most claims may be made (§§ 195, 199 BGB).
   */
  readonly keepYears?: number;
}

export function createAudit({ db, clock, keepYears = 3 }: AuditDeps) {
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
      const rows = await tx.rows<{ at: Date; tenant_id: string | null; actor_kind: Actor["kind"]; actor: string | null; office: string | null; action: string }>(sql`
        select at, tenant_id, actor_kind, actor, office, action from audit.entry
        where subject = ${subject} and action in ('application.read', 'file.read', 'application.fetch', 'person.read') and actor_kind in ('staff', 'extension') order by at desc limit 500`);
      return rows.map((row) => ({ at: row.at, tenant: row.tenant_id, actorKind: row.actor_kind, actor: row.actor, office: row.office, action: row.action }));
    },
    /** What one extension did in a town, newest first; the transaction is the town's. */
    async ofExtension(tx: Tx, given: { readonly tenant: string; readonly client: string; readonly limit: number }): Promise<ExtensionEntry[]> {
      const rows = await tx.rows<{ at: Date; action: string; subject_kind: string; subject: string }>(sql`select at, action, subject_kind, subject from audit.entry
        where tenant_id = ${given.tenant} and actor_kind = 'extension' and actor = ${given.client} order by at desc limit ${given.limit}`);
      return rows.map((row) => ({ at: row.at, action: row.action, subject: { kind: row.subject_kind, id: row.subject } }));
    },
    jobs: {
      "audit.chain": () => chainEntries(db),
      "audit.forget": async () => { await forgetEntries(db, clock, startOfLegalYear(clock.now(), keepYears)); },
    } satisfies Record<string, JobHandler>,
    crontab: ["* * * * * audit.chain", "47 3 * * * audit.forget"],
    subscriptions: [{
      name: "audit.forget-account", to: "account.deleted",
      async handle({ account }) {
        if (!isId(account)) throw new Error("the event names no account");
        await forgetAccount(db, clock, account);
      },
    }] satisfies Subscription[],
    /** Recomputes the chains; returns the ids of entries that do not fit, none when all is untouched. */
    verify: () => brokenEntries(db),
  };
}

export type Audit = ReturnType<typeof createAudit>;
