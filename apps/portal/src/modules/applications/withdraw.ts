import { SealBroken } from "#platform/crypto";
import { applicationKey } from "./application-key.ts";
import { sealedRow } from "./application-store.ts";
import { asCitizen, type CitizenAccess, citizenActor } from "./citizen-access.ts";
import type { ApplicationsDeps } from "./deps.ts";
import type { RecordedEvent } from "./event-log.ts";
import { setStatus } from "./set-status.ts";

export type WithdrawOutcome =
  | { readonly ok: true; readonly event: RecordedEvent }
  | { readonly ok: false; readonly why: "not-found" | "not-submitted" | "already-withdrawn" | "already-decided" };

/** The citizen takes the application back, until it is decided. What was paid becomes a refund task. */
export async function withdraw(deps: ApplicationsDeps, given: { readonly application: string; readonly access: CitizenAccess; readonly text?: string }): Promise<WithdrawOutcome> {
  const outcome = await asCitizen(deps, given.access, given.application, async (tx, source): Promise<WithdrawOutcome> => {
    const row = await sealedRow(tx, given.application);
    if (!row || (given.access.kind === "account" && row.account_id !== given.access.account)) return { ok: false, why: "not-found" };
    // A look-up key that does not open this application is nobody's; nothing may be changed with it.
    try { await applicationKey(tx, deps, row, source); } catch (error) { if (error instanceof SealBroken) return { ok: false, why: "not-found" }; throw error; }
    const changed = await setStatus(tx, deps, given.application, { status: "withdrawn", actor: citizenActor(given.access), ...(given.text === undefined ? {} : { text: given.text }) }, source);
    if (changed.ok) return changed;
    if (changed.why === "not-found") return { ok: false, why: "not-found" };
    return { ok: false, why: changed.from === "payment" ? "not-submitted" : changed.from === "withdrawn" ? "already-withdrawn" : "already-decided" };
  });
  return outcome ?? { ok: false, why: "not-found" };
}
