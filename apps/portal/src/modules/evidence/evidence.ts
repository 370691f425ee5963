import type { AddedFile, DraftRefusal } from "#modules/applications";
import type { Tx } from "#platform/database";
import type { Subscription } from "#platform/events";
import { isId } from "#platform/ids";
import type { JobHandler } from "#platform/jobs";
import type { AtField, EvidenceDeps } from "./deps.ts";
import { fetchEvidence, type FetchOutcome } from "./fetch-evidence.ts";
import { createOffers } from "./offers.ts";
import { openPreview, removeExpired, type Preview } from "./preview-store.ts";
import { type Retrieval, retrievalsOf } from "./retrievals.ts";
import { forgetSteps, forgetStepsOf, stepsOf, type Step } from "./step-store.ts";
import { declineEvidence, useEvidence } from "./use-evidence.ts";

/** Evidence from registers: asked for after consent, shown, then taken over or not (§ 5 EGovG). */
export function createEvidence(deps: EvidenceDeps) {
  const offers = createOffers(deps.register, deps.clock);
  return {
    /** What registers give out here, by its name; empty where none is set up or it has not answered yet. */
    offers,
    fetch: async (given: AtField & { readonly kind: string; readonly consented: boolean }): Promise<FetchOutcome> => fetchEvidence(deps, await offers(), given),
    /** What was fetched for this field and is not decided about; undefined after half an hour. */
    preview: (given: AtField): Promise<Preview | undefined> => deps.db.asAccount(given.applicant.owner, (tx) => openPreview(tx, deps, given)),
    use: (given: AtField): Promise<AddedFile | DraftRefusal | { readonly ok: false; readonly why: "gone" }> => useEvidence(deps, given),
    decline: (given: AtField): Promise<void> => declineEvidence(deps, given),
    /** Newest first, the account's own. */
    steps: (tx: Tx, account: string): Promise<readonly Step[]> => stepsOf(tx, account),
    /** The same as retrievals: what was agreed to and what became of it. */
    retrievals: async (tx: Tx, account: string): Promise<readonly Retrieval[]> => retrievalsOf(await stepsOf(tx, account)),

    subscriptions: [{
      name: "evidence.forget-account", to: "account.deleted",
      handle: async ({ account }) => {
        if (!isId(account)) throw new Error("the event names no account");
        await deps.db.asOperator("an account was deleted", (tx) => forgetStepsOf(tx, account));
      },
    }] satisfies Subscription[],
    jobs: {
      "evidence:sweep": async () => {
        const now = deps.clock.now();
        await deps.db.asOperator("evidence that nobody decided about", async (tx) => { await removeExpired(tx, now); await forgetSteps(tx, now); });
      },
    } satisfies Record<string, JobHandler>,
    crontab: ["*/10 * * * * evidence:sweep"] as readonly string[],
  };
}

export type Evidence = ReturnType<typeof createEvidence>;
