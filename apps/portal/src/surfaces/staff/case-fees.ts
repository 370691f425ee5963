import { html, type Content, type Html } from "@kommunalportal/html";
import { applicationFee, decisionPurpose, isSetByDecision, type Payment, type Refund } from "#modules/payments";
import type { CaseView } from "#modules/casework";
import { descriptionList } from "#ui/description-list";
import { formatMoney, formatShortDate } from "#ui/format";
import { notice } from "#ui/notice";
import type { CaseContext } from "./case-forms.ts";
import { reasonNames, refundOutcomeNames } from "./refund-words.ts";

type Decision = CaseView["decisions"][number];

/** By what a decision that was notified is changed; the words »neuer Bescheid« stand before it. */
export const changedBy: Readonly<Record<Decision["area"], string>> = { vwvfg: "§§ 48, 49 VwVfG NRW", ao: "§§ 130, 131 AO, bei Steuern §§ 172 ff. AO" };

/** What a decision set, and whether it has been paid, so that nobody has to ask the Kasse. */
export function feesOfDecision(payments: readonly Payment[], { id }: Decision): readonly { readonly term: string; readonly value: string }[] {
  return payments.filter(({ purpose }) => purpose === decisionPurpose(id)).map((one) => ({ term: "Zahlung", value: paymentWords(one) }));
}

/** The claim is gone, the decision still says that it is owed. It is not sent once more. */
export function isFeeCancelled(payments: readonly Payment[], { id }: Decision): boolean {
  return payments.some(({ purpose, endedWhy }) => purpose === decisionPurpose(id) && endedWhy === "cancelled");
}

export function feeCancelledNotice({ area }: Decision): Html {
  return notice("de", { kind: "info", title: "Die Gebühr ist gestrichen, der Bescheid ist nicht geändert", body: `Setzt er einen falschen Betrag fest, schreiben Sie einen neuen Bescheid (${changedBy[area]}).` });
}

/** What may go back and what became of it; a difference that the Kasse only clears up with the provider is no matter of the case. */
export function refundFacts(refunds: readonly Refund[]): readonly { readonly term: string; readonly value: string }[] {
  return refunds.filter(({ reason, outcome }) => reason !== "amount-differs" || outcome === "refunded").map(({ cents, reason, requestedAt, outcome, closedAt }) => ({
    term: "Erstattung", value: `${formatMoney(cents, "de")}, ${reasonNames[reason]}: ${outcome === undefined ? `bei der Kasse seit ${formatShortDate(requestedAt, "de")}` : `${refundOutcomeNames[outcome]}${closedAt === undefined ? "" : ` (${formatShortDate(closedAt, "de")})`}`}`,
  }));
}

/** What programs of the town have asked for beside decisions. */
export function otherFees({ payments }: CaseContext): Content {
  const others = payments.filter((one) => !isSetByDecision(one) && one.purpose !== applicationFee);
  return others.length > 0 && html`<section class="portal-section"><h3>Gebühren ohne Bescheid</h3>${descriptionList(others.map((one) => ({ term: `Verlangt am ${formatShortDate(one.createdAt, "de")}`, value: paymentWords(one) })))}</section>`;
}

/** Nothing is owed any more; whether because the office said so. */
export function endedWords(why: Payment["endedWhy"]): string {
  return why === "cancelled" ? "gestrichen" : "nicht mehr zu zahlen";
}

function paymentWords({ cents, receivedCents, state, endedWhy, paidAt, reference }: Payment): string {
  const stands = state === "ended" ? endedWords(endedWhy) : state === "paid" ? `bezahlt${paidAt === undefined ? "" : ` am ${formatShortDate(paidAt, "de")}`}` : receivedCents > 0 ? `davon ${formatMoney(receivedCents, "de")} eingegangen` : "offen";
  return `${formatMoney(cents, "de")}, ${stands} · Kassenzeichen ${reference}`;
}
