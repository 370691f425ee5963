import { open, seal } from "#platform/crypto";
import type { Tx } from "#platform/database";
import type { Answers, Filled } from "@kommunalportal/form-engine";
import { type Applicant, ownerKind } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { Draft, DraftContent, DraftRefusal } from "./draft.ts";
import { draftById, type DraftRow, findDraft, headOf, lockDraft } from "./draft-store.ts";
import type { FoundDraft } from "./read-ahead.ts";
import { contexts, ownerKey, ownerKeyInMemory, unwrapKey } from "./keys.ts";

/** A draft with its key, inside a transaction. */
export interface UnsealedDraft {
  readonly ok: true;
  readonly row: DraftRow;
  readonly key: Buffer;
  readonly ownerKey: Buffer;
  readonly content: DraftContent;
}

/** Opens somebody's own draft at no lower level than it was worked on with. `lock` for whoever will change it. */
export async function unsealDraft(tx: Tx, deps: Pick<ApplicationsDeps, "towns" | "accounts">, id: string, applicant: Applicant, how: "read" | "lock"): Promise<UnsealedDraft | DraftRefusal> {
  const row = await (how === "lock" ? lockDraft : findDraft)(tx, id, applicant.owner);
  const refusal = draftRefusal(row, applicant);
  return refusal ?? opened(row!, await ownerKey(tx, applicant, { tenants: deps.towns, accounts: deps.accounts }));
}

/** The same for a page, in one exchange with the database wherever the owner's key is in memory; in none where it was read ahead. */
export async function readDraft(deps: Pick<ApplicationsDeps, "db" | "towns" | "accounts">, id: string, applicant: Applicant, found?: FoundDraft): Promise<UnsealedDraft | DraftRefusal> {
  const ahead = found && unsealFound(deps, id, applicant, found);
  if (ahead) return ahead;
  const holder = ownerKeyInMemory(applicant, deps.accounts);
  if (!holder) return deps.db.asAccount(applicant.owner, (tx) => unsealDraft(tx, deps, id, applicant, "read"));
  const [row] = await deps.db.read<DraftRow>({ kind: "account", account: applicant.owner }, draftById(id, applicant.owner));
  return draftRefusal(row, applicant) ?? opened(row!, holder);
}

/** What was read ahead, opened; undefined where the owner's key is not in memory, or it is another draft. */
export function unsealFound(deps: Pick<ApplicationsDeps, "accounts">, id: string, applicant: Applicant, found: FoundDraft): UnsealedDraft | DraftRefusal | undefined {
  const holder = found.id === id ? ownerKeyInMemory(applicant, deps.accounts) : undefined;
  if (!holder) return undefined;
  const row = found.row?.owner_id === applicant.owner ? found.row : undefined;
  return draftRefusal(row, applicant) ?? opened(row!, holder);
}

function draftRefusal(row: DraftRow | undefined, applicant: Applicant): DraftRefusal | undefined {
  if (!row || row.owner_kind !== ownerKind(applicant)) return { ok: false, why: "not-found" };
  return applicant.level < row.minimum_level ? { ok: false, why: "level-too-low", needed: row.minimum_level } : undefined;
}

function opened(row: DraftRow, holder: Buffer): UnsealedDraft {
  const key = draftKey(holder, row);
  return { ok: true, row, key, ownerKey: holder, content: openContent(key, row) };
}

/** `wrapped` as text: a buffer of a row would hold on to the block that it is cut from. */
interface Unwrapped { readonly wrapped: string; readonly key: Buffer }
const unwrapped = new WeakMap<Buffer, Map<string, Unwrapped>>();
/** People work on one draft, seldom on two. */
const mostUnwrapped = 8;

/** The key of a draft, kept for as long as its holder's, which opens it, is in memory: a form is filled in click by click. What is kept counts only for the very bytes that the row holds. */
function draftKey(holder: Buffer, row: Pick<DraftRow, "id" | "wrapped_key">): Buffer {
  const known = unwrapped.get(holder) ?? new Map<string, Unwrapped>();
  const wrapped = row.wrapped_key.toString("latin1");
  const before = known.get(row.id);
  if (before?.wrapped === wrapped) return before.key;
  const key = unwrapKey(holder, row.wrapped_key, contexts.draftKey(row.id));
  if (known.size >= mostUnwrapped) known.clear();
  unwrapped.set(holder, known.set(row.id, { wrapped, key }));
  return key;
}

export function openContent(key: Buffer, row: Pick<DraftRow, "id" | "content">): DraftContent {
  // Only this room writes it, and the seal proves that nobody else did.
  const stored = JSON.parse(open(key, row.content, contexts.draftContent(row.id)).toString("utf8")) as { answers: Answers; filled: readonly Filled[] };
  return { answers: stored.answers, filled: stored.filled };
}

export function sealContent(key: Buffer, draft: string, content: DraftContent): Buffer {
  return seal(key, JSON.stringify(content), contexts.draftContent(draft));
}

export function draftOf(row: DraftRow, content: DraftContent): Draft {
  return { ...headOf(row), ...content, savedSteps: row.step_revisions };
}
