import { newId } from "#platform/ids";
import { sql } from "#platform/database";
import type { Applicant, Language } from "./applicant.ts";
import { ownerKind } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { type DraftRow, insertDraft } from "./draft-store.ts";
import { draftExpiry } from "./draft-term.ts";
import { contexts, ownerKey, wrapKey } from "./keys.ts";
import { type LinkAndCode, unlock } from "./link-and-code.ts";
import { parseCode } from "./lookup-code.ts";
import { participantByLink } from "./participant.ts";
import { participationByLink } from "./participation.ts";
import { passOn } from "./pass-on-draft.ts";
import { publishedForm } from "./published-form.ts";
import { lockAnyDraft } from "./return-store.ts";
import { sealContent } from "./sealed-draft.ts";

export type BegunPart =
  | { readonly ok: true; readonly draft: string; readonly tenant: string }
  /** `not-yours`: the invitation is one to confirm or to help. */
  | { readonly ok: false; readonly why: "mistyped" | "no-match" | "too-many-attempts" | "not-yours" | "sign-in-needed" }
  /** The application is sent already, or waits for its fee. */
  | { readonly ok: false; readonly why: "sent" };

/**
 * Somebody who was invited to fill in a part begins it, or goes on with it in another browser: a draft of their own, under a key that only their
 * link and code led to. Whoever invited cannot open it, and they cannot open the other's.
 */
export async function beginPart(deps: ApplicationsDeps, given: LinkAndCode & { readonly to: Applicant; readonly language: Language }): Promise<BegunPart> {
  const code = parseCode(given.code);
  if (code === undefined) return { ok: false, why: "mistyped" };
  return deps.db.asOperator("somebody fills in a part with link and code", async (tx): Promise<BegunPart> => {
    const found = await unlock(tx, deps, { ...given, code }, async (hash) => (await participantByLink(tx, hash)) ?? participationByLink(tx, hash), (row) => contexts.participantKey(row.id));
    if (!found.ok) return found;
    if ("application_id" in found.row) return { ok: false, why: "sent" };
    const { person } = found.row;
    if (person === null) return { ok: false, why: "not-yours" };
    // Locked: two browsers at the same moment make one part.
    const main = await lockAnyDraft(tx, found.row.draft_id);
    const now = deps.clock.now();
    if (!main || main.expires_at <= now) return { ok: false, why: "no-match" };
    const { package: { service } } = await publishedForm(deps.services, main.service, main.form_version);
    const kind = ownerKind(given.to);
    if (kind !== "staff" && service.signIn === "required" && given.to.level === 0) return { ok: false, why: "sign-in-needed" };
    const before = await tx.maybe<DraftRow>(sql`select * from applications.draft where part_of = ${main.id} and person = ${person} for update`);
    if (before) {
      await passOn(tx, deps, { row: before, key: found.key }, given.to);
      return { ok: true, draft: before.id, tenant: main.tenant_id };
    }
    const id = newId(now.getTime());
    insertDraft(tx, {
      id, owner_id: given.to.owner, owner_kind: kind, tenant_id: main.tenant_id, service: main.service, form_version: main.form_version, channel: "online", language: given.language,
      // The link and the code of the invitation are the way back.
      returnable: true, expires_at: draftExpiry(now, { owner: kind, returnable: true }, main.service, deps.settings), part_of: main.id, person,
      minimum_level: given.to.level, revision: 1, step_revisions: {}, created_at: now, edited_at: now,
      wrapped_key: wrapKey(await ownerKey(tx, given.to, { tenants: deps.towns, accounts: deps.accounts }), found.key, contexts.draftKey(id)), content: sealContent(found.key, id, { answers: {}, filled: [] }),
    });
    return { ok: true, draft: id, tenant: main.tenant_id };
  });
}
