import { open, seal } from "#platform/crypto";
import type { Tx } from "#platform/database";
import type { Answers, Filled } from "@kommunalportal/form-engine";
import { type Applicant, ownerKind } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { Draft, DraftContent, DraftRefusal } from "./draft.ts";
import { type DraftRow, findDraft, headOf, lockDraft } from "./draft-store.ts";
import { contexts, ownerKey, unwrapKey } from "./keys.ts";

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
  if (!row || row.owner_kind !== ownerKind(applicant)) return { ok: false, why: "not-found" };
  if (applicant.level < row.minimum_level) return { ok: false, why: "level-too-low", needed: row.minimum_level };
  const holder = await ownerKey(tx, applicant, { tenants: deps.towns, accounts: deps.accounts });
  const key = unwrapKey(holder, row.wrapped_key, contexts.draftKey(id));
  return { ok: true, row, key, ownerKey: holder, content: openContent(key, row) };
}

function openContent(key: Buffer, row: DraftRow): DraftContent {
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
