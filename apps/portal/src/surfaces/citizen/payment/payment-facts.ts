import type { Html } from "@kommunalportal/html";
import { outstanding, type BankAccount } from "#modules/payments";
import { type Description, descriptionList } from "#ui/description-list";
import { formatMoney } from "#ui/format";
import type { Lang } from "../../frame/index.ts";
import { say } from "./messages.ts";
import type { OwnPayment } from "./own-payment.ts";

/** What is owed, for what, and how much of it. */
export function paymentFacts(lang: Lang, { payment, title, reference }: OwnPayment): Html {
  const words = say(lang);
  const facts: Description[] = [{ term: words.service, value: title }];
  if (reference !== undefined) facts.push({ term: words.caseNumber, value: reference });
  facts.push({ term: words.amount, value: formatMoney(payment.cents, lang) });
  if (payment.receivedCents > 0) facts.push({ term: words.received, value: formatMoney(payment.receivedCents, lang) });
  if (payment.receivedCents > 0 && payment.state === "open") facts.push({ term: words.rest, value: formatMoney(outstanding(payment), lang) });
  facts.push({ term: words.reference, value: payment.reference }, { term: words.way, value: words[payment.way] });
  return descriptionList(facts);
}

/** What a transfer needs, in the order of the form at the bank. */
export function bankFacts(lang: Lang, bank: BankAccount, { payment }: OwnPayment): Html {
  const words = say(lang);
  const facts: Description[] = [{ term: words.holder, value: bank.holder }, { term: words.iban, value: bank.iban }];
  if (bank.bic !== undefined) facts.push({ term: words.bic, value: bank.bic });
  if (bank.bank !== undefined) facts.push({ term: words.bank, value: bank.bank });
  facts.push({ term: words.amount, value: formatMoney(outstanding(payment), lang) }, { term: words.reference, value: payment.reference });
  return descriptionList(facts);
}
