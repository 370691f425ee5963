import type { ApplicationEvent, ApplicationHead } from "#modules/applications";
import type { Decision, DecisionContent } from "#modules/answers";
import type { AuthorityWords } from "../inbound/dialogue.ts";

/** What goes back for one event of the log; `letter` when the decision itself goes along. */
export interface ReplyWords { readonly words: AuthorityWords; readonly letter: boolean }

const results = { grant: "granted", partial: "partly-granted", refusal: "refused" } as const;

/**
 * The words of an office for the person, in the standard of the dialogue. A decision goes along only where the person agreed to have it this way
 * (`zustimmungZumDigitalenBescheid`); otherwise only that there is one, because its notification is by post. undefined: this event says nothing by itself.
 */
export function replyWords(event: ApplicationEvent, head: Pick<ApplicationHead, "status">, given: { readonly consent: boolean; readonly decision: { readonly decision: Decision; readonly content: DecisionContent } | undefined }): ReplyWords | undefined {
  const text = event.text ?? "";
  const said = text === "" ? {} : { text };
  switch (event.type) {
    case "question":
    case "documents-requested": {
      const { request, dueOn } = event.data;
      return typeof request !== "string" ? undefined : { words: { kind: "question", id: request, text, ...(typeof dueOn === "string" ? { dueOn } : {}) }, letter: false };
    }
    case "message":
    case "fee-cancelled":
    case "handed-over": return text === "" ? undefined : { words: { kind: "status", status: head.status, text }, letter: false };
    case "status-changed":
    case "closed": {
      const status = String(event.data["status"] ?? head.status);
      // `waiting` comes with its question, a decision with its own event.
      return status === "waiting" || event.data["decision"] !== undefined ? undefined : { words: { kind: "status", status, ...said }, letter: false };
    }
    case "decision": {
      if (!given.decision) return undefined;
      const { content } = given.decision;
      const result = Object.hasOwn(results, content.kind) ? results[content.kind as keyof typeof results] : undefined;
      if (!given.consent) return { words: { kind: "status", status: head.status, text: "Über Ihren Antrag wurde entschieden. Sie erhalten den Bescheid mit der Post." }, letter: false };
      const words = wholeOrBeginning([content.salutation, ...content.paragraphs]);
      return { words: result === undefined ? { kind: "status", status: head.status, text: words } : { kind: "decision", result, text: words, ...partsOf(content) }, letter: true };
    }
    default: return undefined;
  }
}

/** As much as an answer in this schema may hold (`office-answer.ts` of the hub reads it so). */
const mostWords = 10_000;
const goesOn = "Der Wortlaut ist länger, als er hier stehen kann. Ganz steht er im beigefügten Schreiben.";

/** Paragraphs as one text. Nothing ends in mid-sentence without saying so: the letter goes with it. */
function wholeOrBeginning(paragraphs: readonly string[]): string {
  const all = paragraphs.join("\n\n");
  if (all.length <= mostWords) return all;
  const kept: string[] = [];
  for (let [length, index] = [goesOn.length, 0]; index < paragraphs.length; index += 1) {
    length += paragraphs[index]!.length + 2;
    if (length > mostWords) break;
    kept.push(paragraphs[index]!);
  }
  return [...kept, goesOn].join("\n\n");
}

/** What the law wants of a decision (§§ 37, 39 VwVfG NRW) stands in the data, too: the other side may have to say it in its own form. */
function partsOf({ subject, reasons, conditions, amounts, remedy, signatory }: DecisionContent): Readonly<Record<string, unknown>> {
  return { subject, reasons, conditions, amounts, ...(remedy === undefined ? {} : { remedy: { kind: remedy.kind, where: remedy.where, months: remedy.months } }), signatory: { name: signatory.name, role: signatory.role } };
}
