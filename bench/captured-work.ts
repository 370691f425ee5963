import { randomBytes, randomInt } from "node:crypto";
import { connect, createDatabase, Sql, type Database, type Reading, type Tx } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { inParallel, spreadOf, timed, type Spread } from "./figures.ts";
import type { Stage } from "./stage.ts";

interface Sent { readonly statement: Sql; readonly later: boolean }
type Renamed = (value: string) => string;

/** One transaction (or single statement) of a use case as the database saw it. */
interface Unit {
  readonly statements: Sent[];
  readonly run: (db: Database, statements: readonly Sent[], renamed: Renamed) => Promise<unknown>;
}

/** Everything that one run of a use case sent to PostgreSQL, in order. */
export interface CapturedWork { readonly units: readonly Unit[] }

/** A database that writes down what is sent through it. `take` gives it and begins anew. */
export function capturing(db: Database): { readonly db: Database; take(): CapturedWork } {
  let units: Unit[] = [];
  const noted = (statements: Sent[]) => (statement: Sql, later = false): Sql => { statements.push({ statement, later }); return statement; };
  const reading = (tx: Reading, statements: Sent[]): Reading => {
    const note = noted(statements);
    return { scope: tx.scope, rows: (s) => tx.rows(note(s)), maybe: (s) => tx.maybe(note(s)), one: (s) => tx.one(note(s)) };
  };
  const noting = (tx: Tx, statements: Sent[]): Tx => {
    const note = noted(statements);
    return { ...reading(tx, statements), run: (s) => tx.run(note(s)), later: (s, check) => { tx.later(note(s, true), check); }, atEnd: (locks, s) => { tx.atEnd(locks, note(s, true)); } };
  };
  const unit = (run: Unit["run"]): Sent[] => { const statements: Sent[] = []; units.push({ statements, run }); return statements; };
  const again = (statements: readonly Sent[]) => async (tx: Tx): Promise<void> => { for (const { statement, later } of statements) { if (later) tx.later(statement); else await tx.run(statement); } };
  return {
    db: {
      ...db,
      inTenant: (tenant, work, options) => {
        const statements = unit((to, sent, renamed) => to.inTenant(tenant, again(sent), options?.account === undefined ? {} : { account: renamed(options.account) }));
        return db.inTenant(tenant, (tx) => work(noting(tx, statements)), options);
      },
      asAccount: (account, work) => { const statements = unit((to, sent, renamed) => to.asAccount(renamed(account), again(sent))); return db.asAccount(account, (tx) => work(noting(tx, statements))); },
      asOperator: (reason, work) => { const statements = unit((to, sent) => to.asOperator(reason, again(sent))); return db.asOperator(reason, (tx) => work(noting(tx, statements))); },
      published: (work) => { const statements = unit((to, sent) => to.published(again(sent))); return db.published((tx) => work(noting(tx, statements))); },
      readTogether: (scope, work) => {
        const statements = unit((to, sent) => to.readTogether(scope, (tx) => Promise.all(sent.map(({ statement }) => tx.rows(statement)))));
        return db.readTogether(scope, (tx) => work(reading(tx, statements)));
      },
      read: (scope, statement) => { unit((to, [one]) => to.read(scope, one!.statement)).push({ statement, later: false }); return db.read(scope, statement); },
      call: (statement) => { unit((to, [one]) => to.call(one!.statement)).push({ statement, later: false }); return db.call(statement); },
    },
    take() { const taken = units; units = []; return { units: taken }; },
  };
}

/** What stays as it was when the work is done again: ids of what is there, tokens by their hash. Everything else gets other ids, keys and hashes. */
export interface Kept { readonly ids: ReadonlySet<string>; readonly bytes: readonly Buffer[]; /** A reference that must be another one each time. */ readonly reference?: string; /** An id that stands for another one prepared for each time: `by` as many as are sent. */ readonly replaced?: { readonly id: string; readonly by: readonly string[] } }

/**
 * Sends the captured work again and again over `connections` connections: what this PostgreSQL can do when nothing but its client stands
 * before it. Gives the references that were made up.
 */
export async function replayWork(stage: Stage, work: CapturedWork, kept: Kept, count: number, connections: number): Promise<{ readonly perSecond: number; readonly spread: Spread; readonly references: readonly string[] }> {
  const prepared = Array.from({ length: count }, (_none, at) => freshWork(work, kept, at));
  const db = createDatabase(connect({ url: stage.installation.urls.app, max: connections, name: "bench raw", onIdleError: () => {} }));
  const once = async ({ units, renamed }: (typeof prepared)[number]): Promise<void> => { for (const { statements, run } of units) await run(db, statements, renamed); };
  try {
    // Every connection plans its statements once before the clock runs.
    const [warmUp, measured] = [prepared.slice(0, connections * 2), prepared.slice(connections * 2)];
    await inParallel(warmUp, connections, once);
    const times: number[] = [];
    const seconds = await inParallel(measured, connections, (one) => timed(times, () => once(one)));
    return { perSecond: measured.length / seconds, spread: spreadOf(times), references: prepared.flatMap(({ reference }) => reference ?? []) };
  } finally {
    await db.close();
  }
}

function freshWork(work: CapturedWork, kept: Kept, at: number): { readonly units: readonly Unit[]; readonly renamed: Renamed; readonly reference: string | undefined } {
  const { replaced } = kept;
  const ids = new Map<string, string>(replaced ? [[replaced.id, replaced.by[at] ?? newId()]] : []);
  const reference = kept.reference?.replace(/[0-9A-Z]{4}-[0-9A-Z]{4,6}$/, (end) => end.replace(/[0-9A-Z]/g, () => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[randomInt(32)]!));
  const other = (id: string): string => { if (kept.ids.has(id)) return id; const known = ids.get(id) ?? newId(); ids.set(id, known); return known; };
  const renamed: Renamed = (text) => (reference !== undefined && text === kept.reference ? reference : text.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, other));
  const changed = (value: unknown): unknown => {
    if (Buffer.isBuffer(value)) return kept.bytes.some((one) => one.equals(value)) ? value : randomBytes(value.length);
    if (Array.isArray(value)) return value.map(changed);
    return typeof value === "string" ? renamed(value) : value;
  };
  const units = work.units.map(({ statements, run }) => ({ run, statements: statements.map(({ statement, later }) => ({ statement: new Sql(statement.strings, statement.values.map(changed), statement.name, statement.text), later })) }));
  return { units, renamed, reference };
}
