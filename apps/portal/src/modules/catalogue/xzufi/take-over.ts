import { readTransfer, type XzufiProblem } from "@kommunalportal/xzufi";
import type { Clock } from "#platform/clock";
import { sql, type Database, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { dropLocalText, putLocalText, putOffices, putOnlineServices, putResponsibilities, type Owner } from "../write-local.ts";
import { importState } from "./import-state.ts";
import { keysOf, planImport, type ImportPlan } from "./plan-import.ts";
import type { Entry, Step } from "./plan.ts";

type Actor = { readonly kind: "staff"; readonly id: string } | { readonly kind: "system"; readonly what: string };

export interface XzufiImportDeps {
  readonly db: Database;
  readonly clock: Clock;
  readonly audit: { record(tx: Tx, entry: { readonly tenant: string; readonly actor: Actor; readonly action: string; readonly subject: { readonly kind: string; readonly id: string } }): Promise<void> };
  /** Offices that a town's online services send to. */
  readonly rolesInUse: (tenant: string) => ReadonlySet<string>;
}

/** What a file says of a town. `warnings`: what the reader did not understand. */
export type ImportView =
  | { readonly ok: true; readonly entries: readonly Entry[]; readonly changes: number; readonly warnings: readonly XzufiProblem[] }
  | { readonly ok: false; readonly errors: readonly XzufiProblem[] };

export interface WaitingTransfer { readonly id: string; readonly fileName: string; readonly givenAt: Date; readonly view: ImportView }

/** Bytes of a file that an editor gives, and of one that the command reads. */
export const largestTransfer = 16 * 1024 * 1024;

/** Taking over what a Redaktion says of a town: looked at first, then all of it in one transaction. */
export function createXzufiImport({ db, clock, audit, rolesInUse }: XzufiImportDeps) {
  async function plan(tx: Tx, owner: Owner, bytes: Uint8Array, overwrite: boolean): Promise<{ readonly view: ImportView; readonly steps: ImportPlan["steps"] }> {
    const read = readTransfer(bytes, { maxBytes: largestTransfer, maxObjects: 20_000 });
    if (!read.ok) return { view: { ok: false, errors: read.errors }, steps: [] };
    const roles = rolesInUse(owner.id);
    const { steps, entries } = planImport(owner, await importState(tx, owner.id, keysOf(read.transfer)), read.transfer, { overwrite, roleInUse: (role) => roles.has(role) });
    return { view: { ok: true, entries, changes: steps.filter((step) => step.do !== "remember" && step.do !== "forget").length, warnings: read.warnings }, steps };
  }
  async function carryOut(tx: Tx, owner: Owner, bytes: Uint8Array, overwrite: boolean, actor: Actor): Promise<ImportView> {
    await tx.run(sql`select pg_advisory_xact_lock(hashtextextended(${`catalogue ${owner.id} xzufi`}, 0))`);
    const { view, steps } = await plan(tx, owner, bytes, overwrite);
    if (!view.ok) return view;
    for (const step of steps) await carry(tx, owner, step, clock.now());
    await audit.record(tx, { tenant: owner.id, actor, action: "catalogue.import", subject: { kind: "xzufi", id: newId(clock.now().getTime()) } });
    return view;
  }

  return {
    /** What a file would change; nothing is. */
    preview: (owner: Owner, bytes: Uint8Array, overwrite = false): Promise<ImportView> => db.inTenant(owner.id, async (tx) => (await plan(tx, owner, bytes, overwrite)).view),
    /** Takes it over: all of it or, with an error, nothing. */
    takeOver: (owner: Owner, bytes: Uint8Array, options: { readonly overwrite: boolean; readonly actor: Actor }): Promise<ImportView> => db.inTenant(owner.id, (tx) => carryOut(tx, owner, bytes, options.overwrite, options.actor)),

    /** Keeps a file to be looked at, where it can be read; the one before is gone. */
    async keep(given: { readonly owner: Owner; readonly staff: string; readonly fileName: string; readonly bytes: Uint8Array }): Promise<ImportView> {
      return db.inTenant(given.owner.id, async (tx) => {
        const { view } = await plan(tx, given.owner, given.bytes, false);
        if (!view.ok) return view;
        await tx.run(sql`insert into catalogue.waiting_transfer (tenant_id, id, file_name, content, given_by, given_at)
          values (${given.owner.id}, ${newId(clock.now().getTime())}, ${given.fileName.slice(0, 200) || "Datei"}, ${Buffer.from(given.bytes)}, ${given.staff}, ${clock.now()})
          on conflict (tenant_id) do update set id = excluded.id, file_name = excluded.file_name, content = excluded.content, given_by = excluded.given_by, given_at = excluded.given_at`);
        return view;
      });
    },
    /** The file that waits, with what it would change as the town is now. */
    waiting: (owner: Owner, overwrite: boolean): Promise<WaitingTransfer | undefined> => db.inTenant(owner.id, async (tx) => {
      const row = await tx.maybe<{ id: string; file_name: string; content: Buffer; given_at: Date }>(sql`select id, file_name, content, given_at from catalogue.waiting_transfer where tenant_id = ${owner.id}`);
      return row && { id: row.id, fileName: row.file_name, givenAt: row.given_at, view: (await plan(tx, owner, row.content, overwrite)).view };
    }),
    /** Takes the file over that was looked at. undefined: another one waits by now, or none. */
    takeWaiting: (given: { readonly owner: Owner; readonly staff: string; readonly id: string; readonly overwrite: boolean }): Promise<ImportView | undefined> => db.inTenant(given.owner.id, async (tx) => {
      const row = await tx.maybe<{ content: Buffer }>(sql`delete from catalogue.waiting_transfer where tenant_id = ${given.owner.id} and id = ${given.id} returning content`);
      return row && carryOut(tx, given.owner, row.content, given.overwrite, { kind: "staff", id: given.staff });
    }),
    discard: (owner: Owner, id: string): Promise<boolean> => db.inTenant(owner.id, async (tx) => (await tx.maybe(sql`delete from catalogue.waiting_transfer where tenant_id = ${owner.id} and id = ${id} returning id`)) !== undefined),
  };
}

export type XzufiImport = ReturnType<typeof createXzufiImport>;

async function carry(tx: Tx, owner: Owner, step: Step, now: Date): Promise<void> {
  switch (step.do) {
    case "text": return Object.keys(step.text).length === 0 ? dropLocalText(tx, owner, step.leikaKey, step.lang) : putLocalText(tx, owner, step.leikaKey, step.lang, step.text, now);
    case "office": return putOffices(tx, owner, [{ role: step.role, details: step.details, position: step.position }], now);
    case "responsibility": return putResponsibilities(tx, owner, [step.row]);
    case "online": return putOnlineServices(tx, owner, [step.row], now);
    case "drop-office": return tx.run(sql`delete from catalogue.office where tenant_id = ${owner.id} and role = ${step.role}`).then(() => {});
    case "drop-responsibility": return tx.run(sql`delete from catalogue.responsibility where tenant_id = ${owner.id} and leika_key = ${step.row.leikaKey} and ars_prefix = ${step.row.area} and office = ${step.row.office}`).then(() => {});
    case "drop-online": return tx.run(sql`delete from catalogue.online_service where tenant_id = ${owner.id} and leika_key = ${step.row.leikaKey} and ars_prefix = ${step.row.area} and url = ${step.row.url}`).then(() => {});
    case "remember": return remember(tx, owner, step.object, now);
    case "forget": return tx.run(sql`delete from catalogue.imported where tenant_id = ${owner.id} and agency = ${step.object.agency} and kind = ${step.object.kind} and object_id = ${step.object.id}`).then(() => {});
  }
}

async function remember(tx: Tx, owner: Owner, { agency, kind, id, became, hash }: Extract<Step, { do: "remember" }>["object"], now: Date): Promise<void> {
  await tx.run(sql`insert into catalogue.imported (tenant_id, agency, kind, object_id, became, hash, taken_at) values (${owner.id}, ${agency}, ${kind}, ${id}, ${JSON.stringify(became)}::jsonb, ${hash}, ${now})
    on conflict (tenant_id, agency, kind, object_id) do update set became = excluded.became, hash = excluded.hash, taken_at = excluded.taken_at`);
}
