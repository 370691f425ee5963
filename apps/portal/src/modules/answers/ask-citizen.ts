import type { Actor } from "#modules/audit";
import type { ApplicationHead, TakenFile } from "#modules/applications";
import { addDays, legalDate } from "#platform/clock";
import type { Tx } from "#platform/database";
import { newId } from "#platform/ids";
import { isDay } from "@kommunalportal/form-engine";
import { type AnswerProblem, type AnswerRefusal, textProblem } from "./answer-outcome.ts";
import { insertRequest } from "./answer-store.ts";
import { workingDayIn } from "./days.ts";
import { formatDay } from "./german-text.ts";
import type { AnswersDeps } from "./ports.ts";
import { wrongInput } from "./wrong-input.ts";
import { deliverWords } from "./write-status.ts";

export interface AskCitizen {
  readonly head: ApplicationHead;
  readonly actor: Actor;
  readonly office: string;
  readonly text: string;
  /** What has to be sent in; empty for a question. At most 20, of 200 characters each. */
  readonly documents?: readonly string[];
  /** Last day for the answer, `YYYY-MM-DD`. */
  readonly dueOn?: string;
  /** For the citizen, such as a form to be signed; only where there is a mailbox (`mayTakeFiles`). */
  readonly files?: readonly TakenFile[];
}

/**
 * A question or a request for documents. The application waits for the citizen from now on. A deadline that ends on a Saturday, Sunday or
 * holiday ends on the next working day (§ 31 (3) VwVfG NRW) in the town's Land; the day that counts is named to the person.
 */
export async function askCitizen(tx: Tx, deps: AnswersDeps, given: AskCitizen): Promise<{ readonly ok: true; readonly request: string; readonly dueOn: string | undefined } | AnswerRefusal> {
  const { head, actor, office } = given;
  const documents = (given.documents ?? []).map((one) => one.trim()).filter((one) => one !== "");
  const wanted = given.dueOn === "" ? undefined : given.dueOn;
  const nothing = given.documents && (documents.length === 0 || documents.length > 20 || documents.some((one) => one.length > 200)) ? "nothing-asked" : undefined;
  // In the order of the form; what documents are for needs no words.
  const wrong = wrongInput<AnswerProblem>([nothing, textProblem(given.text.trim(), given.documents === undefined), dueDayProblem(wanted, legalDate(deps.clock.now()))]);
  if (wrong) return wrong;
  const dueOn = wanted === undefined ? undefined : workingDayIn(deps, head.tenant, wanted);
  const kind = given.documents ? "documents" : "question";
  const text = [given.text.trim(), documents.map((one) => `- ${one}`).join("\n"), dueOn === undefined ? "" : `Bitte antworten Sie bis zum ${formatDay(dueOn)}.`].filter((part) => part !== "").join("\n\n");
  if (head.status !== "waiting") {
    const changed = await deps.applications.setStatus(tx, head.id, { status: "waiting", actor, data: { office } });
    if (!changed.ok) return changed;
  }
  const request = newId(deps.clock.now().getTime());
  const event = await deps.applications.record(tx, head.id, { type: kind === "documents" ? "documents-requested" : "question", actor, data: { office, request, ...(given.files?.length ? { files: given.files.length } : {}), ...(dueOn === undefined ? {} : { dueOn }) }, text });
  await insertRequest(tx, { id: request, tenant_id: head.tenant, application_id: head.id, account_id: head.account ?? null, office, kind, event_id: event.id, asked_at: event.at, due_on: dueOn ?? null });
  await deps.applications.addSentFiles(tx, { application: head.id, event: event.id, files: given.files ?? [] });
  await deliverWords(tx, deps, { head, office, files: given.files ?? [], kind: kind === "documents" ? "request" : "question", subject: kind === "documents" ? "Bitte senden Sie uns Unterlagen" : "Wir haben eine Frage zu Ihrem Antrag", text });
  return { ok: true, request, dueOn };
}

function dueDayProblem(wanted: string | undefined, today: string): "due-day-wrong" | "due-day-passed" | undefined {
  if (wanted === undefined) return undefined;
  if (!isDay(wanted) || wanted > addDays(today, 366)) return "due-day-wrong";
  return wanted <= today ? "due-day-passed" : undefined;
}
