import type { Readable } from "node:stream";
import type { Decision, DecisionDraft, PreparedDecision, PrepareOutcome } from "#modules/answers";
import type { Tx } from "#platform/database";
import { authorise, warmTownKey, type Access } from "./access.ts";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { grantedApplication, inGrantedCase, speakingOffice } from "./granted-application.ts";
import { earlierAnswer, once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome, type Refusal } from "./refusal.ts";
import { discardUploads, type KeptUpload } from "./uploads/upload-store.ts";
import { namedUploads } from "./uploads/use-uploads.ts";

export interface ProvideDecision {
  readonly application: string;
  readonly draft: DecisionDraft;
  readonly signatory: { readonly name: string; readonly role: string };
  readonly way: "mailbox" | "post";
  readonly addressee: readonly string[] | undefined;
  readonly minimumLevel: 1 | 3 | 4 | undefined;
  readonly office: string | undefined;
  /** Instead of the portal's own letter. SHA-256 in hexadecimal as the sender reckoned it: part of the request, and compared with what arrived. */
  readonly pdf: { readonly content: Readable; readonly sha256: string } | undefined;
  /** The same as an upload that lies here already; used up when the decision leaves. */
  readonly letter: string | undefined;
}

/**
 * A decision in the name of an office. Consent, trust level, reasons and remedies are checked by the rules that hold for everybody
 * (modules/answers). The letter is made before the transaction in which the decision leaves, and thrown away when it does not come to that.
 */
export async function provideDecision(deps: ExtensionsDeps, bearer: Bearer, given: ProvideDecision, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(async () => {
    await warmTownKey(deps, bearer);
    const before = await deps.db.inTenant(bearer.tenant, async (tx) => {
      const access = await authorise(tx, bearer, "bescheide.zustellen", deps.clock.now());
      const application = await grantedApplication(tx, deps, access, given.application);
      const answer = await earlierAnswer(tx, deps, access, request);
      const [letter] = answer || given.letter === undefined ? [] : await letterUpload(tx, deps, access, given.letter);
      return { answer, office: speakingOffice(application, given.office), actor: access.actor, letter };
    });
    if (before.answer) { given.pdf?.content.resume(); return before.answer; }
    const pdf = before.letter ? await deps.applications.openTaken(before.letter.lock) : given.pdf?.content;
    const outcome = await deps.answers.prepare({
      tenant: bearer.tenant, application: given.application, office: before.office, actor: before.actor, draft: given.draft, signatory: given.signatory, way: given.way,
      ...(given.addressee ? { addressee: given.addressee } : {}), ...(given.minimumLevel ? { minimumLevel: given.minimumLevel } : {}), ...(pdf ? { pdf } : {}),
    });
    if (!outcome.ok) throw new Refused(preparationRefusal(outcome));
    if (given.pdf && outcome.prepared.letter.sha256 !== given.pdf.sha256) {
      await deps.answers.discard(outcome.prepared);
      throw new Refused({ why: "pdf-hash-wrong" });
    }
    return letItLeave(deps, bearer, given, request, outcome.prepared);
  });
}

function letterUpload(tx: Tx, deps: ExtensionsDeps, access: Access, upload: string): Promise<readonly KeptUpload[]> {
  if (!access.scopes.has("dateien.senden")) throw new Refused({ why: "scope-missing", scope: "dateien.senden" });
  return namedUploads(tx, deps, access, [{ upload, pointer: "/letter" }]);
}

async function letItLeave(deps: ExtensionsDeps, bearer: Bearer, given: ProvideDecision, request: WriteRequest, prepared: PreparedDecision): Promise<WrittenAnswer> {
  let decided = false;
  try {
    const answer = await inGrantedCase(deps, bearer, "bescheide.zustellen", given.application, (tx, access, application) => once(tx, deps, access, request, async () => {
      const final = await deps.answers.isLastOffice(tx, { application: application.head.id, offices: application.parts.map(({ office }) => office), office: prepared.given.office });
      const outcome = await deps.answers.decide(tx, prepared, { final });
      if (!outcome.ok) throw new Refused(decisionRefusal(outcome));
      if (given.letter !== undefined) await discardUploads(tx, [given.letter]);
      decided = true;
      return { status: 201, body: presentDecision(outcome.decision) };
    }));
    if (answer.replayed) await deps.answers.discard(prepared);
    return answer;
  } catch (error) {
    // When the commit itself failed nobody knows whether the decision left: then its letter has to stay.
    if (!decided) await deps.answers.discard(prepared);
    throw error;
  }
}

function preparationRefusal(outcome: Extract<PrepareOutcome, { ok: false }>): Refusal {
  if (outcome.why === "incomplete") return { why: "decision-incomplete", missing: outcome.missing };
  if (outcome.why === "fee-differs") throw new Error("a program repeats no decision");
  return outcome.why === "post-needed" ? { why: "post-needed", reasons: outcome.reasons } : { why: outcome.why };
}

function decisionRefusal(outcome: Extract<Awaited<ReturnType<ExtensionsDeps["answers"]["decide"]>>, { ok: false }>): Refusal {
  switch (outcome.why) {
    case "not-allowed": return { why: "status-not-allowed", from: outcome.from };
    case "post-needed": return { why: "post-needed", reasons: outcome.reasons };
    case "not-found": return { why: "not-found" };
    // Neither can be asked for through this interface.
    case "automatic-refusal": case "not-lapsed": throw new Error(`a decision of an extension was refused as ${outcome.why}`);
  }
}

/** Days in German legal time; what is not known yet is absent. */
export function presentDecision(decision: Decision): object {
  return {
    id: decision.id, application: decision.application, office: decision.office, kind: decision.kind, way: decision.way === "post" ? "post" : "mailbox", state: decision.state, appealable: decision.appealable,
    decidedAt: decision.decidedAt.toISOString(),
    ...(decision.authority === undefined ? {} : { authority: decision.authority }),
    ...(decision.retrievedAt === undefined ? {} : { retrievedAt: decision.retrievedAt.toISOString() }),
    ...(decision.notifiedOn === undefined ? {} : { notifiedOn: decision.notifiedOn }), ...(decision.remedyUntil === undefined ? {} : { remedyUntil: decision.remedyUntil }),
  };
}
