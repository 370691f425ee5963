import type { Readable } from "node:stream";
import type { SharedDocument } from "#modules/safe";
import type { Tx } from "#platform/database";
import { asClient, authorise, warmTownKey, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import { coversWhole } from "./case-facts.ts";
import { grantedDecision } from "./case-record.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { recordReading } from "./fetch-application.ts";
import { grantedApplication } from "./granted-application.ts";
import { earlierAnswer, once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome } from "./refusal.ts";

export interface SharedDocuments { readonly documents: readonly SharedDocument[]; /** The person agreed that decisions of this case go into the safe. */ readonly mayDeposit: boolean }

/** What the person has released from the safe for this case, and whether decisions may go there. For whole applications only; the look is written down. */
export function sharedDocuments(deps: ExtensionsDeps, bearer: Bearer, application: string): Promise<Outcome<SharedDocuments>> {
  return asClient(deps, bearer, "dokumente.lesen", async (tx, access) => {
    const head = await wholeCase(tx, deps, access, application);
    await recordReading(tx, deps, access, head, "application.read");
    const tenantKey = await deps.tenants.tenantKey(access.tenant);
    return { documents: await deps.safe.sharedInCase(tx, tenantKey, { tenant: access.tenant, application: head.id }), mayDeposit: await deps.safe.mayDeposit(tx, head.id) };
  });
}

/** One of them as a stream, as long as the person lets it be seen. */
export function openSharedDocument(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly document: string }): Promise<Outcome<{ readonly about: SharedDocument; readonly content: Readable }>> {
  return asClient(deps, bearer, "dokumente.lesen", async (tx, access) => {
    const head = await wholeCase(tx, deps, access, given.application);
    const opened = await deps.safe.openShared(tx, await deps.tenants.tenantKey(access.tenant), { tenant: access.tenant, application: head.id, share: given.document });
    if (!opened) throw new Refused({ why: "not-found" });
    await recordReading(tx, deps, access, head, "file.read");
    return opened;
  });
}

/**
 * Lays the letter of a decision into the person's safe, where they agreed to it for this case. Not before the decision counts as notified: what
 * lies in the safe may be read without the evidence on which the day of notification hangs.
 */
export async function depositDecision(deps: ExtensionsDeps, bearer: Bearer, given: { readonly application: string; readonly decision: string }, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(async () => {
    await warmTownKey(deps, bearer);
    const begun = await deps.db.inTenant(bearer.tenant, async (tx) => {
      const access = await authorise(tx, bearer, "dokumente.ablegen", deps.clock.now());
      const head = await wholeCase(tx, deps, access, given.application);
      const answer = await earlierAnswer(tx, deps, access, request);
      if (answer) return { answer };
      const decision = await grantedDecision(tx, deps, access, given);
      if (decision.state !== "notified" && decision.state !== "posted") throw new Refused({ why: "decision-not-notified", state: decision.state });
      const { account } = head;
      if (account === undefined || !await deps.safe.mayDeposit(tx, head.id)) throw new Refused({ why: "safe-consent-missing" });
      const content = await deps.answers.decisionFile(tx, decision.id, "letter");
      if (!content) throw new Refused({ why: "not-found" });
      return { head, account, content };
    });
    if ("answer" in begun) return begun.answer;
    const { head, account, content } = begun;
    const laid = await deps.safe.depositDecision({ account, application: head.id, decision: given.decision, minimumLevel: head.trustLevel, name: `Bescheid-${head.reference ?? head.id}.pdf`, content });
    if (!laid.ok) throw new Refused(laid.why === "no-consent" ? { why: "safe-consent-missing" } : laid.why === "safe-full" ? { why: "safe-full" } : { why: "upload-not-now" });
    const written = await asClient(deps, bearer, "dokumente.ablegen", (tx, access) => once(tx, deps, access, request, async () => {
      await deps.audit.record(tx, { tenant: access.tenant, account, actor: access.actor, action: "decision.deposit", subject: { kind: "application", id: head.id } });
      return { status: 201, body: { application: head.id, decision: given.decision, at: deps.clock.now().toISOString() } };
    }));
    if (!written.ok) throw new Refused(written.refusal);
    return written.value;
  });
}

/** Documents are the person's for the whole case: who gets only a part of it sees none. */
async function wholeCase(tx: Tx, deps: ExtensionsDeps, access: Access, id: string) {
  const application = await grantedApplication(tx, deps, access, id);
  if (!coversWhole(application)) throw new Refused({ why: "not-found" });
  return application.head;
}
