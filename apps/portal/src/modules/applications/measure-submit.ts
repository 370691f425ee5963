/**
 * Prints the statements of one submission, then measures submissions by 10 clients against the same database's rate of bare commits. Rough: the
 * bench of the installation is the real figure. Run: `node --conditions=kommunalportal-source <this file>` with TEST_DATABASE_ADMIN_URL.
 */
import { performance } from "node:perf_hooks";
import { sql, type Database, type Sql, type Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { draftOf, erika, testWorld } from "./test-world.ts";

const clients = 10;
const each = 60;
const world = await testWorld({ max: clients });
const say = (line: string): void => { process.stdout.write(`${line}\n`); };

const sent: string[] = [];
const spied = (tx: Tx): Tx => {
  const note = (statement: Sql): Sql => { sent.push(statement.text.replace(/\s+/g, " ").trim().slice(0, 100)); return statement; };
  return { scope: tx.scope, rows: (s) => tx.rows(note(s)), maybe: (s) => tx.maybe(note(s)), one: (s) => tx.one(note(s)), run: (s) => tx.run(note(s)), later: (s, check) => { tx.later(note(s), check); }, atEnd: (locks, s) => { tx.atEnd(locks, note(s)); } };
};
const spying: Database = { ...world.db, inTenant: (tenant, work, options) => world.db.inTenant(tenant, (tx) => work(spied(tx)), options) };
const submitWith = async (applications: typeof world.applications, applicant: ReturnType<typeof erika>, draft: { readonly id: string; readonly tenant: string }): Promise<void> => {
  const outcome = await applications.submit({ draft: draft.id, tenant: draft.tenant, applicant, confirmed: true, requestId: newId() });
  if (outcome.kind !== "submitted") throw new Error(outcome.kind);
};
const first = erika();
await submitWith(world.with({ db: spying }), first, await draftOf(world, first));
say(["begin", ...sent, "commit"].map((line, i) => `${i + 1}. ${line}`).join("\n"));

const applicants = Array.from({ length: clients }, () => erika());
const drafts = await Promise.all(applicants.map(async (applicant) => {
  const mine = [];
  for (let i = 0; i < each; i += 1) mine.push(await draftOf(world, applicant));
  return mine;
}));
const times: number[] = [];
const cpu = process.cpuUsage();
const start = performance.now();
await Promise.all(applicants.map(async (applicant, c) => {
  for (const draft of drafts[c] ?? []) {
    const before = performance.now();
    await submitWith(world.applications, applicant, draft);
    times.push(performance.now() - before);
  }
}));
const seconds = (performance.now() - start) / 1000;
const used = process.cpuUsage(cpu);
times.sort((a, b) => a - b);
const at = (share: number): string => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
say(`${times.length} submissions by ${clients} clients: ${(times.length / seconds).toFixed(0)}/s, p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, ${((used.user + used.system) / 1000 / times.length).toFixed(2)} ms CPU of this process each`);

const bare = performance.now();
await Promise.all(applicants.map(async () => {
  for (let i = 0; i < each; i += 1) await world.db.inTenant(world.musterstadt.id, (tx) => tx.run(sql`insert into applications.reference values (${newId()}, ${world.musterstadt.id}, ${newId()})`));
}));
say(`bare one-row commits over as many connections: ${((clients * each) / ((performance.now() - bare) / 1000)).toFixed(0)}/s`);
