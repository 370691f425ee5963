import { groupedIban } from "@kommunalportal/form-engine";
import type { DecisionContent } from "./decision-content.ts";

/** How a fee is paid, in words for page and letter: the Kassenzeichen first, then each way on lines of its own. Due with the notification unless another day is set: § 17 GebG NRW, § 220 (2) AO. */
export function paymentTexts({ reference, ways, bank, account }: NonNullable<DecisionContent["payment"]>): readonly string[] {
  const transfer = ways.includes("transfer") && bank !== undefined
    ? [[`Überweisung an ${bank.holder}`, `IBAN ${groupedIban(bank.iban)}`, [bank.bic === undefined ? "" : `BIC ${bank.bic}`, bank.bank ?? ""].filter((part) => part !== "").join(", "), `Verwendungszweck: nur ${reference}`].filter((line) => line !== "").join("\n")] : [];
  const online = ways.includes("online") && account ? ["Online: in diesem Portal unter »Meine Vorgänge« bei diesem Vorgang."] : [];
  // Who cannot pay online goes to the Kasse where the town offers nothing else: the fee is owed all the same.
  const counter = ways.includes("counter") || (online.length === 0 && transfer.length === 0) ? ["Vor Ort: an der Kasse, in bar oder mit Karte."] : [];
  return [
    `Ihr Kassenzeichen ist ${reference}. Geben Sie es bei jeder Zahlung an. Wann Sie zahlen müssen, steht oben; steht dort nichts, sobald der Bescheid bekannt gegeben ist.`,
    ...online, ...transfer, ...counter,
  ];
}
