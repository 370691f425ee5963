import type { Answers } from "#modules/answers";
import type { ApplicationHead, Applications } from "#modules/applications";
import type { Actor } from "#modules/audit";
import { amountInWords } from "#modules/payments";
import { legalDate } from "#platform/clock";
import type { Tx } from "#platform/database";

/** Characters; it goes to the person as it is. */
export const longestReason = 2_000;

export function reasonProblem(reason: string): "text-missing" | "text-too-long" | undefined {
  return reason === "" ? "text-missing" : reason.length > longestReason ? "text-too-long" : undefined;
}

/** Stands in the one log for the person and the office, and as a message in the mailbox, where there is one; both or neither. */
export async function tellPerson(tx: Tx, deps: { readonly applications: Pick<Applications, "record">; readonly answers: Pick<Answers, "tell"> }, head: ApplicationHead, given: { readonly type: string; readonly actor: Actor; readonly data: Readonly<Record<string, string>>; readonly office: string; readonly text: string }): Promise<void> {
  await deps.applications.record(tx, head.id, { type: given.type, actor: given.actor, data: given.data, text: given.text });
  await deps.answers.tell(tx, { head, office: given.office, kind: "status", language: head.language, subject: head.language === "de" ? "Neues zu Ihrem Antrag" : "News about your application", text: given.text });
}

function arrived({ submittedAt, language }: ApplicationHead): string {
  const [year = "", month = "", day = ""] = submittedAt === undefined ? [] : legalDate(submittedAt).split("-");
  return language === "de" ? `${day}.${month}.${year}` : `${day}/${month}/${year}`;
}

interface Fee { readonly cents: number; readonly reference: string }

/** A claim was taken back; with `instead` another one stands in its place. */
export function feeCancelledText({ language }: Pick<ApplicationHead, "language">, fee: Fee & { readonly receivedCents: number }, instead: Fee | undefined, reason: string): string {
  const paid = fee.receivedCents > 0;
  if (language === "de") {
    const now = instead === undefined ? "" : ` Stattdessen sind ${amountInWords(instead.cents, "de")} zu zahlen, mit dem Kassenzeichen ${instead.reference}. Wie Sie zahlen können, steht in Ihrem Vorgang.`;
    return `Die Gebühr von ${amountInWords(fee.cents, "de")} mit dem Kassenzeichen ${fee.reference} brauchen Sie nicht mehr zu zahlen.${now} ${paid ? `Die ${amountInWords(fee.receivedCents, "de")}, die schon eingegangen sind, gibt die Kasse zurück.` : "Haben Sie schon gezahlt, gibt die Kasse das Geld zurück."}\n\nGrund: ${reason}`;
  }
  const now = instead === undefined ? "" : ` Instead, ${amountInWords(instead.cents, "en")} are due, with the payment reference (Kassenzeichen) ${instead.reference}. Your case says how you can pay.`;
  return `You need not pay the fee of ${amountInWords(fee.cents, "en")} with the payment reference (Kassenzeichen) ${fee.reference} any more.${now} ${paid ? `The treasury refunds the ${amountInWords(fee.receivedCents, "en")} that have arrived already.` : "If you have paid already, the treasury refunds the money."}\n\nReason: ${reason}`;
}

export function passedOnText(head: ApplicationHead, office: string, reason: string): string {
  return head.language === "de"
    ? `Für Ihren Antrag ist ein anderes Amt zuständig: ${office}. Er liegt jetzt dort; Sie müssen nichts tun. Als Tag des Eingangs gilt weiter der ${arrived(head)}.\n\nGrund: ${reason}`
    : `Another office is responsible for your application: ${office}. It is there now; you need not do anything. Its date of receipt is still ${arrived(head)}.\n\nReason: ${reason}`;
}

export function handedOverText(head: ApplicationHead, towns: { readonly from: string; readonly to: string }, reason: string, basis: string): string {
  return head.language === "de"
    ? `Für Ihren Antrag ist ${towns.to} zuständig, nicht ${towns.from}. ${towns.from} hat ihn dorthin abgegeben; Sie müssen nichts tun. Die Vorgangsnummer bleibt, und als Tag des Eingangs gilt weiter der ${arrived(head)}.${feeGoes(head, towns)}\n\nGrund: ${reason}\n\nGrundlage der Abgabe: ${basis}`
    : `${towns.to} is responsible for your application, not ${towns.from}. ${towns.from} has handed it over; you need not do anything. The reference stays the same, and its date of receipt is still ${arrived(head)}.${feeGoes(head, towns)}\n\nReason: ${reason}\n\nBasis of the hand-over: ${basis}`;
}

/** What becomes of the fee of the town that was not responsible; money that is still under way comes back too (`payments`, `endClaims`). */
function feeGoes({ fee, language }: ApplicationHead, { from, to }: { readonly from: string; readonly to: string }): string {
  if (fee === undefined) return "";
  if (language === "de") return ` ${fee.paidAt ? `Die Gebühr, die Sie an ${from} gezahlt haben, gibt die Kasse dort zurück.` : `Die Gebühr an ${from} brauchen Sie nicht mehr zu zahlen; haben Sie sie schon überwiesen, gibt die Kasse sie zurück.`} ${to} kann eine eigene Gebühr verlangen.`;
  return ` ${fee.paidAt ? `The fee that you paid to ${from} is refunded by its treasury.` : `You need not pay the fee to ${from} any more; if you have transferred it already, its treasury refunds it.`} ${to} may ask for a fee of its own.`;
}

export function involvedText(head: ApplicationHead, office: string, involvement: "joint" | "information", reason: string): string {
  if (head.language === "de") {
    return `${involvement === "joint" ? `An Ihrem Antrag arbeitet auch: ${office}. Dieses Amt antwortet Ihnen selbst; Sie bekommen von jedem Amt eine eigene Antwort.` : `Zur Kenntnis hat Ihren Antrag auch bekommen: ${office}. Dieses Amt entscheidet nicht darüber.`}\n\nGrund: ${reason}`;
  }
  return `${involvement === "joint" ? `Another office works on your application too: ${office}. It answers you itself; each office sends you its own answer.` : `For its information your application was also passed to: ${office}. This office does not decide on it.`}\n\nReason: ${reason}`;
}
