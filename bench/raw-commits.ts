import { createApplications, defaultSettings } from "../apps/portal/src/modules/applications/index.ts";
import { sql } from "../apps/portal/src/platform/database/index.ts";
import { newId } from "../apps/portal/src/platform/ids/index.ts";
import { capturing, replayWork, type CapturedWork } from "./captured-work.ts";
import type { Citizen } from "./citizens.ts";
import type { Spread } from "./figures.ts";
import { readyDraft } from "./ready-drafts.ts";
import type { Stage } from "./stage.ts";

/** One submission as the database saw it. */
export interface Captured { readonly work: CapturedWork; readonly reference: string; readonly draft: string; readonly citizen: Citizen }

/** Submits once in this process and writes down what was sent to PostgreSQL. */
export async function captureSubmission(stage: Stage, citizen: Citizen): Promise<Captured> {
  const { house, town } = stage;
  const { db, take } = capturing(house.db);
  const applications = createApplications({
    db, clock: house.clock, towns: house.tenants, accounts: house.accounts, services: house.forms, audit: house.audit, files: house.files, scanner: house.scanner, documents: house.documents,
    pepper: house.config.INSTALLATION_PEPPER, claims: house.payments.claims, settings: { ...defaultSettings, allowUnchecked: true },
  });
  const { session } = citizen;
  const applicant = { owner: session.owner, level: session.level, person: session.person, ...(session.account === undefined ? {} : { account: session.account }) };
  const submit = (draft: string) => applications.submit({ draft, tenant: town.id, applicant, confirmed: true, requestId: newId() });
  // The first fills the caches of town and form.
  await submit(await readyDraft(stage, citizen));
  const draft = await readyDraft(stage, citizen);
  take();
  const outcome = await submit(draft);
  if (outcome.kind !== "submitted") throw new Error(`the submission to copy ended as ${outcome.kind}`);
  return { work: take(), reference: outcome.reference, draft, citizen };
}

/** Sends the captured submission again and again (`replayWork`), each time with a draft to delete. Everything it wrote is taken away afterwards. */
export async function replaySubmissions(stage: Stage, captured: Captured, count: number, connections: number): Promise<{ readonly perSecond: number; readonly spread: Spread }> {
  const { house, town } = stage;
  const { owner } = captured.citizen.session;
  const model = await readyDraft(stage, captured.citizen);
  const drafts = Array.from({ length: count }, () => newId());
  await house.db.asOperator("drafts for the bench", (tx) => tx.run(sql`insert into applications.draft
    select (jsonb_populate_record(d, jsonb_build_object('id', given.id))).* from applications.draft d, unnest(${drafts}::uuid[]) as given (id) where d.id = ${model}`));
  let written: readonly string[] = [];
  try {
    const { references, ...figures } = await replayWork(stage, captured.work, { ids: new Set([town.id, owner]), bytes: [], reference: captured.reference, replaced: { id: captured.draft, by: drafts } }, count, connections);
    written = references;
    return figures;
  } finally {
    await house.applications.deleteDraft({ draft: model, applicant: { owner } });
    await takeAway(stage, written);
  }
}

/** Applications with invented keys must not stay: no job could open them. */
export async function takeAway({ house, dropJobs }: Stage, references: readonly string[]): Promise<void> {
  await dropJobs();
  await house.db.asOperator("take away what the bench wrote", async (tx) => {
    const ids = (await tx.rows<{ id: string }>(sql`select id from applications.application where reference = any(${references}::text[])`)).map(({ id }) => id);
    await tx.run(sql`delete from applications.event where application_id = any(${ids}::uuid[])`);
    await tx.run(sql`delete from applications.part where application_id = any(${ids}::uuid[])`);
    await tx.run(sql`delete from applications.search_word where application_id = any(${ids}::uuid[])`);
    await tx.run(sql`delete from applications.application where id = any(${ids}::uuid[])`);
  });
}
