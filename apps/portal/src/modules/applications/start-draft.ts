import { newId } from "#platform/ids";
import type { Answers, Filled } from "@kommunalportal/form-engine";
import { type Applicant, type Channel, type Language, ownerKind } from "./applicant.ts";
import type { ApplicationsDeps } from "./deps.ts";
import { type DraftRow, insertDraft } from "./draft-store.ts";
import { serviceFor } from "./draft-form.ts";
import { draftExpiry } from "./draft-term.ts";
import type { OpenedDraft } from "./draft.ts";
import { contexts, freshKey, ownerKey, wrapKey } from "./keys.ts";
import { hourOf, takeFromQuota } from "./quota.ts";
import { draftOf, sealContent } from "./sealed-draft.ts";

export interface StartDraft {
  readonly applicant: Applicant;
  /** The town whose office is competent, not the portal the person came through. */
  readonly tenant: string;
  readonly service: string;
  readonly language: Language;
  /** Unless told: online, or the counter for a clerk. */
  readonly channel?: Channel;
  /** Filled from the account after consent (`applyPrefill`), or from an earlier application. */
  readonly answers?: Answers;
  readonly filled?: readonly Filled[];
  /** Who a visitor is on the network (the address); it is stored as a keyed hash for an hour. */
  readonly network?: string;
}

export type StartedDraft = OpenedDraft | { readonly ok: false; readonly why: "unknown-service" | "switched-off" | "sign-in-needed" | "too-many-drafts" | "too-many-requests" };

/** Begins a draft with the version of the form that the town offers now. */
export async function startDraft(deps: ApplicationsDeps, given: StartDraft): Promise<StartedDraft> {
  const { applicant, tenant } = given;
  const kind = ownerKind(applicant);
  const service = await deps.services.current(given.service, tenant);
  if (!service) return { ok: false, why: "unknown-service" };
  if (deps.towns.switches(tenant).get(given.service)?.enabled !== true) return { ok: false, why: "switched-off" };
  // Whoever may only submit signed in shall not fill in for nothing; the level itself may still rise on the way.
  const described = service.package.service;
  if (kind !== "staff" && described.signIn === "required" && applicant.level === 0) return { ok: false, why: "sign-in-needed" };
  const channel = given.channel ?? (kind === "staff" ? "counter" : "online");
  if ((channel === "online") === (kind === "staff")) throw new Error("only a clerk takes an application at the counter or from paper, and nothing else");

  let tooMany = false;
  const started = await deps.db.inTenant<StartedDraft>(tenant, async (tx) => {
    const now = deps.clock.now();
    if (kind === "visitor") {
      const { network, tenant: most } = deps.settings.visitorDrafts;
      const admitted = await takeFromQuota(tx, deps.pepper, hourOf(now), [
        { what: "draft-tenant", value: tenant, tenant, count: 1, limit: { count: most, bytes: 0 } },
        ...(given.network === undefined ? [] : [{ what: "draft-network", value: `${tenant} ${given.network}`, tenant, count: 1, limit: { count: network, bytes: 0 } }]),
      ]);
      if (!admitted) return { ok: false, why: "too-many-requests" };
    }
    const id = newId(now.getTime());
    const key = freshKey();
    const content = { answers: given.answers ?? {}, filled: given.filled ?? [] };
    const row: DraftRow = {
      id, owner_id: applicant.owner, owner_kind: kind, tenant_id: tenant, service: given.service, form_version: service.version, channel, language: given.language,
      minimum_level: applicant.level, revision: 1, step_revisions: {}, created_at: now, edited_at: now, expires_at: draftExpiry(now, { owner: kind }, given.service, deps.settings), returnable: false, part_of: null, person: null,
      wrapped_key: wrapKey(await ownerKey(tx, applicant, { tenants: deps.towns, accounts: deps.accounts }), key, contexts.draftKey(id)), content: sealContent(key, id, content),
    };
    insertDraft(tx, row, kind === "visitor" ? undefined : { most: deps.settings.draftsPerOwner, onTooMany: () => { tooMany = true; } });
    return { ok: true, draft: draftOf(row, content), service: serviceFor(service, undefined) };
  }, { account: applicant.owner });
  return tooMany ? { ok: false, why: "too-many-drafts" } : started;
}
