import { createHash } from "node:crypto";
import { sql, type Tx } from "#platform/database";
import type { DefinitionProblem } from "@kommunalportal/form-engine";
import { findCopy } from "./copy-store.ts";
import { createCopy, discardCopy } from "./create-copy.ts";
import { editCopy, type WorkshopDeps } from "./edit-copy.ts";
import { askForReview } from "./review-copy.ts";
import type { Editor, WorkingCopy } from "./working-copy.ts";

/** A program known to the installation, by its id; `name` stands in the history. */
export interface Proposer { readonly program: string; readonly name: string }

export interface Proposal {
  readonly tenant: string;
  readonly by: Proposer;
  readonly slug: string;
  readonly content: { readonly service: unknown; readonly form: unknown; readonly tests: unknown };
  /** For the editors. */
  readonly note: string | undefined;
}

export type ProposeOutcome =
  | { readonly ok: true; readonly copy: WorkingCopy }
  | { readonly ok: false; readonly why: "not-valid"; readonly problems: readonly DefinitionProblem[] }
  /** `changed-meanwhile`: the town's editors have changed what the program put there; it is not overwritten. */
  | { readonly ok: false; readonly why: "name-taken" | "changed-meanwhile" };

interface Row { readonly copy_id: string; readonly revision: number }

/**
 * A service package of a program, put before the town's editors: checked as for a publication, then a working copy in review. Proposed again it is
 * the next state of the same copy; a second time unchanged it changes nothing, so whoever was cut off may simply ask again.
 */
export async function proposeCopy(deps: WorkshopDeps, proposal: Proposal): Promise<ProposeOutcome> {
  const { tenant, slug } = proposal;
  const by: Editor = { id: programId(proposal.by.program), name: `Programm: ${proposal.by.name}`.slice(0, 200) };
  const known = await deps.db.inTenant(tenant, (tx) => rowOf(tx, proposal));
  // What the town threw away before it was ever published may be proposed anew: its row went with the copy.
  const state = known ? await nextState(deps, proposal, by, known) : await firstState(deps, proposal, by);
  if (!state.ok) return state;
  const reviewed = state.copy.state === "draft" ? await inReview(deps, proposal, by, state.copy, known === undefined) : state;
  if (!reviewed.ok) return reviewed;
  const { copy } = reviewed;
  await deps.db.inTenant(tenant, (tx) => tx.run(sql`insert into forms.proposal (tenant_id, program, slug, copy_id, revision, proposed_at) values (${tenant}, ${proposal.by.program}, ${slug}, ${copy.id}, ${copy.revision}, ${deps.clock.now()})
    on conflict (tenant_id, program, slug) do update set copy_id = excluded.copy_id, revision = excluded.revision, proposed_at = excluded.proposed_at`));
  return reviewed;
}

/** What a program has proposed to a town, by name. */
export async function proposalsOf(tx: Tx, given: { readonly tenant: string; readonly program: string }): Promise<readonly WorkingCopy[]> {
  const rows = await tx.rows<Row>(sql`select copy_id, revision from forms.proposal where tenant_id = ${given.tenant} and program = ${given.program} order by slug limit 200`);
  const copies: WorkingCopy[] = [];
  for (const { copy_id } of rows) { const copy = await findCopy(tx, copy_id); if (copy) copies.push(copy); }
  return copies;
}

async function firstState(deps: WorkshopDeps, { tenant, slug, content }: Proposal, by: Editor): Promise<ProposeOutcome> {
  const made = await createCopy(deps, { tenant, by, what: "Von einem Programm vorgeschlagen", content, mayAll: false });
  if (made.ok || made.why === "not-valid") return made;
  // Cut off between the copy and its row: the copy is there and nobody but this program has worked on it.
  const left = await deps.db.inTenant(tenant, (tx) => tx.maybe<Row>(sql`select id as copy_id, revision from forms.working_copy where tenant_id = ${tenant} and slug = ${slug} and adapts is null and editors = array[${by.id}::uuid]`));
  return left ? nextState(deps, { tenant, slug, content }, by, left) : { ok: false, why: "name-taken" };
}

async function nextState(deps: WorkshopDeps, { tenant, content }: Pick<Proposal, "tenant" | "slug" | "content">, by: Editor, known: Row): Promise<ProposeOutcome> {
  const edited = await editCopy(deps, { tenant, copy: known.copy_id, by, seen: known.revision }, {
    what: "Von einem Programm neu vorgeschlagen",
    // That the editors released or published it is no change of its content.
    part: ({ service, form, tests }) => ({ service, form: { ...form, version: "" }, tests }),
    apply: (before) => ({ ...content, form: withVersion(content.form, before.form.version) }),
  });
  if (edited.ok) return edited;
  return edited.why === "not-valid" ? { ok: false, why: "not-valid", problems: edited.problems } : { ok: false, why: edited.why === "not-found" ? "name-taken" : "changed-meanwhile" };
}

/** The workshop counts versions; what the program calls its form is of no account. */
function withVersion(form: unknown, version: string): unknown {
  return typeof form === "object" && form !== null && !Array.isArray(form) ? { ...form, version } : form;
}

async function inReview(deps: WorkshopDeps, { tenant, note }: Proposal, by: Editor, copy: WorkingCopy, isNew: boolean): Promise<ProposeOutcome> {
  const at = { tenant, copy: copy.id, by, seen: copy.revision };
  const asked = await askForReview(deps, at, note);
  if (asked.ok) return asked;
  // What cannot be published is not left lying about for the editors.
  if (isNew) await discardCopy(deps, at);
  if (asked.why !== "not-publishable") return { ok: false, why: "changed-meanwhile" };
  return { ok: false, why: "not-valid", problems: [...asked.check.problems, ...asked.check.red.map(({ name }) => ({ path: "tests", problem: `the test »${name}« has another outcome` }))] };
}

function rowOf(tx: Tx, { tenant, by, slug }: Proposal): Promise<Row | undefined> {
  return tx.maybe<Row>(sql`select copy_id, revision from forms.proposal where tenant_id = ${tenant} and program = ${by.program} and slug = ${slug}`);
}

/** A program among the editors, who are known by UUID (version 8, RFC 9562): the same for ever, and nobody else's. */
function programId(program: string): string {
  const hex = createHash("sha256").update(`forms.program/${program}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
