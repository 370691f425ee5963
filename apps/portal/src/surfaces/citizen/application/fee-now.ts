import { paymentWays, type PaymentWay } from "#modules/applications";
import type { PublishedService } from "#modules/forms";
import type { ServiceSwitch } from "#modules/tenants";
import { feeOf, reachableAnswers, type Answers } from "@kommunalportal/form-engine";
import type { Words } from "./messages.ts";

/** What the application costs as it stands. `cents` is what is due with sending; 0 where nothing is. */
export interface FeeNow { readonly cents: number; readonly later: boolean; readonly ways: readonly PaymentWay[] }

/** Of complete answers: an incomplete form may have no fee yet. */
export function feeNow(service: PublishedService, town: ServiceSwitch | undefined, answers: Answers, day: string): FeeNow {
  const { fee } = service.package.service;
  if (fee === undefined || fee.due !== "before") return { cents: 0, later: fee !== undefined, ways: [] };
  const cents = feeOf(fee.cents, reachableAnswers(service.form, answers, day), day);
  return { cents, later: false, ways: cents === 0 || town === undefined ? [] : paymentWays(service, town) };
}

export function wayWords(way: PaymentWay, words: Words): { readonly label: string; readonly hint: string } {
  switch (way) {
    case "online": return { label: words.wayOnline, hint: words.wayOnlineHint };
    case "transfer": return { label: words.wayTransfer, hint: words.wayTransferHint };
    case "counter": return { label: words.wayCounter, hint: words.wayCounterHint };
  }
}
