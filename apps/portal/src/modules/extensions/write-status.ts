import { type AnswerRefusal, wayToPerson } from "#modules/answers";
import type { Bearer } from "./bearer.ts";
import type { ExtensionsDeps } from "./deps.ts";
import { inGrantedCase, speakingOffice } from "./granted-application.ts";
import { once, type WriteRequest, type WrittenAnswer } from "./idempotency.ts";
import { outcomeOf, Refused, type Outcome, type Refusal } from "./refusal.ts";

export interface WriteStatusByClient {
  readonly application: string;
  readonly to: "in-progress" | "waiting" | "closed";
  /** For the citizen; may be empty. */
  readonly text: string;
  readonly office: string | undefined;
}

/** A step of the status by the rules that hold for everybody, with words for the citizen where there are any. */
export async function writeStatusByClient(deps: ExtensionsDeps, bearer: Bearer, given: WriteStatusByClient, request: WriteRequest): Promise<Outcome<WrittenAnswer>> {
  return outcomeOf(() => inGrantedCase(deps, bearer, "status.schreiben", given.application, (tx, access, application) => once(tx, deps, access, request, async () => {
    const office = speakingOffice(application, given.office);
    // Words are a right of their own.
    if (given.text.trim() !== "" && !access.scopes.has("nachrichten.senden")) throw new Refused({ why: "scope-missing", scope: "nachrichten.senden" });
    if (given.to === application.head.status) throw new Refused({ why: "status-not-allowed", from: application.head.status });
    const written = await deps.answers.status(tx, { head: application.head, actor: access.actor, office, to: given.to, text: given.text });
    if (!written.ok) throw new Refused(refusalOf(written));
    const { reached, readable } = wayToPerson(application.head);
    return { status: 201, body: { application: application.head.id, status: given.to, event: written.event.id, at: written.event.at.toISOString(), ...(given.text.trim() === "" ? {} : { reached, readable }) } };
  })));
}

export function refusalOf(refusal: AnswerRefusal): Refusal {
  return refusal.why === "not-allowed" ? { why: "status-not-allowed", from: refusal.from } : { why: refusal.why };
}
