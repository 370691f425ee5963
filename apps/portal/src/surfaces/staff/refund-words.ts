import type { RefundOutcome, RefundReason } from "#modules/payments";

/** Why money may go back. */
export const reasonNames: Readonly<Record<RefundReason, string>> = {
  withdrawn: "Antrag zurückgezogen", refused: "Antrag abgelehnt", reopened: "Antrag wieder geöffnet", unpaid: "Antrag gelöscht", "handed-over": "Antrag an eine andere Stadt abgegeben", cancelled: "Gebühr vom Amt gestrichen", "paid-twice": "doppelt bezahlt", overpaid: "zu viel bezahlt", "after-end": "nach dem Ende bezahlt",
  "amount-differs": "Betrag weicht ab", requested: "vom Amt veranlasst",
};

/** What became of it. */
export const refundOutcomeNames: Readonly<Record<RefundOutcome, string>> = { refunded: "zurückgezahlt", kept: "Gebühr bleibt geschuldet", resolved: "ohne Zahlung geklärt" };
