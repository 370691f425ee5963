import type { PublishedService } from "#modules/forms";
import { type Answers, feeOf } from "@kommunalportal/form-engine";
import type { PaymentWay } from "./application.ts";
import type { TownSettings } from "./deps.ts";

export interface FeeDue { readonly cents: number; readonly way: PaymentWay }

/** Ways of payment that both the service and the town allow, in the service's order. */
export function paymentWays(service: PublishedService, town: Pick<TownSettings, "paymentWays">): readonly PaymentWay[] {
  return (service.package.service.fee?.ways ?? []).filter((way) => town.paymentWays.includes(way));
}

/** The fee that comes with the submission: undefined where none is due now, `no-payment-way` where the one asked for is not allowed. */
export function feeDue(service: PublishedService, town: Pick<TownSettings, "paymentWays">, answers: Answers, day: string, wanted: PaymentWay | undefined): FeeDue | undefined | "no-payment-way" {
  const { fee } = service.package.service;
  if (fee === undefined || fee.due !== "before") return undefined;
  const cents = feeOf(fee.cents, answers, day);
  if (cents === 0) return undefined;
  const allowed = paymentWays(service, town);
  const way = wanted ?? allowed[0];
  return way !== undefined && allowed.includes(way) ? { cents, way } : "no-payment-way";
}
