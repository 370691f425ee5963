import { randomBytes, randomInt } from "node:crypto";
import { createApplications, defaultSettings } from "../apps/portal/src/modules/applications/index.ts";
import { connect, createDatabase, Sql, sql, type Database, type Tx } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import type { Citizen } from "./citizens.ts";
import { inParallel, spreadOf, timed, type Spread } from "./figures.ts";
import { readyDraft } from "./ready-drafts.ts";
import type { Stage } from "./stage.ts";

/** A statement, and whether it left together with the next one (`Tx.later`). */
interface Sent { readonly statement: Sql; readonly later: boolean }

/** One submission as the database saw it: its statements between begin and commit, in order. */
export interface Captured { readonly statements: readonly Sent[]; readonly reference: string; readonly draft: string; readonly citizen: Citizen }

/** Submits once in this process and writes down what was sent to PostgreSQL. */
export async function captureSubmission(stage: Stage, citizen: Citizen): Promise<Captured> {
  const { house, town } = stage;
  const statements: Sent[] = [];
  const noting = (tx: Tx): Tx => {
    const note = (statement: Sql, later = false): Sql => { statements.push({ statement, later }); return statement; };
    return { scope: tx.scope, rows: (s) => tx.rows(note(s)), maybe: (s) => tx.maybe(note(s)), one: (s) => tx.one(note(s)), run: (s) => tx.run(note(s)), later: (s, check) => { tx.later(note(s, true), check); } };
  };
  const db: Database = { ...house.db, inTenant: (tenant, work, options) => house.db.inTenant(tenant, (tx) => work(noting(tx)), options) };
  const applications = createApplications({
    db, clock: house.clock, towns: house.tenants, accounts: house.accounts, services: house.forms, audit: house.audit, files: house.files, scanner: house.scanner, documents: house.documents,
    pepper: house.config.INSTALLATION_PEPPER, claims: house.payments.claims, settings: { ...defaultSettings, allowUnchecked: true },
  });
  const { session } = citizen;
  const applicant = { owner: session.owner, level: session.level, person: session.person, ...(session.account === undefined ? {} : { account: session.account }) };
  const submit = (draft: string) => applications.submit({ draft, tenant: town.id, applicant, confirmed: true, requestId: newId() });
  // The first fills the caches of town and form.
  await submit(await readyDraft(stage, citizen));
  statements.length = 0;
  const draft = await readyDraft(stage, citizen);
  const outcome = await submit(draft);
  if (outcome.kind !== "submitted") throw new Error(`the submission to copy ended as ${outcome.kind}`);
  return { statements, reference: outcome.reference, draft, citizen };
}

/**
 * Sends the captured statements again and again over `connections` connections, each time with other ids, keys, hashes and reference and
 * with a draft to delete: what this PostgreSQL can do when nothing but its client stands before it. Everything it wrote is taken away afterwards.
 */
export async function replaySubmissions(stage: Stage, captured: Captured, count: number, connections: number): Promise<{ readonly perSecond: number; readonly spread: Spread }> {
  const { house, town } = stage;
  const { owner } = captured.citizen.session;
  const model = await readyDraft(stage, captured.citizen);
  const drafts = Array.from({ length: count }, () => newId());
  await house.db.asOperator("drafts for the bench", (tx) => tx.run(sql`insert into applications.draft
    select (jsonb_populate_record(d, jsonb_build_object('id', given.id))).* from applications.draft d, unnest(${drafts}::uuid[]) as given (id) where d.id = ${model}`));
  const prepared = drafts.map((draft) => fresh(captured, draft, new Set([town.id, owner])));
  const pool = connect({ url: stage.installation.urls.app, max: connections, name: "bench raw", onIdleError: () => {} });
  const db = createDatabase(pool);
  const once = (statements: readonly Sent[]): Promise<void> => db.inTenant(town.id, async (tx) => { for (const { statement, later } of statements) { if (later) tx.later(statement); else await tx.run(statement); } }, { account: owner });
  try {
    // Every connection plans its statements once before the clock runs.
    const [warmUp, measured] = [prepared.slice(0, connections * 2), prepared.slice(connections * 2)];
    await inParallel(warmUp, connections, ({ statements }) => once(statements));
    const times: number[] = [];
    const seconds = await inParallel(measured, connections, ({ statements }) => timed(times, () => once(statements)));
    return { perSecond: measured.length / seconds, spread: spreadOf(times) };
  } finally {
    await db.close();
    await house.applications.deleteDraft({ draft: model, applicant: { owner } });
    await takeAway(stage, prepared.map(({ reference }) => reference));
  }
}

function fresh(captured: Captured, draft: string, kept: ReadonlySet<string>): { readonly statements: readonly Sent[]; readonly reference: string } {
  const ids = new Map<string, string>([[captured.draft, draft]]);
  const reference = captured.reference.replace(/[0-9A-Z]{4}-[0-9A-Z]{4,6}$/, (end) => end.replace(/[0-9A-Z]/g, () => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[randomInt(32)]!));
  const other = (id: string): string => { if (kept.has(id)) return id; const known = ids.get(id) ?? newId(); ids.set(id, known); return known; };
  const changed = (value: unknown): unknown => {
    if (Buffer.isBuffer(value)) return randomBytes(value.length);
    if (Array.isArray(value)) return value.map(changed);
    if (typeof value !== "string") return value;
    return value === captured.reference ? reference : value.replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, other);
  };
  return { reference, statements: captured.statements.map(({ statement, later }) => ({ statement: new Sql(statement.strings, statement.values.map(changed), statement.name, statement.text), later })) };
}

/** Applications with invented keys must not stay: no job could open them. */
export async function takeAway({ house, asWorker }: Stage, references: readonly string[]): Promise<void> {
  await asWorker("delete from graphile_worker._private_jobs");
  await house.db.asOperator("take away what the bench wrote", async (tx) => {
    const ids = (await tx.rows<{ id: string }>(sql`select id from applications.application where reference = any(${references}::text[])`)).map(({ id }) => id);
    await tx.run(sql`delete from applications.event where application_id = any(${ids}::uuid[])`);
    await tx.run(sql`delete from applications.part where application_id = any(${ids}::uuid[])`);
    await tx.run(sql`delete from applications.search_word where application_id = any(${ids}::uuid[])`);
    await tx.run(sql`delete from applications.application where id = any(${ids}::uuid[])`);
  });
}
